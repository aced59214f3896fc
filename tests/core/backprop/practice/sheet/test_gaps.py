"""What differs between two formulas, however they are written."""

from __future__ import annotations

import pytest

from core.backprop.engine.expression import Expression, Symbol
from core.backprop.engine.network import WORKSHEET
from core.backprop.notation.unicode import unicode
from core.backprop.practice.sheet.derivatives import expected
from core.backprop.practice.sheet.formula import parse
from core.backprop.practice.sheet.gaps import compared
from core.backprop.practice.sheet.trial import trial
from core.backprop.practice.sheet.workbook import Place

TRIAL = trial(WORKSHEET)
SLOPES = "((a_o1-t1)*a_o1*(1-a_o1)*w5+(a_o2-t2)*a_o2*(1-a_o2)*w7)*a_h1*(1-a_h1)*i1"


class Names:
    def cell(self, tab: str, place: Place, fixed: bool) -> Expression:
        row, column = place
        return Symbol("abcdefghijklmnopqrstuvwxyz"[column].replace("e", "E") + str(row + 1))

    def column(self, table: str, inner: str) -> Expression:
        raise AssertionError

    def name(self, name: str) -> Expression:
        return Symbol(name)


def differences(id: str, text: str) -> list[tuple[list[str], list[str], float]]:
    found = compared(parse(text, Names()), expected(WORKSHEET, id), TRIAL)
    assert found is not None
    return [(list(map(unicode, gap.missing)), list(map(unicode, gap.extra)), gap.ratio) for gap in found]


@pytest.mark.parametrize(
    ("id", "text"),
    [
        ("∂E_total/∂w1", SLOPES),
        ("∂E_total/∂w1", SLOPES.replace("a_h1*(1-a_h1)", "(a_h1-a_h1^2)")),
        ("∂E_total/∂w1", SLOPES.replace("(a_o1-t1)", "(-(t1-a_o1))")),
        ("E1", "(t1-a_o1)^2/2"),
        ("E1", "POWER(a_o1-t1,2)*0.5"),
        ("h1", "i1*w1+w2*i2"),
        ("a_h1", "1/(1+EXP(-h1))"),
    ],
)
def test_right_formulas_differ_in_nothing_however_they_are_written(id: str, text: str) -> None:
    assert differences(id, text) == []


@pytest.mark.parametrize(
    ("id", "text", "found"),
    [
        ("∂E_total/∂w1", SLOPES.replace("w7", "w6"), [(["w7"], ["w6"], 1.0)]),
        ("∂E_total/∂w1", SLOPES.replace("(a_o2-t2)", "(t2-a_o2)"), [([], [], -1.0)]),
        ("∂E_total/∂w1", SLOPES.replace("*i1", ""), [(["i1"], [], 1.0)] * 2),
        ("∂E_total/∂w1", SLOPES.replace("(a_o1-t1)", "(a_o1*t1)"), [(["a_o1 − t1"], ["a_o1", "t1"], 1.0)]),
        ("∂E_total/∂w1", SLOPES.replace("(a_o1-t1)", "(a_o1+t1)"), [(["a_o1 − t1"], ["a_o1 + t1"], 1.0)]),
        ("E1", "(t1-a_o1)^2", [([], [], 2.0)]),
        ("E_total", "E1-E2", [([], [], -1.0)]),
        ("h2", "w3*i1", [(["w4", "i2"], [], 0.0)]),
    ],
)
def test_what_differs_is_named(id: str, text: str, found: list[tuple[list[str], list[str], float]]) -> None:
    assert differences(id, text) == found
