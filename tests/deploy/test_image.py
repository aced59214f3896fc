"""The Dockerfile, carried out as far as that goes without Docker.

What this cannot show: the base image, PyTorch's wheels for the processor, and that the files belong to root.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.visitor import Visitor, visiting
from tests.browser.driver import ROOT, free_port, wait_until_healthy
from tests.waiting import PATIENCE

README = (ROOT / "README.md").read_text("utf-8")
PYTHON = [sys.executable, "-m"]


def instructions(kind: str) -> list[str]:
    """What follows each such word in the Dockerfile; lines that go on are one."""
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    return re.findall(rf"^\s*{kind} (.+)$", text, re.MULTILINE)


def environment(volume: Path) -> dict[str, str]:
    """The image's, with this folder as its volume."""
    pairs = (word.split("=", 1) for line in instructions("ENV") for word in shlex.split(line))
    return {name: value.replace("/data", str(volume)) for name, value in pairs}


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A folder with what is copied into the image, without what `.dockerignore` keeps out, and nothing else."""
    root = tmp_path / "lab"
    for line in instructions("COPY"):
        *sources, target = line.split()
        for source in sources:
            place = root / target / Path(source).name if target.endswith("/") else root / target
            place.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, place, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / source, place)
    return root


async def train_page(port: int) -> str:
    """What somebody sees who opens the Train page first of all."""
    visitor = Visitor(f"http://127.0.0.1:{port}", "train")
    await visitor.open()
    await visitor.tell("visitor", token="c" * 32)
    await visitor.close()
    return str(visitor)


def files(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


def test_its_line_installs_all_that_the_app_needs(image: Path) -> None:
    (line,) = (line for line in instructions("RUN") if line.startswith("pip install"))
    subprocess.run([*PYTHON, *line.split()], cwd=image, check=True, capture_output=True)


def test_it_starts_is_healthy_and_writes_to_its_volume_only(image: Path, tmp_path: Path) -> None:
    port, volume, home = free_port(), tmp_path / "volume", tmp_path / "home"
    for folder in (volume, home):
        folder.mkdir()
    before = files(image)
    (health,), (command,) = instructions("HEALTHCHECK"), instructions("CMD")
    ours = {"HOME": str(home), "PATH": "/usr/bin:/bin", "STREAMLIT_SERVER_PORT": str(port)}
    process = subprocess.Popen([*PYTHON, *json.loads(command)], cwd=image, env=environment(volume) | ours)
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}", process)
        check = [sys.executable, *json.loads(health.replace("8501", str(port)).partition("CMD ")[2])[1:]]
        subprocess.run(check, check=True)
        assert "Start training" in visiting(train_page(port))
    finally:
        process.terminate()
        process.wait(PATIENCE)
    assert subprocess.run(check, capture_output=True).returncode != 0
    assert files(volume)
    assert files(image) == before
    assert not files(home)


def test_what_names_the_port_agrees() -> None:
    assert instructions("EXPOSE") == ["8501"]
    assert re.match(r"---\n(?:.+\n)*sdk: docker\napp_port: 8501\n---\n", README)
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text("utf-8"))
    assert container["forwardPorts"] == [8501]
    assert f"    {container['postCreateCommand']} && .venv/bin/pytest\n" in README
