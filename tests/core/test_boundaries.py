"""What may import what: the arrows of the architecture."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "core").rglob("*.py"))


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively"  # else the names below would not be whole
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def reaches(file: Path, *packages: str) -> set[str]:
    return {name for name in imports(file) if any(f"{name}.".startswith(f"{package}.") for package in packages)}


def module(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("file", FILES, ids=module)
def test_nothing_in_core_imports_streamlit_or_a_page(file: Path) -> None:
    assert not reaches(file, "streamlit", "pages", "app")


@pytest.mark.parametrize("file", [f for f in FILES if module(f).startswith("core.backprop")], ids=module)
def test_backprop_knows_neither_figures_nor_digits(file: Path) -> None:
    assert not reaches(file, "core.figures", "core.digits")


def test_importing_core_loads_neither_streamlit_nor_torch() -> None:
    modules = [name for name in map(module, FILES) if not name.startswith("core.digits")]  # digits are learned by torch
    assert "core.backprop.engine.proof" in modules
    code = f"import sys, {', '.join(modules)}; print(sorted({{'streamlit', 'torch'}} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
