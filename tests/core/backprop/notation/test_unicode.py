"""A formula among words."""

import pytest
from hypothesis import given, settings

from core.backprop.engine.architecture import Architecture, graph_of
from core.backprop.engine.expression import (
    HALF,
    ONE,
    Derivative,
    Expression,
    Number,
    Plugged,
    Power,
    Quotient,
    Square,
    Symbol,
)
from core.backprop.engine.functions import Root, Sigmoid, written_out
from core.backprop.notation.unicode import unicode
from tests.core.backprop.formulas import formulas
from tests.core.backprop.networks import SHAPES

a, b, t = Symbol("a"), Symbol("b"), Symbol("t")
PYTHON = {"·": "*", "²": "**2", "−": "-"}


@given(formulas)
@settings(max_examples=200, deadline=None)
def test_the_words_of_any_formula_compute_to_its_number(formula: Expression) -> None:
    text = unicode(formula)
    for sign, operator in PYTHON.items():
        text = text.replace(sign, operator)
    assert eval(text) == formula.evaluate({"x": 0})


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (HALF * Square(t - a), "½ · (t − a)²"),
        (Quotient(a, ONE - Power(Symbol("beta1"), t)), "a/(1 − β1^t)"),
        (Root(a), "√(a)"),
        (a * (ONE - a), "a · (1 − a)"),
        (Symbol("w5") - Symbol("learning_rate") * Derivative("E", "w5"), "w5 − η · ∂E/∂w5"),
        (Quotient(t, a), "t/a"),
        (Quotient(t - a, a * b), "(t − a)/(a · b)"),
        (Plugged("a", -0.5) * Number(2.0), "(−0.5) · 2"),
        (Symbol("w5", updated=True), "w5⁺"),
        (written_out(Sigmoid(a)), "1/(1 + exp(−a))"),
    ],
)
def test_formulas_as_one_writes_them(formula: Expression, text: str) -> None:
    assert unicode(formula) == text


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_every_formula_of_every_shape_has_words(shape: Architecture) -> None:
    for q in graph_of(shape).quantities:
        assert unicode(q.formula)
        assert all(map(unicode, q.partials.values()))
