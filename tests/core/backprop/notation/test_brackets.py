import pytest

from core.backprop.engine.expression import (
    Derivative,
    Difference,
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
from core.backprop.engine.functions import Log, Relu, Sigmoid, Softmax, Tanh
from core.backprop.notation.brackets import needs_brackets

a, b, c = Symbol("a"), Symbol("b"), Symbol("c")


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
        (Sum, Negative(a), True),
        (Product, Negative(a), True),
        (Square, Negative(a), True),
        (Negative, Negative(a), True),
        (Negative, a + b, True),
        (Negative, a * b, False),
        (Negative, Plugged("a", -1.0), True),
        (Negative, Plugged("a", 1.0), False),
        (Tanh, Negative(a), False),
        (Log, Plugged("a", -1.0), False),
        (Relu, a - b, False),
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


def test_both_sides_of_a_difference_bracket_a_minus() -> None:
    minus = Negative(a)
    assert needs_brackets(Difference(minus, b), minus)
    assert needs_brackets(Difference(b, minus), minus)
    assert not needs_brackets(Softmax(minus, (minus, b)), minus)
