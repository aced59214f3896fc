"""The functions of a formula, each of one argument and with its definition; softmax, of several, is beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np

from core.backprop.engine.expression import ONE, Expression, Negative, Quotient, Real


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


def written_out(e: Expression) -> Expression:
    """A function by its definition, 1/(1 + exp(-x)) for σ(x); any other formula as it is."""
    return WrittenOut(e) if isinstance(e, Function) and e.definition is not e else e
