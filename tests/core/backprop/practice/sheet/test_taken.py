"""What was taken for what, and put right."""

from __future__ import annotations

from core.backprop.engine.architecture import Architecture, graph_of
from core.backprop.practice.sheet import check_workbook
from core.backprop.practice.sheet.blocks import blocks
from core.backprop.practice.sheet.headed import Corrections
from core.backprop.practice.sheet.names import RATE
from core.backprop.practice.sheet.reading import read_workbook
from core.backprop.practice.sheet.taken import choices, corrected, differences, not_taken, taken
from core.backprop.practice.sheet.workbook import Workbook
from tests.core.backprop.practice.sheet.students import FORWARD, Student


def book(*renamed: tuple[str, str]) -> Workbook:
    """A right sheet with other headings."""
    lines = Student(rows=5).csv(comma=False, write=lambda number: f"{number:.12f}").decode().splitlines()
    names = [dict(renamed).get(name, name) for name in lines[2].split(";")]
    return read_workbook("\n".join([*lines[:2], ";".join(names), *lines[3:]]).encode())


def put_right(made: Workbook, text: str, id: str, said: Corrections | None = None) -> Corrections:
    found = blocks(made, said)
    headings = [heading for block in found for heading in taken(block)] or list(not_taken(made))
    (heading,) = (heading for heading in headings if heading.text == text)
    return corrected(made, found, said or {}, heading, id)


def test_every_heading_is_told_in_its_order_those_not_read_too() -> None:
    (block,) = blocks(book(("h2", "my own")))
    found = taken(block)
    assert [(each.text, each.id) for each in found][8:12] == [
        ("h1", "h1"),
        ("my own", ""),
        ("a_h1", "a_h1"),
        ("a_h2", "a_h2"),
    ]
    assert len(found) == len(Student().columns)


def test_a_heading_that_was_not_read_is_checked_once_it_is_said_what_it_is() -> None:
    made = book(("h2", "my own"))
    said = put_right(made, "my own", "h2")
    report = check_workbook(made, "x", said)
    assert report.findings == ()
    assert "h2" in report.blocks[0].block.names
    assert [(each.text, each.id) for each in differences(made, said)] == [("my own", "h2")]


def test_columns_that_changed_places_are_found_wrong_and_put_right() -> None:
    made = book(("a_h1", "a_h2"), ("a_h2", "a_h1"))
    assert check_workbook(made, "x").findings
    said = put_right(made, "a_h1", "a_h2")
    assert sorted(said.values()) == ["", "a_h2"]  # the one that was a_h2 is left out
    both = put_right(made, "a_h2", "a_h1", said)
    assert check_workbook(made, "x", both).findings == ()


def test_a_column_to_be_left_out_is_not_judged() -> None:
    made = book(("E1", "E2"), ("E2", "E_total"), ("E_total", "total"))
    for text in ("E2", "E_total"):
        assert text in {each.id for each in check_workbook(made, "x").findings}
    said: Corrections = {}
    for text in ("E2", "E_total"):
        said = put_right(made, text, "", said)
    assert check_workbook(made, "x", said).findings == ()


def test_where_nothing_is_read_the_learner_names_the_headings() -> None:
    names = [(name, f"colonna {number}") for number, name in enumerate(Student().columns)]
    gradients = [(f"∂E_total/∂w{n}", f"altra {n}") for n in range(1, 9)]
    made = book(*names, *gradients)
    report = check_workbook(made, "x")
    assert report.blocks == ()
    said: Corrections = {}
    for text, id in [(text, id) for id, text in names if not id.startswith("g")]:
        said = put_right(made, text, id, said)
    after = check_workbook(made, "x", said)
    assert after.findings == ()
    assert {*FORWARD} <= set(after.blocks[0].block.names)


def test_the_same_heading_of_other_tabs_is_meant_too() -> None:
    one = book(("h2", "my own")).tabs[0]
    made = Workbook((one, type(one)("other", one.cells)))
    said = put_right_first(made)
    assert said == {("sheet", (2, 9)): "h2", ("other", (2, 9)): "h2"}


def put_right_first(made: Workbook) -> Corrections:
    found = blocks(made)
    return corrected(made, found, {}, next(each for each in taken(found[0]) if each.text == "my own"), "h2")


def test_everything_that_a_heading_can_be_is_known() -> None:
    found = choices(graph_of(Architecture()))
    assert len(found) == len(set(found))
    assert {RATE, "w8", "t2", "E_total", "∂E_total/∂h2", "∂E_total/∂w1", "w5⁺"} <= set(found)
