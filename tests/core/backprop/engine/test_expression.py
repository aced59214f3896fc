import numpy as np
import pytest

from core.backprop.engine.expression import (
    HALF,
    ONE,
    Derivative,
    Difference,
    Expression,
    Number,
    Plugged,
    Product,
    Quotient,
    Real,
    Square,
    Sum,
    Symbol,
)
from core.backprop.engine.functions import Exp, Sigmoid, written_out
from core.backprop.engine.substitution import ids, plug_in

a, b, c = Symbol("a"), Symbol("b"), Symbol("c")
SOME = {"a": 2.0, "b": 3.0, "c": 5.0, "a⁺": 7.0, "∂E/∂a": 11.0, "∂E/∂a via b": 13.0}
ONE_OF_EACH = (
    (Number(4.0), 4.0),
    (a, 2.0),
    (Symbol("a", updated=True), 7.0),
    (Derivative("E", "a"), 11.0),
    (Derivative("E", "a", via="b"), 13.0),
    (Plugged("a", 17.0), 17.0),
    (a + b + c, 10.0),
    (a - b - c, -6.0),
    (a - (b - c), 4.0),
    (a * (b + c), 16.0),
    (HALF * Square(a - c), 4.5),
    (Quotient(c - a, Square(a)), 0.75),
    (Exp(a - a), 1.0),
    (written_out(Sigmoid(a - a)), 0.5),
    (Sigmoid(a - a), 0.5),
)


@pytest.mark.parametrize(("expression", "number"), ONE_OF_EACH)
def test_every_node_evaluates_to_its_number(expression: Expression, number: float) -> None:
    assert expression.evaluate(SOME) == number


@pytest.mark.parametrize(("expression", "number"), ONE_OF_EACH)
def test_a_plugged_formula_needs_no_values_and_keeps_the_ids(expression: Expression, number: float) -> None:
    plugged = plug_in(expression, SOME)
    assert plugged.evaluate({}) == number
    assert ids(plugged) == ids(expression)


def test_operators_build_flat_sums_and_products() -> None:
    assert a + b + c == Sum((a, b, c)) == a + (b + c)
    assert a * b * c == Product((a, b, c)) == a * (b * c)
    assert a - b == Difference(a, b)


def test_a_factor_of_one_disappears() -> None:
    assert ONE * a == a == a * ONE
    assert ONE * ONE == ONE
    assert a * (ONE * b) == Product((a, b))


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="b"):
        (a + b).evaluate({"a": 1.0})


def test_arrays_broadcast_through_a_formula() -> None:
    values: dict[str, Real] = {"a": np.arange(3.0)[:, None], "b": np.arange(4.0), "c": 2.0}
    expected = [[x * (y + 2.0) - x * x for y in range(4)] for x in range(3)]
    np.testing.assert_array_equal((a * (b + c) - Square(a)).evaluate(values), expected)
