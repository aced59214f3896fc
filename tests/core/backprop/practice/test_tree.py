"""Formulas taken apart and put together again."""

from hypothesis import given

from core.backprop.engine.expression import Expression, Plugged, Square, Sum, Symbol
from core.backprop.engine.functions import Sigmoid, Softmax
from core.backprop.practice.tree import children, has, substituted, with_child
from tests.core.backprop.formulas import formulas

a, b, c = Symbol("a"), Symbol("b"), Symbol("c")


@given(formulas)
def test_a_formula_put_together_from_its_own_parts_is_itself(formula: Expression) -> None:
    assert [part for _, part in children(formula)] == list(formula.parts())
    for spot, part in children(formula):
        assert with_child(formula, spot, part) == formula


@given(formulas)
def test_symbols_that_are_not_there_are_not_substituted(formula: Expression) -> None:
    assert substituted(formula, {"nothing": a}) == formula


def test_symbols_are_substituted_wherever_they_stand() -> None:
    formula = Softmax(a, (a, b)) + Square(Sigmoid(a)) * b
    assert substituted(formula, {"a": c, "b": a}) == Softmax(c, (c, a)) + Square(Sigmoid(c)) * a
    assert substituted(Symbol("a", updated=True), {"a": c}) == Symbol("a", updated=True)


def test_a_kind_of_node_is_found_at_any_depth() -> None:
    assert has(Sum((a, Square(Sigmoid(b)))), Sigmoid)
    assert not has(Sum((a, Square(Sigmoid(b)))), Plugged)
    assert has(a, Symbol | Plugged)
