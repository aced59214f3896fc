"""The graph's formulas as Python functions of plain floats, several times as quick as walking through the trees.

They do the same operations in the same order, so they give the same numbers to the last bit. What they cannot compute,
such as a division by 0, is left to the formulas themselves, which know what to call it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from core.backprop.engine.expression import (
    Derivative,
    Difference,
    Expression,
    Negative,
    Number,
    Product,
    Quotient,
    Square,
    Sum,
    Symbol,
)
from core.backprop.engine.functions import Function, Log, Positive, Relu, Sigmoid, Softmax, Tanh
from core.backprop.engine.substitution import ids

if TYPE_CHECKING:
    from core.backprop.engine.graph import Graph

Compiled = Callable[[Mapping[str, float]], dict[str, Any] | None]  # floats, where the graph's own way may give arrays


def forward(graph: Graph) -> Compiled:
    """A function from the given numbers to every computed quantity; None where one of them is not finite."""
    variables = _variables(graph)
    lines = [f"{variables[q.name]} = {_written(q.formula, variables)}" for q in graph.quantities]
    return _function(lines, graph.given, {q.name: variables[q.name] for q in graph.quantities}, variables)


def backward(graph: Graph) -> Compiled:
    """A function from all values to ∂loss/∂name for every name, added up as in `Graph.backward`; or None."""
    variables = _variables(graph)
    gradients = {graph.loss: f"d{variables[graph.loss]}"}
    lines = [f"{gradients[graph.loss]} = 1.0"]
    for q in reversed(graph.quantities):
        for name, partial in q.partials.items():
            share = f"{gradients[q.name]} * {_written(partial, variables)}"
            lines.append(f"d{variables[name]} = {f'{gradients[name]} + ' if name in gradients else ''}{share}")
            gradients[name] = f"d{variables[name]}"
    return _function(lines, variables, gradients, variables)


def _variables(graph: Graph) -> dict[str, str]:
    """A variable for each number that the graph gives, makes or uses, whatever characters are in its name."""
    used = (ids(partial) for q in graph.quantities for partial in q.partials.values())
    names = dict.fromkeys((*graph.given, *(q.name for q in graph.quantities), *chain(*map(sorted, used))))
    return {name: f"v{at}" for at, name in enumerate(names)}


def _function(
    lines: Iterable[str], needed: Iterable[str], result: Mapping[str, str], variables: Mapping[str, str]
) -> Compiled:
    body = [f"{variables[name]} = numbers[{name!r}]" for name in needed] + [*lines]
    items = ", ".join(f"{name!r}: {variable}" for name, variable in result.items())
    scope: dict[str, Any] = {kind.__name__: function for kind, function in FUNCTIONS.items()}
    exec("\n    ".join(["def compute(numbers):", *body, f"return {{{items}}}"]), scope)

    def compute(numbers: Mapping[str, float]) -> dict[str, Any] | None:
        try:
            computed: dict[str, float] = scope["compute"](numbers)
        except ArithmeticError:  # Python raises where NumPy goes on with infinity
            return None
        return computed if isfinite(sum(computed.values())) else None

    return compute


def _written(e: Expression, variables: Mapping[str, str]) -> str:
    """The formula as a Python expression that needs no brackets around it."""

    def joined(operator: str, parts: Iterable[Expression]) -> str:
        return f"({operator.join(_written(part, variables) for part in parts)})"

    match e:
        case Number(value):
            return repr(value)
        case Symbol() | Derivative():
            return variables[e.id]
        case Sum():
            return joined(" + ", e.parts())
        case Difference():
            return joined(" - ", e.parts())
        case Product():
            return joined(" * ", e.parts())
        case Quotient():
            return joined(" / ", e.parts())
        case Negative(term):
            return f"(-{_written(term, variables)})"
        case Square() | Function() | Softmax():
            return type(e).__name__ + joined(", ", e.parts())
    raise TypeError(f"no Python for {type(e).__name__}")


def _sigmoid(x: float) -> float:
    z = float(np.exp(-abs(x)))
    return (1.0 if x >= 0 else z) / (1.0 + z)


def _softmax(x: float, *among: float) -> float:
    largest = max(among)
    whole = sum(float(np.exp(each - largest)) for each in among)
    return float(np.exp(x - largest)) / whole


def _log(x: float) -> float:
    if x <= 0:
        raise ZeroDivisionError
    return float(np.log(x))


FUNCTIONS: dict[type[Expression], Callable[..., float]] = {  # NumPy's, since those of `math` differ in the last bit
    Sigmoid: _sigmoid,
    Softmax: _softmax,
    Log: _log,
    Tanh: lambda x: float(np.tanh(x)),
    Relu: lambda x: max(0.0, x),
    Positive: lambda x: 1.0 if x > 0 else 0.0,
    Square: lambda x: x * x,
}
