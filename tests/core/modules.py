"""The modules of core as files, and what their source says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "core").rglob("*.py"))


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def module(file: Path) -> str:
    """The dotted name: core.backprop.engine.graph, or core.backprop.engine for its __init__.py."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(file: Path) -> Iterator[str]:
    """Every module that it imports anywhere, and every name that it imports from one."""
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively"  # else the names below would not be whole
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def inside(package: str) -> list[Path]:
    return [file for file in FILES if f"{module(file)}.".startswith(f"{package}.")]
