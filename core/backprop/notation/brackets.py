"""Where a formula in one line needs brackets."""

from __future__ import annotations

from core.backprop.engine.expression import (
    Difference,
    Expression,
    Negative,
    Number,
    Plugged,
    Power,
    Product,
    Quotient,
    Square,
    Sum,
    Symbol,
)
from core.backprop.engine.functions import Function, Softmax


def needs_brackets(parent: Expression, child: Expression) -> bool:
    """Whether `child` must be bracketed inside `parent`; also a negative number after an operator."""
    if isinstance(child, Plugged | Number) and child.value < 0:
        return not isinstance(parent, Function | Quotient | Softmax)
    match parent:
        case Square():
            return not isinstance(child, Number) and not (isinstance(child, Symbol) and not child.updated)
        case Power(base):
            return child is base and not isinstance(child, Number | Plugged | Symbol)
        case Product() | Negative():
            return isinstance(child, Sum | Difference | Negative)
        case Sum():
            return isinstance(child, Negative)
        case Difference(_, right):
            return isinstance(child, Negative) or (child is right and isinstance(child, Sum | Difference))
        case _:
            return False
