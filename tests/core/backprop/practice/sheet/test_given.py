"""What is given stays the same."""

from __future__ import annotations

from core.backprop.practice.sheet import check_sheet
from tests.core.backprop.practice.sheet.students import Student


def changed(name: str, row: int, number: str) -> list[str]:
    """What is found where one given number of one row is another."""
    student = Student(rows=8, rate="column", formulas=False)
    lines = student.csv(write=lambda value: f"{value:.12f}").decode().splitlines()
    cells = lines[3 + row].split(";")
    cells[student.order.index(name)] = number
    lines[3 + row] = ";".join(cells)
    return [each.sentence for each in check_sheet("\n".join(lines).encode(), "x").findings]


def test_a_target_that_is_another_in_one_row_is_found() -> None:
    assert any("t1 is 0.1 here and 0.01 in all other rows" in each for each in changed("t1", 5, "0,1"))


def test_a_learning_rate_that_changes_is_found() -> None:
    assert any("learning rate η changes on the way: it is 0.7 here" in each for each in changed("eta", 5, "0,7"))
