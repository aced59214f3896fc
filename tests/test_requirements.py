"""What is imported is declared, and what is declared is locked at a version that was tested."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
COMMAND = "run the command for requirements.lock in CONTRIBUTING.md"
MODULES = {"PIL": "pillow", "google": "protobuf"}  # packages whose module has another name
OURS = {"app", "benchmarks", "core", "pages", "tests"}


def declared(*names: str) -> dict[str, Requirement]:
    lines = "\n".join((ROOT / name).read_text("utf-8") for name in names).splitlines()
    found = [Requirement(line.partition("#")[0]) for line in lines if line[:1].isalpha()]
    return {requirement.name.lower(): requirement for requirement in found}


def locked() -> dict[str, str]:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    return {name.lower(): version for name, version in (line.split("==") for line in lines)}


def imported(*places: str) -> Iterator[str]:
    for place in places:
        for file in [ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    yield from (alias.name.partition(".")[0] for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module:
                    yield node.module.partition(".")[0]


@pytest.mark.parametrize(
    ("places", "files"),
    [
        (("app.py", "core", "pages"), ("requirements.txt", "requirements-cluster.txt")),
        (("benchmarks", "tests"), ("requirements.txt", "requirements-cluster.txt", "requirements-dev.txt")),
    ],
)
def test_every_package_that_is_imported_is_declared(places: tuple[str, ...], files: tuple[str, ...]) -> None:
    others = set(imported(*places)) - OURS - sys.stdlib_module_names
    names = {MODULES.get(name, name).replace("_", "-").lower() for name in others}
    assert names - declared(*files).keys() == set()


def test_only_what_trains_on_a_cluster_needs_what_a_cluster_needs() -> None:
    clusters = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "core").rglob("*.py")
        if "distributed" in imported(path.relative_to(ROOT).as_posix())
    }
    assert clusters == {"core/digits/scheduler/cluster.py", "core/digits/scheduler/task.py"}


def test_every_package_that_is_declared_is_locked_within_its_bounds() -> None:
    for name, requirement in declared("requirements.txt", "requirements-cluster.txt", "requirements-dev.txt").items():
        assert locked().get(name, "none") in requirement.specifier, f"{name}: {COMMAND}"


def test_the_lock_holds_on_any_machine() -> None:
    """Names and versions only: no address, no path, no build of one kind of processor."""
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line)] == []
