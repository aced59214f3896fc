"""A formula as one line of text that a machine computes: Python, NumPy, PyTorch or a spreadsheet.

Operators are nearly the same everywhere and written here, once. What differs is a `Dialect`: how a power looks, and
which calls a function such as σ becomes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from core.backprop.engine.expression import (
    Derivative,
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


class Binding(IntEnum):
    """How tightly the outermost operator of a text holds it together."""

    COMPARISON, SUM, PRODUCT, POWER, ATOM = range(5)


@dataclass(frozen=True)
class Call(Expression):
    """A function of the language, such as EXP(…) in a spreadsheet."""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class Above(Expression):
    """left > right."""

    left: Expression
    right: Expression


@dataclass(frozen=True)
class Dialect:
    """`function` says what a function of mathematics is in this language, in operators and calls."""

    function: Callable[[Expression], Expression]
    power: str  # between base and exponent
    spaces: bool  # around operators


ZERO = Number(0.0)


def call(function: str, *arguments: Expression) -> Call:
    return Call(function, arguments)


def infix(e: Expression, dialect: Dialect, name: Callable[[str], str]) -> str:
    """The formula as text of the dialect; `name` says what the symbol of an id is called there.

    Raises TypeError for a kind of node that it does not know.
    """
    return _written(e, dialect, name)[0]


def _written(e: Expression, dialect: Dialect, name: Callable[[str], str]) -> tuple[str, Binding]:
    def begins(child: Expression, least: Binding) -> str:
        """The child's text at the beginning of this one, bracketed if it holds together less tightly than it must."""
        text, binding = _written(child, dialect, name)
        return text if binding >= least else f"({text})"

    def follows(child: Expression, least: Binding) -> str:
        """The same after an operator, where a minus sign is bracketed, too."""
        text = begins(child, least)
        return f"({text})" if text.startswith("-") else text

    def operator(sign: str) -> str:
        return f" {sign} " if dialect.spaces else sign

    match e:
        case Number(value) | Plugged(_, value):
            return repr(float(value)).removesuffix(".0"), Binding.PRODUCT if value < 0 else Binding.ATOM
        case Symbol() | Derivative():
            return name(e.id), Binding.ATOM
        case Sum((first, *others)):
            texts = [begins(first, Binding.SUM), *(follows(term, Binding.SUM) for term in others)]
            return operator("+").join(texts), Binding.SUM
        case Difference(left, right):
            return begins(left, Binding.SUM) + operator("-") + follows(right, Binding.PRODUCT), Binding.SUM
        case Product((first, *others)):
            texts = [begins(first, Binding.PRODUCT), *(follows(factor, Binding.POWER) for factor in others)]
            return operator("*").join(texts), Binding.PRODUCT
        case Quotient(top, bottom):
            return begins(top, Binding.PRODUCT) + operator("/") + follows(bottom, Binding.POWER), Binding.PRODUCT
        case Negative(term):  # what begins with a power is bracketed: -2^2 is 4 in a spreadsheet
            power_first = isinstance(_leftmost(term), Square | Power)
            return "-" + follows(term, Binding.ATOM if power_first else Binding.PRODUCT), Binding.PRODUCT
        case Square(base):
            return begins(base, Binding.ATOM) + operator(dialect.power) + "2", Binding.POWER
        case Power(base, exponent):
            both = begins(base, Binding.ATOM), follows(exponent, Binding.ATOM)
            return operator(dialect.power).join(both), Binding.POWER
        case Above(left, right):
            return begins(left, Binding.SUM) + operator(">") + follows(right, Binding.SUM), Binding.COMPARISON
        case Call(function, arguments):
            separator = ", " if dialect.spaces else ","
            texts = [begins(argument, Binding.COMPARISON) for argument in arguments]
            return f"{function}({separator.join(texts)})", Binding.ATOM
        case Function() | Softmax():
            return _written(dialect.function(e), dialect, name)
    raise TypeError(f"no text for {type(e).__name__}")


def _leftmost(e: Expression) -> Expression:
    match e:
        case Product((first, *_)) | Quotient(first, _):
            return _leftmost(first)
    return e
