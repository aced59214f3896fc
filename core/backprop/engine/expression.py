"""Formulas as data: written once, then evaluated or written.

* A formula is a small tree of the frozen nodes below; Python's operators build it: `w1 * i1 + w2 * i2`.
* `evaluate` puts numbers into it: floats, or NumPy arrays that broadcast.
* `plug_in` replaces each symbol by its number, for the row of an equation that shows the arithmetic.
* `core.backprop.notation` writes it as LaTeX, MathML, Unicode or code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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


@dataclass(frozen=True)
class Function(Expression):
    """A function of one argument, which stands in brackets of its own."""

    argument: Expression

    @property
    def definition(self) -> Expression:
        """What its name stands for, in simpler functions; the function itself where there are none."""
        return self

    def parts(self) -> tuple[Expression, ...]:
        return (self.argument,)


class Exp(Function):
    """e to the power of x."""

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        return np.exp(self.argument.evaluate(values))


class Sigmoid(Function):
    """σ(x) = 1/(1 + exp(-x))."""

    @property
    def definition(self) -> Expression:
        return Quotient(ONE, ONE + Exp(Negative(self.argument)))

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        x = self.argument.evaluate(values)
        z = np.exp(-np.abs(x))  # at most 1, so it never overflows
        return np.where(x >= 0, 1.0, z) / (1.0 + z)


class Tanh(Function):
    """The hyperbolic tangent, (exp(x) - exp(-x)) / (exp(x) + exp(-x))."""

    @property
    def definition(self) -> Expression:
        up, down = Exp(self.argument), Exp(Negative(self.argument))
        return Quotient(up - down, up + down)

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        return np.tanh(self.argument.evaluate(values))


class Relu(Function):
    """max(0, x)."""

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        return np.maximum(0.0, self.argument.evaluate(values))


class Positive(Function):
    """1 where x > 0, otherwise 0: the slope of ReLU. At 0, where ReLU has a kink, it is 0 as in PyTorch."""

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        return np.heaviside(self.argument.evaluate(values), 0.0)


class Root(Function):
    """The square root."""

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        return np.sqrt(self.argument.evaluate(values))


class Log(Function):
    """The natural logarithm; -inf at 0."""

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        return np.log(self.argument.evaluate(values))


@dataclass(frozen=True)
class Softmax(Expression):
    """exp(argument) / Σ exp(each of `among`), where `among` contains `argument`: its share of the whole."""

    argument: Expression
    among: tuple[Expression, ...]

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        all_of_them = [each.evaluate(values) for each in self.among]
        largest = reduce(np.maximum, all_of_them)  # taken away from each, so that exp never overflows
        whole = reduce(add, (np.exp(x - largest) for x in all_of_them))
        return np.exp(self.argument.evaluate(values) - largest) / whole

    def parts(self) -> tuple[Expression, ...]:
        return (self.argument, *self.among)


@dataclass(frozen=True)
class WrittenOut(Expression):
    """A function by its definition, for a row that shows it; its number is the function's own, which stays exact."""

    function: Function

    def evaluate(self, values: Mapping[str, Real]) -> Real:
        return self.function.evaluate(values)

    def parts(self) -> tuple[Expression, ...]:
        return (self.function,)


ONE, HALF = Number(1.0), Number(0.5, "½")


def _parts(expression: Expression, kind: type[Sum] | type[Product]) -> tuple[Expression, ...]:
    """The operands of a sum or product, so that a + b + c is one sum of three and not a nest of two."""
    return expression.parts() if isinstance(expression, kind) else (expression,)


def written_out(e: Expression) -> Expression:
    """A function by its definition, 1/(1 + exp(-x)) for σ(x); any other formula as it is."""
    return WrittenOut(e) if isinstance(e, Function) and e.definition is not e else e


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
