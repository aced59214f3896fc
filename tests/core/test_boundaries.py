"""What may import what, and that the tests mirror core."""

from __future__ import annotations

import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.core.modules import FILES, ROOT, imports, inside, module

# The rooms of core/backprop, each with those that it may use: none knows one above it or beside it.
ROOMS = {
    "engine": set[str](),
    "notation": {"engine"},
    "lesson": {"engine", "notation"},
    "explore": {"engine", "notation", "lesson"},
    "practice": {"engine", "notation", "lesson"},
    "export": {"engine", "notation", "lesson"},
}

# What of core/digits loads no torch, as CONTRIBUTING.md says, so that a page can use it as soon as it opens.
WITHOUT_TORCH = (
    "core.digits.data.glyphs",
    "core.digits.data.shape",
    "core.digits.design",
    "core.digits.drawing",
    "core.digits.interval",
    "core.digits.operations",
    "core.digits.photo",
    "core.digits.pixels",
    "core.digits.preprocess",
    "core.digits.rejection.signs",
    "core.digits.runs.atomic",
    "core.digits.runs.lock",
    "core.digits.runs.metadata",
    "core.digits.runs.reader",
    "core.digits.runs.status",
    "core.digits.scheduler.engine",
    "core.digits.scheduler.idle",
    "core.digits.scheduler.machines",
    "core.digits.scheduler.parent",
    "core.digits.scheduler.settings",
    "core.digits.scheduler.signals",
    "core.digits.scheduler.task",
    "core.digits.scheduler.workers",
    "core.digits.training.program",
    "core.digits.training.progress",
    "core.digits.training.records",
)


def reaches(file: Path, *packages: str) -> set[str]:
    return {name for name in imports(file) if any(f"{name}.".startswith(f"{package}.") for package in packages)}


def loaded_by(modules: list[str], *unwanted: str) -> str:
    """Which of the unwanted modules a fresh Python has loaded after importing these."""
    code = f"import sys, {', '.join(modules)}; print(*({set(unwanted)} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return run.stdout.strip()


@pytest.mark.parametrize("file", FILES, ids=module)
def test_nothing_in_core_imports_streamlit_or_a_page(file: Path) -> None:
    assert not reaches(file, "streamlit", "pages", "app")


@pytest.mark.parametrize("file", inside("core.backprop"), ids=module)
def test_backprop_knows_neither_figures_nor_digits(file: Path) -> None:
    assert not reaches(file, "core.figures", "core.digits")


@pytest.mark.parametrize("file", inside("core.digits"), ids=module)
def test_digits_knows_neither_figures_nor_backprop(file: Path) -> None:
    assert not reaches(file, "core.figures", "core.backprop")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_of_backprop_uses_only_those_below_it(room: str) -> None:
    files = inside(f"core.backprop.{room}")
    assert files
    others = [f"core.backprop.{other}" for other in ROOMS.keys() - ROOMS[room] - {room}]
    assert {module(file): reaches(file, *others) for file in files if reaches(file, *others)} == {}


def test_every_room_of_backprop_is_in_the_rule() -> None:
    assert {module(file).split(".")[2] for file in inside("core.backprop")[1:]} == {*ROOMS, "network"}
    (short,) = inside("core.backprop.network")  # the short path to the engine's network
    assert set(imports(short)) == {f"core.backprop.engine.network{name}" for name in ("", ".Network", ".network_of")}


def test_importing_core_loads_neither_streamlit_nor_torch() -> None:
    modules = [name for name in map(module, FILES) if not name.startswith("core.digits")]
    assert "core.backprop.engine.proof" in modules
    assert not loaded_by(modules, "streamlit", "torch", "torchvision", "plotly")


def test_of_digits_what_needs_no_torch_does_not_load_it() -> None:
    modules = [module(file) for name in WITHOUT_TORCH for file in inside(name)]
    assert not loaded_by(modules, "torch", "torchvision")
    assert loaded_by(["core.digits.model"], "torch") == "torch"  # so this way of asking would see it


def test_no_two_modules_of_core_need_each_other() -> None:
    files = {module(file): file for file in FILES if file.name != "__init__.py"}
    uses = {name: files.keys() & set(imports(file, types=False)) for name, file in files.items()}
    assert list(TopologicalSorter(uses).static_order())  # it raises CycleError, which names the circle


def test_every_module_of_core_has_a_test_file_at_the_same_place() -> None:
    files = [file for file in FILES if file.name != "__init__.py"]
    missing = {
        module(file)
        for file in files
        if not (ROOT / "tests" / file.relative_to(ROOT).parent / f"test_{file.name}").exists()
    }
    assert missing == {"core.digits.rejection.__main__"}  # a command, which the tests of its training run
