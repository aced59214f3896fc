"""No two modules of core need each other: each can be understood after those that it imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def imported(tree: ast.AST) -> Iterator[str]:
    """All that might be a module's name in the import statements, also those inside functions.

    What only a type checker imports is left out.
    """
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        yield from imported(node)


def order(sources: dict[str, str]) -> list[str]:
    """The modules, each after those that it imports. Raises CycleError where there is no such order."""
    trees = {name: ast.parse(source) for name, source in sources.items()}
    return list(
        TopologicalSorter({name: trees.keys() & set(imported(tree)) for name, tree in trees.items()}).static_order()
    )


def test_no_module_of_core_imports_itself_by_a_detour() -> None:
    files = [file for file in (ROOT / "core").rglob("*.py") if file.name != "__init__.py"]
    names = {".".join(file.relative_to(ROOT).with_suffix("").parts): file.read_text("utf-8") for file in files}
    found = order(names)
    assert found.index("core.digits.training.loop") < found.index("core.digits.training.command")


@pytest.mark.parametrize("source", ["import b", "from b import x", "def f():\n    from b import x"])
def test_a_cycle_is_found(source: str) -> None:
    with pytest.raises(CycleError):
        order({"a": source, "b": "import a"})
    assert order({"a": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import b", "b": "import a"})
