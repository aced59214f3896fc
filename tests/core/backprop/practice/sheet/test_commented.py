"""The copy with comments has the same numbers and formulas, and says in the cells what was found."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from core.backprop.practice.sheet import check_sheet
from core.backprop.practice.sheet.commented import commented
from tests.core.backprop.practice.sheet.made import rows, workbook
from tests.core.backprop.practice.sheet.students import GRADIENTS, Student

STUDENT = Student(rows=4, plants={"g3": GRADIENTS["g3"].replace("a_h2", "a_h1")})


@pytest.mark.parametrize("content", [STUDENT.xlsx(), STUDENT.csv()], ids=["xlsx", "csv"])
def test_a_check_of_the_copy_finds_the_same(content: bytes) -> None:
    report = check_sheet(content, "mine")
    copy = commented(report)
    again = check_sheet(copy, "copy.xlsx")
    assert [(each.cell, each.sentence) for each in again.findings] == [
        (each.cell, each.sentence) for each in report.findings
    ]
    assert again.rows == report.rows
    with ZipFile(BytesIO(copy)) as file:
        comments = file.read("xl/comments1.xml").decode()
    assert "the slope of a_h1" in comments
    assert comments.count("<comment ") == 4  # the first cell and three that repeat it


def test_a_shared_formula_is_written_out_in_each_cell() -> None:
    heads = "".join(
        f'<c r="{letter}1" t="str"><v>{name}</v></c>'
        for letter, name in zip("ABCDE", ("w1", "w2", "i1", "i2", "h1"), strict=True)
    )
    lines = [f'<row r="1">{heads}</row>']
    for row, formula in ((2, '<f t="shared" ref="E2:E3" si="0">A2*C2+B2*$D$2</f>'), (3, '<f t="shared" si="0"/>')):
        numbers = "".join(f'<c r="{letter}{row}"><v>0.5</v></c>' for letter in "ABCD")
        lines.append(f'<row r="{row}">{numbers}<c r="E{row}">{formula}<v>0.5</v></c></row>')
    with ZipFile(BytesIO(commented(check_sheet(workbook(rows("".join(lines))), "x")))) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>A2*C2+B2*$D$2</f>" in sheet
    assert "<f>A3*C3+B3*$D$2</f>" in sheet
