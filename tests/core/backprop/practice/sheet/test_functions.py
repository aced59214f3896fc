"""Signs and functions of a spreadsheet as expressions; what they give is tested with the parser."""

from __future__ import annotations

import pytest

from core.backprop.engine.expression import Number, Product, Square, Symbol
from core.backprop.practice.sheet.functions import FUNCTIONS, Applied, FormulaError, Several, called, joined

X, Y = Symbol("x"), Symbol("y")


def test_a_factor_of_one_is_kept_as_it_may_be_the_learning_rate() -> None:
    assert joined("*", joined("*", X, Number(1.0)), Y) == Product((X, Number(1.0), Y))


def test_what_the_engine_has_is_written_with_it() -> None:
    assert joined("^", X, Number(2.0)) == called("POWER", [X, Number(2.0)]) == Square(X)
    assert joined("^", Number(2.71828), X) == Applied("EXP", (X,))
    assert called("SUM", [Several((X, Y)), X]) == X + Y + X
    assert called("ROUND", [X, Number(4.0)]) == X


def test_every_function_gives_a_number_for_a_number() -> None:
    for name in FUNCTIONS:
        numbers = {"IF": 3, "EXP": 1, "LN": 1, "SQRT": 1, "ABS": 1, "SIGN": 1}.get(name, 2)
        assert float(Applied(name, (Number(2.0),) * numbers).evaluate({})) >= 0.0


@pytest.mark.parametrize(
    ("function", "arguments"), [("VLOOKUP", [X]), ("EXP", [X, Y]), ("SUM", []), ("SUMPRODUCT", [Several((X, Y)), X])]
)
def test_what_is_not_known_is_said(function: str, arguments: list[Symbol | Several]) -> None:
    with pytest.raises(FormulaError):
        called(function, arguments)
