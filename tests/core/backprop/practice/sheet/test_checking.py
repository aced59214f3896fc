"""Every mistake at its cell, and no false alarm: sheets by the app and by students, with and without formulas."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.backprop.practice.sheet import check_sheet
from tests.core.backprop.practice.sheet.students import (
    DELTAS,
    FORWARD,
    GRADIENTS,
    HEADINGS,
    NAME,
    START,
    UPDATES,
    WEIGHTS,
    Student,
)

ALIKE = (
    *(WEIGHTS, ("a_h1", "a_h2", "a_o1", "a_o2"), ("h1", "h2", "o1", "o2"), ("t1", "t2"), ("i1", "i2"), ("E1", "E2")),
    *(tuple(f"g{number}" for number in range(1, 9)), ("d_o1", "d_o2"), ("d_h1", "d_h2")),
)
BEFORE = {"h1", "h2", "a_h1", "a_h2"}  # computed before the outputs, so no formula of theirs can use those


def planted(name: str, formula: str) -> list[str]:
    """The formula with one thing changed, as people change it."""
    found = [
        formula[: match.start()] + f"{{{other}{match[2]}}}" + formula[match.end() :]
        for match in NAME.finditer(formula)
        for some in ALIKE
        if match[1] in some
        for other in some
        if other != match[1] and not (name in (*BEFORE, "o1", "o2") and other[-2] == "o")
    ]
    for factor in re.finditer(r"\*\{[^e]\w*@?\}|\*\(1-\{\w+\}\)", formula):
        found.append(formula[: factor.start()] + formula[factor.end() :])
    if name[0] in "gd":
        found += [f"-({formula})", f"2*{formula}", f"0.5*{formula}"]
        found += [formula.replace("({a_o1}-{t1})", "({t1}-{a_o1})")] * ("{t1}" in formula)
    if name in ("E1", "E2"):
        found.append(formula.removeprefix("0.5*"))
    if name in WEIGHTS:
        found += [formula.replace("-{eta}", "+{eta}"), formula.replace("{eta}*", "")]
    return found


def quantity(name: str) -> str:
    return name.removeprefix("d_") if name.startswith("d_") else re.sub(r"^g(?=\d)", "w", name)


def starts() -> st.SearchStrategy[dict[str, float]]:
    """Numbers to begin with that are all different, as else two weights could change places unseen."""
    return st.integers(0, 10_000).map(
        lambda seed: dict(zip(START, random.Random(seed).sample([n / 100 for n in range(3, 97)], 12), strict=True))
    )


@st.composite
def students(draw: st.DrawFn, formulas: bool) -> Student:
    return Student(
        headings=draw(st.sampled_from(sorted(HEADINGS))),
        start=draw(starts()),
        eta=draw(st.sampled_from((0.1, 0.5, 2.0))),
        left=draw(st.integers(0, 3)),
        sideways=draw(st.booleans()),
        rate=draw(st.sampled_from(("cell", "typed", "column"))),
        deltas=draw(st.booleans()),
        formulas=formulas,
        rows=7,
    )


@pytest.mark.parametrize("formulas", [True, False], ids=["formulas", "numbers"])
@settings(max_examples=20)
@given(st.data())
def test_a_mistake_is_found_at_its_cell_and_nothing_else(formulas: bool, data: st.DataObject) -> None:
    student = data.draw(students(formulas))
    own = {**FORWARD, **(DELTAS if student.deltas else GRADIENTS), **UPDATES}
    name = data.draw(st.sampled_from(sorted(own)))
    wrong = data.draw(st.sampled_from(planted(name, own[name])))
    row = data.draw(st.sampled_from((None, 1, 4)))
    student = Student(**{**vars(student), "plants": {name if row is None else (name, row): wrong}})
    report = check_sheet(student.xlsx(), "mine.xlsx")
    first = int(name in WEIGHTS) if row is None else row
    assert [(each.cell, each.quantity) for each in report.findings] == [(student.cell(name, first), quantity(name))]
    assert report.rows == 7


@settings(max_examples=20)
@given(students(True), st.sampled_from((3, 4, 6, 9)))
def test_there_is_no_false_alarm_whatever_is_rounded(student: Student, digits: int) -> None:
    assert check_sheet(student.xlsx(), "mine.xlsx").findings == ()
    for rounded in (lambda x: round(x, digits), lambda x: float(f"{x:.{digits}g}")):
        plain = Student(**{**vars(student), "formulas": False, "rounded": rounded})
        assert check_sheet(plain.xlsx(), "mine.xlsx").findings == ()


def test_a_typed_number_among_formulas_is_found_though_it_is_right() -> None:
    student = Student()
    value = student.values()[3]["h1"]
    text = check_sheet(Student(plants={("h1", 3): repr(value)}).xlsx(), "x").findings
    assert [each.cell for each in text] == [student.cell("h1", 3)]


def test_a_given_number_that_changes_in_one_row_is_found() -> None:
    student = Student(rows=8)
    lines = student.csv(write=lambda number: f"{number:.12f}").decode().splitlines()
    at = student.order.index("t1")
    cells = lines[3 + 5].split(";")
    cells[at] = "0,1"
    lines[3 + 5] = ";".join(cells)
    found = check_sheet("\n".join(lines).encode(), "x").findings
    assert "t1" in {each.quantity for each in found}


def test_rounding_that_a_mistake_magnifies_is_no_second_mistake() -> None:
    start = START | {"i1": 0.5, "i2": 0.9}
    student = Student(start=start, rows=15, plants={"g7": "({a_o2}-{t2})*{a_h1}"})
    content = student.csv(write=lambda number: f"{number:.4f}")
    (finding,) = check_sheet(content, "mine.csv").findings
    assert "lacks the factor a_o2" in finding.sentence
    assert len(finding.also) >= 13  # in one row another factor may round to the same
