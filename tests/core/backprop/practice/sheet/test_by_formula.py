"""Formulas are judged by what they always give, however they are written."""

from __future__ import annotations

import pytest

from core.backprop.practice.sheet import check_sheet
from tests.core.backprop.practice.sheet.students import Student

SAME = {
    "a_h1": "EXP({h1})/(EXP({h1})+1)",
    "E1": "({a_o1}-{t1})^2/2",
    "g5": "-({t1}-{a_o1})*({a_o1}-{a_o1}^2)*{a_h1}",
    "g6": "{g5}/{a_h1}*{a_h2}",
    "w1": "{w1@}+(-{eta})*{g1@}",
    "h1": "({i2}*{w2}*2+2*{i1}*{w1})/2",
}


@pytest.mark.parametrize("name", SAME)
def test_another_way_to_write_it_is_right(name: str) -> None:
    assert check_sheet(Student(rows=3, plants={name: SAME[name]}).xlsx(), "x").findings == ()


def test_a_formula_that_is_all_wrong_is_told_beside_the_right_one() -> None:
    student = Student(rows=3, plants={"a_h1": "1/1+EXP(-{h1})"})
    (finding,) = check_sheet(student.xlsx(), "x").findings
    assert "a_h1 is computed by 1/1 + exp(−h1); it is σ(h1) = 1/(1 + exp(−h1))" in finding.sentence
