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


def test_a_target_that_is_another_from_a_row_on_is_found_and_one_of_each_row_is_not() -> None:
    student = Student(rows=8, formulas=False)
    lines = student.csv(write=lambda value: f"{value:.12f}").decode().splitlines()
    at = student.order.index("i1")

    def found(numbers: list[str]) -> list[str]:
        rows = [line.split(";") for line in lines[3:]]
        for row, number in zip(rows, numbers, strict=True):
            row[at] = number
        text = "\n".join([*lines[:3], *(";".join(row) for row in rows)])
        return [each.sentence for each in check_sheet(text.encode(), "x").findings if each.id == "i1"]

    (later,) = found(["0,05"] * 4 + ["0,06"] * 4)
    assert "i1 is 0.06 here and 0.05 before" in later
    assert "The same in 3 rows below" in later
    assert found([f"0,0{number}" for number in range(1, 9)]) == []
