"""Headings with their numbers, and texts beside them that name nothing."""

from __future__ import annotations

from core.backprop.practice.sheet.headed import headed, labels, unnamed, unread
from core.backprop.practice.sheet.reading import read_workbook
from core.backprop.practice.sheet.workbook import Tab


def tab(text: str) -> Tab:
    return read_workbook(text.encode()).tabs[0]


def test_texts_beside_headings_that_name_nothing_are_seen() -> None:
    made = tab("note;w1;w2;mine;h1;a_h1;;remark\n1;2;3;4;5;6;;good\n1;2;3;4;5;6;;good\n")
    (found,) = (each for each in headed(made, labels(made, {}), {}) if not each.side)
    assert list(found.names) == ["w1", "w2", "h1", "a_h1"]
    assert list(unread(made, found, {})) == [(0, 0), (0, 3)]  # a remark has no numbers


def test_what_is_said_of_a_heading_counts() -> None:
    made = tab("w1;w2;mine;h1\n1;2;3;4\n1;2;3;4\n")
    said = {("sheet", (0, 2)): "a_h1", ("sheet", (0, 1)): ""}
    (found,) = (each for each in headed(made, labels(made, said), said) if not each.side)
    assert found.names == {"w1": 0, "a_h1": 2, "h1": 3}
    assert list(unread(made, found, said)) == [(0, 1)]


def test_the_row_of_texts_over_numbers_is_what_may_be_headings() -> None:
    made = tab("a;b\n\nuno;due;tre;quattro;words\n1;2;3;4;five\n")
    assert unnamed(made) == ((2, 0), (2, 1), (2, 2), (2, 3))
