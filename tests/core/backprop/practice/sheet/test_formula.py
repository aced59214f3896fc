"""Formulas of spreadsheets against Python's own arithmetic."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.backprop.engine.expression import Expression, Symbol
from core.backprop.practice.sheet.formula import LONGEST, parse
from core.backprop.practice.sheet.functions import FormulaError
from core.backprop.practice.sheet.workbook import Place, address


class Named:
    """A scope in which a cell is called by its address, and a column by its heading."""

    def cell(self, tab: str, place: Place, fixed: bool) -> Expression:
        return Symbol(f"{tab}!{address(place)}" if tab else address(place))

    def column(self, table: str, inner: str) -> Expression:
        return Symbol(f"{table}:{inner}")

    def name(self, name: str) -> Expression:
        return Symbol(name)


VALUES = {"A1": 3.0, "B1": 0.5, "A2": -2.0, "B2": 7.0, "My tab!C3": 11.0, "T:[#This Row],[w1]": 5.0, "rate": 0.1}


def value(text: str) -> float:
    return float(parse(text, Named()).evaluate(VALUES))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("=1+2*3^2", 19.0),
        ("-2^2", 4.0),  # as a spreadsheet has it
        ("2^3^2", 64.0),
        ("1-2-3", -4.0),
        ("8/4/2", 1.0),
        ("50%*A1", 1.5),
        ("$A$1*B$1 - $A2", 3.5),
        ("1/(1+EXP(-A1))", 1 / (1 + math.exp(-3))),
        ("SUM(A1:B2)", 8.5),
        ("SUM(A1,B1;A2)", 1.5),
        ("SUMPRODUCT(A1:B1,A2:B2)", -2.5),
        ("PRODUCT(A1:A2)", -6.0),
        ("POWER(A1,2)+SUMSQ(A2)", 13.0),
        ("ROUND(A1,4)", 3.0),
        ("IF(A1>2,B1,A2)", 0.5),
        ("MAX(0,A2)", 0.0),
        ("'My tab'!$C$3*2", 22.0),
        ("T[[#This Row],[w1]]*rate", 0.5),
        ("[.A1]*[.$B$1]+SUM([.A1:.B1])", 5.0),
        ("0.5*(A1−B1)^2", 3.125),
        ("tanh(B1)", math.tanh(0.5)),
        ("1e-3*A1", 0.003),
    ],
)
def test_a_formula_gives_what_a_spreadsheet_gives(text: str, right: float) -> None:
    assert value(text) == pytest.approx(right, rel=1e-12)


def sums(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda each: f"({''.join(each)})")


@given(st.recursive(st.sampled_from(["2.5", "(-1.5)", "3"]), sums, max_leaves=12))
def test_arithmetic_is_pythons(text: str) -> None:
    assert value(text) == pytest.approx(eval(text), rel=1e-12, abs=1e-12)


def test_a_shared_formula_moves_with_its_cell_but_for_what_is_fixed() -> None:
    assert parse("A1*$B$1*$A2", Named(), (3, 1)) == parse("B4*$B$1*$A5", Named())


@pytest.mark.parametrize(
    "text",
    ["", "1+", "(1", "A1:B2", "FOO(1)", "1 2", "#REF!+1", "(" * 99 + "1" + ")" * 99, "-" * 9999 + "1", "[1]x!A1"],
)
def test_what_is_not_understood_is_said(text: str) -> None:
    with pytest.raises(FormulaError):
        value(text) if len(text) <= LONGEST else parse(text, Named())
