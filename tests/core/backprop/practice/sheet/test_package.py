"""Parts of a zipped file, and its limits."""

from __future__ import annotations

import io
from zipfile import ZipFile

import pytest

from core.backprop.practice.sheet.package import MOST_CELLS, MOST_ROWS, Handlers, Package, parse_xml
from core.errors import SheetError
from tests.core.backprop.practice.sheet.made import zipped


def package(parts: dict[str, str]) -> Package:
    return Package(ZipFile(io.BytesIO(zipped(parts))))


def test_a_part_is_read_and_a_missing_one_is_empty() -> None:
    some = package({"a/b.xml": "<x/>"})
    assert "a/b.xml" in some
    assert some.read("a/b.xml") == b"<x/>"
    assert some.read("nothing") == b""


def test_cells_are_counted_over_all_tabs() -> None:
    some = package({"x": ""})
    some.count(5, MOST_CELLS)
    with pytest.raises(SheetError):
        some.count(5)
    with pytest.raises(SheetError):
        package({"x": ""}).count(MOST_ROWS)


def test_elements_and_texts_are_handed_on() -> None:
    seen: list[str] = []
    parse_xml(b'<a k="1">t</a>', Handlers(lambda tag, at: seen.append(tag + at["k"]), seen.append, seen.append))
    assert seen == ["a1", "t", "a"]
