"""What a report says of cells."""

from __future__ import annotations

from core.backprop.practice.sheet import check_sheet
from core.backprop.practice.sheet.report import Mark
from core.backprop.practice.sheet.workbook import place
from tests.core.backprop.practice.sheet.students import Student


def test_what_follows_from_a_wrong_cell_is_marked_as_that() -> None:
    student = Student(rows=4, plants={("h1", 2): "{w1}*{i1}+{w3}*{i2}"})
    report = check_sheet(student.xlsx(), "mine.xlsx")
    marks = report.blocks[0].marks

    def mark(name: str, row: int) -> Mark:
        return marks[place(student.cell(name, row))]

    assert [
        mark(*cell) for cell in (("i1", 2), ("h1", 1), ("h1", 2), ("a_h1", 2), ("h2", 2), ("g8", 2), ("h1", 3))
    ] == [*(Mark.GIVEN, Mark.RIGHT, Mark.WRONG, Mark.FOLLOWED, Mark.RIGHT, Mark.FOLLOWED, Mark.FOLLOWED)]
    assert report.rows == 4
    assert report.blocks[0].rate == 0.5
