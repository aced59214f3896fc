"""The formulas beyond the worksheet: their numbers, their derivatives, and how they are written."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.backprop.engine.expression import (
    Expression,
    Negative,
    Number,
    Plugged,
    Product,
    Quotient,
    Square,
    Sum,
    Symbol,
)
from core.backprop.engine.functions import Log, Positive, Relu, Sigmoid, Softmax, Tanh, written_out
from core.backprop.engine.graph import Operation, Quantity, cross_entropy, relu, softmax, tanh, weighted_sum
from core.backprop.engine.substitution import ids, plug_in
from core.backprop.notation.latex import latex
from core.backprop.notation.mathml import mathml
from tests.core.backprop.notation.test_mathml import plain

a, b, c = Symbol("a"), Symbol("b"), Symbol("c")
SOME = {"a": 2.0, "b": 3.0, "c": -5.0}
ONE_OF_EACH = (
    (Negative(a * b), -6.0),
    (Tanh(a), math.tanh(2)),
    (Relu(a), 2.0),
    (Relu(c), 0.0),
    (Positive(a), 1.0),
    (Positive(c), 0.0),
    (Positive(a - a), 0.0),
    (Log(b), math.log(3)),
    (Softmax(a, (a, b, c)), math.exp(2) / (math.exp(2) + math.exp(3) + math.exp(-5))),
)
WRITTEN = (  # LaTeX, and MathML as plain text
    (Negative(a * Log(b)), r"-a \cdot \ln(b)", "−a·ln(b)"),
    (Negative(a + b), "-(a + b)", "−(a+b)"),
    (Negative(Plugged("a", -2.0) * b), r"-(−2) \cdot b", "−(−2)·b"),
    (a * Negative(b * c), r"a \cdot (-b \cdot c)", "a·(−b·c)"),
    (a - Negative(b), "a - (-b)", "a−(−b)"),
    (Negative(Quotient(a, b)), r"-\frac{a}{b}", "−ab"),
    (Tanh(a + b), r"\tanh(a + b)", "tanh(a+b)"),
    (Relu(Plugged("a", -2.0)), r"\max(0, −2)", "max(0,−2)"),
    (Positive(a), "[a > 0]", "[a>0]"),
    (Square(Tanh(a)), r"(\tanh(a))^2", "(tanh(a))**2"),
    (Softmax(a, (a, b)), r"\frac{e^{a}}{e^{a} + e^{b}}", "e**ae**a+e**b"),
)
QUANTITIES = (
    weighted_sum("q", ("a", "x"), ("b", "y"), bias="c"),
    tanh("q", "a"),
    relu("q", "a"),
    softmax("q", "a", {"a": "q", "b": "r", "c": "s"}),
    cross_entropy("q", "c", "a"),
)


@pytest.mark.parametrize(("expression", "number"), ONE_OF_EACH)
def test_every_node_evaluates_to_its_number_plugged_in_too(expression: Expression, number: float) -> None:
    assert expression.evaluate(SOME) == pytest.approx(number, rel=1e-15)
    plugged = plug_in(expression, SOME)
    assert plugged.evaluate({}) == pytest.approx(number, rel=1e-15)
    assert ids(plugged) == ids(expression)


@pytest.mark.parametrize(("expression", "number"), ONE_OF_EACH)
def test_every_node_takes_arrays(expression: Expression, number: float) -> None:
    arrays = {name: np.array([[value], [0.5]]) for name, value in SOME.items()}
    found = np.asarray(expression.evaluate(arrays))
    assert found.shape == (2, 1)
    assert found[0, 0] == pytest.approx(number, rel=1e-15)


@pytest.mark.parametrize(("expression", "tex", "text"), WRITTEN)
def test_formulas_are_written_as_on_paper(expression: Expression, tex: str, text: str) -> None:
    assert latex(expression) == tex
    assert plain(mathml(expression)) == text


@pytest.mark.filterwarnings("error")
@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=4))
def test_softmax_never_overflows_and_its_shares_add_up_to_one(numbers: list[float]) -> None:
    names = tuple(Symbol(letter) for letter in "abcd"[: len(numbers)])
    values = dict(zip("abcd", numbers, strict=False))
    shares = [float(Softmax(name, names).evaluate(values)) for name in names]
    assert all(0 <= share <= 1 for share in shares)
    assert math.fsum(shares) == pytest.approx(1, rel=1e-15)


@pytest.mark.parametrize("quantity", QUANTITIES, ids=lambda q: f"{q.operation} {type(q.formula).__name__}")
@pytest.mark.parametrize("numbers", [(0.7, -1.2, 0.4), (2.0, 0.3, -0.9), (0.05, 3.0, 1.0)], ids=str)
def test_partial_derivatives_are_slopes(quantity: Quantity, numbers: tuple[float, float, float]) -> None:
    given = dict(zip("abc", numbers, strict=True)) | {"x": 0.6, "y": -0.8}
    shares = {"q": "a", "r": "b", "s": "c"} if quantity.operation is Operation.SOFTMAX else {}
    among = tuple(map(Symbol, shares.values()))

    def value(moved: dict[str, float]) -> float:
        return float(quantity.formula.evaluate(given | moved))

    values = given | {name: float(Softmax(Symbol(net), among).evaluate(given)) for name, net in shares.items()}
    values["q"] = value({})
    for name, partial in quantity.partials.items():
        slope = (value({name: given[name] + 1e-6}) - value({name: given[name] - 1e-6})) / 2e-6
        assert partial.evaluate(values) == pytest.approx(slope, rel=1e-7, abs=1e-9), name
    assert quantity.partials.keys() == ids(quantity.formula)


def test_a_bias_is_added_after_the_products_and_its_derivative_is_one() -> None:
    q = weighted_sum("h", ("w", "x"), bias="b")
    assert q.formula == Sum((Product((Symbol("w"), Symbol("x"))), Symbol("b")))
    assert (q.bias, q.terms, q.partials["b"]) == ("b", (("w", "x"),), Number(1.0))
    assert list(q.partials) == ["w", "b", "x"]


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
