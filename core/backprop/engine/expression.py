"""Formulas as data: written once, then evaluated or written.

* A formula is a small tree of the frozen nodes below and of `functions`; Python's operators build it: `w1 * i1`.
* `evaluate` puts numbers into it: floats, or NumPy arrays that broadcast.
* `substitution` replaces its symbols: by their numbers, for the row of an equation that shows the arithmetic.
* `core.backprop.notation` writes it as LaTeX, MathML, Unicode or code.
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
class Power(Expression):
    """base to the power of an exponent, as in β1ᵗ."""

    base: Expression
    exponent: Expression

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        return self.base.evaluate(values) ** self.exponent.evaluate(values)

    def parts(self) -> tuple[Expression, ...]:
        return self.base, self.exponent


@dataclass(frozen=True)
class Negative(Expression):
    """-term, as in -t ln(a)."""

    term: Expression

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        return -self.term.evaluate(values)

    def parts(self) -> tuple[Expression, ...]:
        return (self.term,)


ONE, HALF = Number(1.0), Number(0.5, "½")


def _parts(expression: Expression, kind: type[Sum] | type[Product]) -> tuple[Expression, ...]:
    """The operands of a sum or product, so that a + b + c is one sum of three and not a nest of two."""
    return expression.parts() if isinstance(expression, kind) else (expression,)
