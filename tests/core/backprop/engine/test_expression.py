import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.backprop.engine.expression import (
    HALF,
    ONE,
    Derivative,
    Difference,
    Exp,
    Expression,
    Number,
    Plugged,
    Product,
    Quotient,
    Real,
    Relu,
    Sigmoid,
    Square,
    Sum,
    Symbol,
    Tanh,
    ids,
    needs_brackets,
    plug_in,
    written_out,
)

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


def test_a_formula_knows_the_ids_of_all_its_symbols() -> None:
    formula = Sigmoid(a * Symbol("b", updated=True)) + Square(Derivative("E", "c", via="h") - Plugged("d", 1.0)) + HALF
    assert ids(formula) == {"a", "b⁺", "∂E/∂c via h", "d"}
    assert ids(ONE) == frozenset()


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="b"):
        (a + b).evaluate({"a": 1.0})


def test_arrays_broadcast_through_a_formula() -> None:
    values: dict[str, Real] = {"a": np.arange(3.0)[:, None], "b": np.arange(4.0), "c": 2.0}
    expected = [[x * (y + 2.0) - x * x for y in range(4)] for x in range(3)]
    np.testing.assert_array_equal((a * (b + c) - Square(a)).evaluate(values), expected)


@given(st.floats(-700, 700))
def test_the_sigmoid_is_accurate_on_both_sides(x: float) -> None:
    exact = 1 / (1 + np.exp(-np.longdouble(x)))
    np.testing.assert_allclose(Sigmoid(a).evaluate({"a": x}), float(exact), rtol=1e-15)


@pytest.mark.parametrize("function", [Sigmoid(a), Tanh(a)])
def test_a_function_is_what_its_definition_says(function: Sigmoid | Tanh) -> None:
    x = {"a": np.linspace(-30, 30, 121)}
    assert np.allclose(function.definition.evaluate(x), function.evaluate(x), rtol=1e-12, atol=1e-300)


def test_only_a_function_that_has_a_definition_is_written_out() -> None:
    assert written_out(Sigmoid(a)) != Sigmoid(a)
    assert all(written_out(formula) is formula for formula in (Relu(a), a + b, a))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("x", "answer"), [(0, 0.5), (1e4, 1), (-1e4, 0), (float("inf"), 1), (float("-inf"), 0)])
def test_the_sigmoid_never_overflows(x: float, answer: float) -> None:
    assert Sigmoid(a).evaluate({"a": x}) == answer
    np.testing.assert_array_equal(Sigmoid(a).evaluate({"a": np.array([x, x])}), answer)


@pytest.mark.parametrize(
    ("parent", "child", "brackets"),
    [
        (Product, a + b, True),
        (Product, a - b, True),
        (Product, a * b, False),
        (Product, Sigmoid(a), False),
        (Product, Plugged("a", -1.0), True),
        (Product, Plugged("a", 1.0), False),
        (Sum, a * b, False),
        (Sum, a - b, False),
        (Sum, Plugged("a", -1.0), True),
        (Sum, Number(-1.0), True),
        (Sum, Number(1.0), False),
        (Square, a - b, True),
        (Square, a * b, True),
        (Square, Sigmoid(a), True),
        (Square, Derivative("E", "a"), True),
        (Square, Quotient(a, b), True),
        (Square, a, False),
        (Square, Plugged("a", -1.0), True),
        (Sigmoid, a + b, False),
        (Sigmoid, Plugged("a", -1.0), False),
    ],
)
def test_brackets_stand_exactly_where_a_reader_needs_them(parent: type, child: Expression, brackets: bool) -> None:
    whole = parent((child, c)) if parent in (Sum, Product) else parent(child)
    assert needs_brackets(whole, child) is brackets


def test_only_the_right_side_of_a_difference_is_bracketed() -> None:
    left, right = a - b, b - c
    assert needs_brackets(Difference(left, right), right)
    assert not needs_brackets(Difference(left, right), left)


def test_a_fraction_brackets_nothing() -> None:
    for child in (a + b, a - b, Plugged("a", -1.0), Number(-1.0)):
        assert not needs_brackets(Quotient(child, a), child)
        assert not needs_brackets(Quotient(a, child), child)
