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


def imports(file: Path, types: bool = True) -> Iterator[str]:
    """Every module that it imports anywhere, and every name that it imports from one; on demand not those for types."""
    yield from _imported(parsed(file), types)


def _imported(node: ast.AST, types: bool) -> Iterator[str]:
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING" and not types:
        return
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, f"{node.module} is imported relatively"  # else the names below would not be whole
        yield node.module or ""
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
    for child in ast.iter_child_nodes(node):
        yield from _imported(child, types)


def inside(package: str) -> list[Path]:
    return [file for file in FILES if f"{module(file)}.".startswith(f"{package}.")]
