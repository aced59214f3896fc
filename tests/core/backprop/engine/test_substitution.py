from core.backprop.engine.expression import (
    HALF,
    ONE,
    Derivative,
    Negative,
    Plugged,
    Quotient,
    Square,
    Symbol,
)
from core.backprop.engine.functions import Sigmoid, Softmax, written_out
from core.backprop.engine.substitution import ids, replace_leaves

a, b, c = Symbol("a"), Symbol("b"), Symbol("c")


def test_a_formula_knows_the_ids_of_all_its_symbols() -> None:
    formula = Sigmoid(a * Symbol("b", updated=True)) + Square(Derivative("E", "c", via="h") - Plugged("d", 1.0)) + HALF
    assert ids(formula) == {"a", "b⁺", "∂E/∂c via h", "d"}
    assert ids(ONE) == frozenset()


def test_other_leaves_leave_the_tree_as_it_is() -> None:
    formula = Quotient(Sigmoid(a * b), Square(a - HALF)) + Negative(Softmax(a, (a, b)))
    found = replace_leaves(formula, lambda leaf: c if leaf == a else leaf)
    assert found == Quotient(Sigmoid(c * b), Square(c - HALF)) + Negative(Softmax(c, (c, b)))
    assert replace_leaves(written_out(Sigmoid(a)), lambda _: c) == written_out(Sigmoid(c))
