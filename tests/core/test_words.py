"""The public names of core are the field's own terms: none of the words that were retired for one is among them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.modules import FILES, ROOT, module, parsed

RETIRED = """
foreman foremen lead crew crews shelf shelves card cards house houses desk desks parcel parcels discreet durable watch
watches untold epitaph dice settle settled told beside looking doubt doubts doubtful river rivers team teams recipe
recipes averaged
"""


def words(name: str) -> list[str]:
    """The words of a name: run and store for RunStore, for run_store and for RUN_STORE."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def public_names(file: Path) -> Iterator[str]:
    """The module's own name and those of its folders, classes, functions, constants, fields and attributes."""
    yield from file.relative_to(ROOT).with_suffix("").parts
    yield from (name for name in _defined(parsed(file).body) if not name.startswith("_"))


def _defined(body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        match node:
            case ast.FunctionDef(name=name):
                yield name
                for inner in ast.walk(node):
                    if isinstance(inner, ast.Attribute) and isinstance(inner.ctx, ast.Store):
                        yield inner.attr
            case ast.ClassDef(name=name):
                yield name
                yield from _defined(node.body)
            case ast.Assign() | ast.AnnAssign():
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                yield from (each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("RunStore", ["run", "store"]),
        ("run_store", ["run", "store"]),
        ("MOST_RATES", ["most", "rates"]),
        ("HTMLPage", ["html", "page"]),
        ("w5", ["w"]),
    ],
)
def test_a_name_is_taken_apart_into_its_words(name: str, found: list[str]) -> None:
    assert words(name) == found


def test_all_kinds_of_names_are_seen() -> None:
    (quiz,) = (file for file in FILES if module(file) == "core.backprop.practice.quiz")
    (network,) = (file for file in FILES if module(file) == "core.backprop.engine.network")
    assert {"practice", "quiz", "RULE", "DEFINITIONS", "Mark", "tries", "at_once", "submit"} <= set(public_names(quiz))
    assert {"Network", "graph", "numbers", "replaced", "WORKSHEET"} <= set(public_names(network))


@pytest.mark.parametrize("file", FILES, ids=module)
def test_no_public_name_has_a_retired_word(file: Path) -> None:
    found = {name for name in public_names(file) if set(RETIRED.split()).intersection(words(name))}
    assert {(module(file), name) for name in found} == set()
