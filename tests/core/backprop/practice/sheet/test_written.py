"""A learner's formula in one line."""

from __future__ import annotations

import pytest

from core.backprop.engine.architecture import Architecture, graph_of
from core.backprop.engine.expression import ONE, Expression, Negative, Number, Quotient, Symbol
from core.backprop.engine.functions import Sigmoid
from core.backprop.practice.sheet.functions import Applied
from core.backprop.practice.sheet.trial import trial
from core.backprop.practice.sheet.written import is_of_engine, plain, product_of, shown, slope_of

a, h = Symbol("a_h1"), Symbol("h1")
EXP = Applied("EXP", (Negative(h),))


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (a * (ONE - a), "a_h1 · (1 − a_h1)"),
        (Symbol("w5@-1") * Symbol("learning_rate"), "w5 of the row above · η"),
        (Symbol("w5@-3"), "w5 of 3 rows before"),
        (Symbol("w5@two G7"), "w5 in two G7"),
        (Number(0.0, "B9"), "B9, which is empty or 0,"),
        (ONE + EXP, "1 + exp(−h1)"),
    ],
)
def test_what_is_from_elsewhere_is_said(formula: Expression, text: str) -> None:
    assert shown(formula) == text


def test_a_sigmoid_in_other_words_is_one() -> None:
    assert plain(Quotient(ONE, ONE + EXP), trial(graph_of(Architecture()))) == Sigmoid(h)
    assert not is_of_engine(ONE + EXP)


def test_factors_that_come_twice_are_a_square_and_a_slope_is_known() -> None:
    assert product_of([a, a, h], -1.0) == "−a_h1² · h1" or product_of([a, a, h], -1.0) == "−(a_h1)² · h1"
    assert slope_of([ONE - a, a]) == "a_h1"
    assert slope_of([a, h]) == ""
