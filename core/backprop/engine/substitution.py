"""What stands in the leaves of a formula: which symbols, and the same formula with others or with their numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from core.backprop.engine.expression import (
    Derivative,
    Difference,
    Expression,
    Negative,
    Plugged,
    Power,
    Product,
    Quotient,
    Square,
    Sum,
    Symbol,
)
from core.backprop.engine.functions import Function, Softmax, WrittenOut, written_out


def plug_in(expression: Expression, values: Mapping[str, float]) -> Expression:
    """The same formula with each symbol replaced by its number."""

    def plugged(leaf: Expression) -> Expression:
        return Plugged(leaf.id, values[leaf.id]) if isinstance(leaf, Symbol | Derivative) else leaf

    return replace_leaves(expression, plugged)


def replace_leaves(expression: Expression, replaced: Callable[[Expression], Expression]) -> Expression:
    """The same formula with other leaves, which are its symbols, derivatives and numbers; in the order of `parts`."""

    def all_of(parts: Sequence[Expression]) -> tuple[Expression, ...]:
        return tuple(replace_leaves(part, replaced) for part in parts)

    match expression:
        case Sum(terms):
            return Sum(all_of(terms))
        case Product(factors):
            return Product(all_of(factors))
        case Softmax(argument, among):
            first, *others = all_of((argument, *among))
            return Softmax(first, tuple(others))
        case Difference() | Quotient() | Square() | Power() | Negative() | Function():
            return type(expression)(*all_of(expression.parts()))
        case WrittenOut(function):
            return written_out(replace_leaves(function, replaced))
        case _:
            return replaced(expression)


def ids(expression: Expression) -> frozenset[str]:
    """The ids of all symbols in a formula."""
    if isinstance(expression, Symbol | Derivative | Plugged):
        return frozenset((expression.id,))
    return frozenset().union(*(ids(part) for part in expression.parts()))
