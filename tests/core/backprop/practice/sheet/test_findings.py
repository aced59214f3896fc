"""What is one mistake is said once, at its first cell."""

from __future__ import annotations

from core.backprop.practice.sheet import check_sheet
from tests.core.backprop.practice.sheet.students import Student


def test_a_rate_that_changes_for_all_weights_is_one_mistake() -> None:
    plants: dict[str | tuple[str, int], str] = {
        (f"w{n}", row): f"{{w{n}@}}-0.8*{{g{n}@}}" for n in range(1, 9) for row in range(4, 8)
    }
    for formulas in (True, False):
        student = Student(plants=plants, formulas=formulas)
        (finding,) = check_sheet(student.xlsx(), "x").findings
        assert finding.cell == student.cell("w1", 4)
        assert "0.8" in finding.sentence
        assert "8 weights in 4 rows" in finding.sentence


def test_a_step_of_the_wrong_sign_for_all_weights_is_one_mistake() -> None:
    plants: dict[str | tuple[str, int], str] = {f"w{n}": f"{{w{n}@}}+{{eta}}*{{g{n}@}}" for n in range(1, 9)}
    for formulas in (True, False):
        student = Student(plants=plants, formulas=formulas)
        (finding,) = check_sheet(student.xlsx(), "x").findings
        assert finding.cell == student.cell("w1", 1)
        assert "adds η times the gradient; it is to be subtracted. The same for 8 weights" in finding.sentence
