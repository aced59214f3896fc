"""Formulas as data: written once, then evaluated or rendered.

* A formula is a small tree of the frozen nodes below; Python's operators build it: `w1 * i1 + w2 * i2`.
* `evaluate` puts numbers into it: floats, or NumPy arrays that broadcast.
* `plug_in` replaces each symbol by its number, for the row of an equation that shows the arithmetic.
* `core.backprop.renderings` writes it as LaTeX or MathML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from math import prod
from operator import add

import numpy as np
from numpy.typing import NDArray

Real = float | NDArray[np.float64]


class Expression:
    """A node of a formula."""

    def __add__(self, other: Expression) -> Expression:
        return Sum(_parts(self, Sum) + _parts(other, Sum))

    def __sub__(self, other: Expression) -> Expression:
        return Difference(self, other)

    def __mul__(self, other: Expression) -> Expression:
        factors = [f for f in _parts(self, Product) + _parts(other, Product) if f != ONE]
        return Product(tuple(factors)) if len(factors) > 1 else (factors[0] if factors else ONE)

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        """The formula's number; `values` maps the id of every symbol in it to a float or an array."""
        raise NotImplementedError

    def parts(self) -> tuple[Expression, ...]:
        """The expressions directly inside this one."""
        return ()


@dataclass(frozen=True)
class Number(Expression):
    """A constant; `name` is how it is written where not by its digits, such as the ½ of the loss."""

    value: float
    name: str = ""

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        return self.value


@dataclass(frozen=True)
class Symbol(Expression):
    """A named number; `updated` marks its value after the update, written w5⁺."""

    name: str
    updated: bool = False

    @property
    def id(self) -> str:
        """One id for this symbol wherever it appears: in a formula, in the picture, in `values`."""
        return self.name + "⁺" if self.updated else self.name

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        return values[self.id]


@dataclass(frozen=True)
class Derivative(Expression):
    """∂of/∂by, or with `via` the share of it that flows through that one quantity."""

    of: str
    by: str
    via: str | None = None

    @property
    def id(self) -> str:
        return f"∂{self.of}/∂{self.by}" + (f" via {self.via}" if self.via else "")

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        return values[self.id]


@dataclass(frozen=True)
class Plugged(Expression):
    """A symbol's number in the place of the symbol, still knowing whose number it is."""

    id: str
    value: float

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        return self.value


@dataclass(frozen=True)
class Sum(Expression):
    terms: tuple[Expression, ...]

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        return reduce(add, (term.evaluate(values) for term in self.terms))

    def parts(self) -> tuple[Expression, ...]:
        return self.terms


@dataclass(frozen=True)
class Difference(Expression):
    left: Expression
    right: Expression

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        return self.left.evaluate(values) - self.right.evaluate(values)

    def parts(self) -> tuple[Expression, ...]:
        return self.left, self.right


@dataclass(frozen=True)
class Product(Expression):
    factors: tuple[Expression, ...]

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        return prod(factor.evaluate(values) for factor in self.factors)

    def parts(self) -> tuple[Expression, ...]:
        return self.factors


@dataclass(frozen=True)
class Quotient(Expression):
    top: Expression
    bottom: Expression

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        return self.top.evaluate(values) / self.bottom.evaluate(values)

    def parts(self) -> tuple[Expression, ...]:
        return self.top, self.bottom


@dataclass(frozen=True)
class Square(Expression):
    base: Expression

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        base = self.base.evaluate(values)
        return base * base

    def parts(self) -> tuple[Expression, ...]:
        return (self.base,)


@dataclass(frozen=True)
class Sigmoid(Expression):
    """σ(x) = 1/(1 + exp(-x))."""

    argument: Expression

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        x = self.argument.evaluate(values)
        z = np.exp(-np.abs(x))  # at most 1, so it never overflows
        return np.where(x >= 0, 1.0, z) / (1.0 + z)

    def parts(self) -> tuple[Expression, ...]:
        return (self.argument,)


ONE, HALF = Number(1.0), Number(0.5, "½")


def _parts(expression: Expression, kind: type[Sum] | type[Product]) -> tuple[Expression, ...]:
    """The operands of a sum or product, so that a + b + c is one sum of three and not a nest of two."""
    return expression.parts() if isinstance(expression, kind) else (expression,)


def plug_in(expression: Expression, values: Mapping[str, float]) -> Expression:
    """The same formula with each symbol replaced by its number."""
    match expression:
        case Symbol() | Derivative():
            return Plugged(expression.id, values[expression.id])
        case Sum(terms):
            return Sum(tuple(plug_in(term, values) for term in terms))
        case Difference(left, right):
            return Difference(plug_in(left, values), plug_in(right, values))
        case Product(factors):
            return Product(tuple(plug_in(factor, values) for factor in factors))
        case Quotient(top, bottom):
            return Quotient(plug_in(top, values), plug_in(bottom, values))
        case Square(base):
            return Square(plug_in(base, values))
        case Sigmoid(argument):
            return Sigmoid(plug_in(argument, values))
        case _:
            return expression


def ids(expression: Expression) -> frozenset[str]:
    """The ids of all symbols in a formula."""
    if isinstance(expression, Symbol | Derivative | Plugged):
        return frozenset((expression.id,))
    return frozenset().union(*(ids(part) for part in expression.parts()))


def needs_brackets(parent: Expression, child: Expression) -> bool:
    """Whether `child` must be bracketed inside `parent`; also a negative number after an operator."""
    if isinstance(child, Plugged | Number) and child.value < 0:
        return not isinstance(parent, Sigmoid | Quotient)
    match parent:
        case Square():
            return not isinstance(child, Number) and not (isinstance(child, Symbol) and not child.updated)
        case Product():
            return isinstance(child, Sum | Difference)
        case Difference(_, right):
            return child is right and isinstance(child, Sum | Difference)
        case _:
            return False
