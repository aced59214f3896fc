"""Numbers without formulas are judged by those beside them."""

from __future__ import annotations

from dataclasses import replace

from core.backprop.practice.sheet import check_sheet
from tests.core.backprop.practice.sheet.students import ERROR, GRADIENTS, Student

NUMBERS = Student(rows=6, formulas=False)


def sentence(name: str, formula: str) -> str:
    (finding,) = check_sheet(replace(NUMBERS, plants={name: formula}).xlsx(), "x").findings
    return finding.sentence


def test_the_factor_is_found_by_what_it_does_to_the_number() -> None:
    assert "slope of a_h1, a_h1 · (1 − a_h1)" in sentence("g3", GRADIENTS["g3"].replace("a_h2", "a_h1"))
    assert "leaves out the path through o2" in sentence("g1", f"{ERROR[0]}*{{w5}}*{{a_h1}}*(1-{{a_h1}})*{{i1}}")


def test_one_error_for_both_is_found() -> None:
    assert "has E2 where E1 belongs" in sentence("E_total", "{E2}+{E2}")


def test_what_no_change_explains_is_told_with_the_right_number() -> None:
    assert "h1 is 0.1234" in sentence("h1", "0.1234")
    assert "the numbers beside it give 0.0275" in sentence("h1", "0.1234")


def test_a_weight_that_moves_too_far_is_told_by_how_much() -> None:
    assert "moves by 0.9 times" in sentence("w5", "{w5@}-0.9*{g5@}")


def test_a_number_from_the_row_above_is_known_by_what_it_gives() -> None:
    for name, formula in (("E_total", "{E1@}+{E2}"), ("o2", "{w7}*{a_h1@}+{w8}*{a_h2}"), ("a_h1", "1/(1+EXP(-{h1@}))")):
        student = replace(NUMBERS, eta=2.0, plants={(name, 3): formula})
        (finding,) = check_sheet(student.xlsx(), "x").findings
        assert (finding.cell, finding.kind) == (student.cell(name, 3), "Another row")
        assert "of the row above" in finding.sentence
