"""A network as named quantities joined by few operations; the one place where the chain rule lives.

* A `Quantity` knows its formula and its partial derivatives with respect to what it is made of.
* `Graph.forward` computes every quantity in order; `Graph.backward` every gradient in reverse.
* `Graph.gradient_formula` is the same chain rule in symbols, as one writes it on paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, reduce
from math import isfinite
from operator import add
from typing import TypeGuard

import numpy as np

from core.backprop.engine import compiled
from core.backprop.engine.expression import (
    HALF,
    ONE,
    Derivative,
    Expression,
    Negative,
    Number,
    Quotient,
    Real,
    Square,
    Sum,
    Symbol,
)
from core.backprop.engine.functions import Log, Positive, Relu, Sigmoid, Softmax, Tanh


class Operation(StrEnum):
    WEIGHTED_SUM = "weighted sum"
    ACTIVATION = "activation"
    SOFTMAX = "softmax"
    HALF_SQUARED_ERROR = "half squared error"
    CROSS_ENTROPY = "cross-entropy"
    TOTAL = "total"
    MEAN = "mean"


@dataclass(frozen=True, eq=False)
class Quantity:
    """A named number of the graph: `formula` makes it, `partials` maps each input to ∂name/∂input.

    `terms` are the (weight, input) pairs of a weighted sum, `bias` is what it adds to them; empty for other operations.
    """

    name: str
    operation: Operation
    formula: Expression
    partials: Mapping[str, Expression]
    terms: tuple[tuple[str, str], ...] = ()
    bias: str = ""


def weighted_sum(name: str, *terms: tuple[str, str], bias: str = "") -> Quantity:
    """name = Σ weight * input over the (weight, input) pairs, plus the bias if there is one."""
    formula = reduce(add, (Symbol(weight) * Symbol(source) for weight, source in terms))
    partials: dict[str, Expression] = {}

    def share(factor: str, other: Expression) -> None:  # a name that appears in two terms gets both shares
        partials[factor] = partials[factor] + other if factor in partials else other

    for weight, source in terms:
        share(weight, Symbol(source))
    if bias:
        formula += Symbol(bias)
        share(bias, ONE)
    for weight, source in terms:
        share(source, Symbol(weight))
    return Quantity(name, Operation.WEIGHTED_SUM, formula, partials, terms, bias)


def sigmoid(name: str, net: str) -> Quantity:
    """name = σ(net); its derivative is name * (1 - name)."""
    return Quantity(name, Operation.ACTIVATION, Sigmoid(Symbol(net)), {net: Symbol(name) * (ONE - Symbol(name))})


def tanh(name: str, net: str) -> Quantity:
    """name = tanh(net); its derivative is 1 - name²."""
    return Quantity(name, Operation.ACTIVATION, Tanh(Symbol(net)), {net: ONE - Square(Symbol(name))})


def relu(name: str, net: str) -> Quantity:
    """name = max(0, net); its derivative is 1 where net > 0, otherwise 0."""
    return Quantity(name, Operation.ACTIVATION, Relu(Symbol(net)), {net: Positive(Symbol(net))})


def softmax(name: str, net: str, activations: Mapping[str, str]) -> Quantity:
    """name = exp(net) / Σ exp(each net input); `activations` maps each of the net inputs to its activation.

    Its derivative is name * (1 - name) with respect to its own net input, -name * other with respect to another's.
    """
    partials: dict[str, Expression] = {}
    for each, activation in activations.items():
        own = each == net
        partials[each] = Symbol(name) * (ONE - Symbol(name)) if own else Negative(Symbol(name) * Symbol(activation))
    formula = Softmax(Symbol(net), tuple(map(Symbol, activations)))
    return Quantity(name, Operation.SOFTMAX, formula, partials)


def half_squared_error(name: str, target: str, output: str) -> Quantity:
    """name = ½ (target - output)²; its derivative with respect to the output is output - target."""
    t, a = Symbol(target), Symbol(output)
    return Quantity(name, Operation.HALF_SQUARED_ERROR, HALF * Square(t - a), {output: a - t, target: t - a})


def cross_entropy(name: str, target: str, output: str) -> Quantity:
    """name = -target ln(output); its derivative with respect to the output is -target / output."""
    t, a = Symbol(target), Symbol(output)
    partials: dict[str, Expression] = {output: Negative(Quotient(t, a)), target: Negative(Log(a))}
    return Quantity(name, Operation.CROSS_ENTROPY, Negative(t * Log(a)), partials)


def total(name: str, *terms: str) -> Quantity:
    """name = the sum of the terms."""
    return Quantity(name, Operation.TOTAL, Sum(tuple(map(Symbol, terms))), dict.fromkeys(terms, ONE))


def mean(name: str, *terms: str) -> Quantity:
    """name = the sum of the terms, divided by how many they are."""
    count = Number(float(len(terms)))
    formula = Quotient(Sum(tuple(map(Symbol, terms))), count)
    return Quantity(name, Operation.MEAN, formula, dict.fromkeys(terms, Quotient(ONE, count)))


class NonFinite(ArithmeticError):
    """A quantity came out infinite or not a number; `quantity` is the id of the first one that did."""

    def __init__(self, quantity: str) -> None:
        super().__init__(f"{quantity} overflowed: it is larger than a 64-bit number can hold (about 1.8 × 10³⁰⁸).")
        self.quantity = quantity


@dataclass(frozen=True, eq=False)
class Graph:
    """Quantities in the order in which they are computed; the last one is the loss.

    `inputs`, `targets`, `weights` and `frozen` name the numbers that are given. Of these the `weights` learn, biases
    included; biases that do not are `frozen`.
    """

    inputs: tuple[str, ...]
    targets: tuple[str, ...]
    weights: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    frozen: tuple[str, ...] = ()

    @property
    def given(self) -> tuple[str, ...]:
        return self.inputs + self.weights + self.frozen + self.targets

    @property
    def loss(self) -> str:
        return self.quantities[-1].name

    @cached_property
    def consumers(self) -> Mapping[str, tuple[Quantity, ...]]:
        """For each name the quantities that are computed from it, in order."""
        names = self.given + tuple(q.name for q in self.quantities)
        return {name: tuple(q for q in self.quantities if name in q.partials) for name in names}

    def forward(self, numbers: Mapping[str, Real]) -> dict[str, Real]:
        """Every quantity from the given numbers, which may be arrays that broadcast.

        Raises NonFinite, naming the first quantity that overflowed.
        """
        if _plain(numbers) and (quickly := self._compiled_forward(numbers)):
            return quickly
        values = dict(numbers)
        with np.errstate(all="ignore"):
            for q in self.quantities:
                values[q.name] = q.formula.evaluate(values)
        computed = {q.name: values[q.name] for q in self.quantities}
        if overflowed := first_infinite(computed):
            raise NonFinite(overflowed)
        return computed

    def backward(self, values: Mapping[str, Real]) -> dict[str, Real]:
        """∂loss/∂name for every name, from all values, given and computed.

        The chain rule: what reaches a quantity is passed on to each of its inputs, multiplied by the local
        derivative; where several paths meet, their shares are added. Raises NonFinite like `forward`.
        """
        if _plain(values) and (quickly := self._compiled_backward(values)):
            return quickly
        gradients: dict[str, Real] = {self.loss: 1.0}
        with np.errstate(all="ignore"):
            for q in reversed(self.quantities):
                for name, partial in q.partials.items():
                    share = gradients[q.name] * partial.evaluate(values)
                    gradients[name] = gradients[name] + share if name in gradients else share
        if overflowed := first_infinite(gradients):
            raise NonFinite(self.gradient(overflowed).id)
        return gradients

    @cached_property
    def _compiled_forward(self) -> compiled.Compiled:
        return compiled.forward(self)

    @cached_property
    def _compiled_backward(self) -> compiled.Compiled:
        return compiled.backward(self)

    def gradient(self, name: str, via: str | None = None) -> Derivative:
        """The symbol ∂loss/∂name, or the share of it that flows through `via`."""
        return Derivative(self.loss, name, via)

    def gradient_formula(self, name: str) -> Expression:
        """∂loss/∂name with every factor of the chain rule written out down to values of the forward pass."""
        if name == self.loss:
            return ONE
        shares = [self.gradient_formula(q.name) * q.partials[name] for q in self.consumers[name]]
        return reduce(add, shares)

    def backward_order(self) -> Iterator[str]:
        """Names from the loss back, neuron by neuron: each one only after everything that is computed from it."""
        inputs = {q.name: list(q.partials) for q in self.quantities}
        done: set[str] = set()
        stack = [self.loss]
        while stack:
            name = stack.pop()
            done.add(name)
            yield name
            ready = [n for n in inputs.get(name, ()) if all(q.name in done for q in self.consumers[n])]
            stack += reversed(ready)


def _plain(numbers: Mapping[str, Real]) -> TypeGuard[Mapping[str, float]]:
    return all(type(number) is float for number in numbers.values())


def first_infinite(values: Mapping[str, Real]) -> str | None:
    """The first name whose value is infinite or not a number; None where all are finite."""
    if _plain(values):
        return next((name for name, value in values.items() if not isfinite(value)), None)
    with np.errstate(all="ignore"):
        if np.isfinite(reduce(add, values.values())).all():  # one test for the usual case
            return None
    return next((name for name, value in values.items() if not np.isfinite(value).all()), None)
