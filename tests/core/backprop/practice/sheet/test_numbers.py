"""The numbers of a block, also where a file has formulas only."""

from __future__ import annotations

import numpy as np
import pytest

from core.backprop.engine.network import WORKSHEET
from core.backprop.practice.sheet import check_sheet
from core.backprop.practice.sheet.blocks import blocks
from core.backprop.practice.sheet.checking import BlockCheck
from core.backprop.practice.sheet.reading import read_workbook
from tests.core.backprop.practice.sheet.students import Student


@pytest.mark.parametrize("formulas", [True, False])
def test_they_are_the_sheets(formulas: bool) -> None:
    student = Student(rows=6, formulas=formulas)
    book = read_workbook(student.xlsx())  # which says that its values are to be computed anew
    (block,) = blocks(book)
    numbers = BlockCheck(book, block, (block,), WORKSHEET).numbers
    rows = student.values()
    for id, name in (("h1", "h1"), ("w8", "w8"), ("∂E_total/∂w1", "g1"), ("E_total", "E_total")):
        assert np.asarray(numbers.values[id]) == pytest.approx([row[name] for row in rows], rel=1e-12)
    assert np.asarray(numbers.values["w8@-1"])[1:] == pytest.approx([row["w8"] for row in rows[:-1]], rel=1e-12)


def test_what_is_given_may_be_a_formula_whose_value_was_not_kept() -> None:
    lines = Student(rows=5).csv(comma=False).decode().splitlines()
    rows = [line.split(";") for line in lines[3:]]
    for number, row in enumerate(rows[1:]):
        row[0] = f"=A{4 + number}"
    text = "\n".join([*lines[:3], *(";".join(row) for row in rows)])
    report = check_sheet(text.encode(), "mine.csv")
    assert report.findings == ()
    assert report.blocks[0].numbers["t1"] == [0.01] * 5
