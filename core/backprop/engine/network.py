"""A graph and its numbers: values, gradients and updates. By default those of the worksheet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from math import isfinite
from types import MappingProxyType

import numpy as np

from core.backprop.engine import architecture
from core.backprop.engine.architecture import Architecture, graph_of, numbers_of
from core.backprop.engine.expression import Real
from core.backprop.engine.graph import Graph, NonFinite, first_infinite

WORKSHEET = architecture.WORKSHEET
WORKSHEET_NUMBERS = architecture.WORKSHEET_NUMBERS


class Network:
    """A graph and the numbers given to it; it never changes.

    `Network()` is the worksheet's; any number is set by name: `Network(w1=.2, i1=.3, t2=.9)`. Another graph needs all
    of its numbers. They may be NumPy arrays that broadcast: one forward pass then computes a whole family of networks.

    Raises TypeError for a name the graph does not have, one that is missing, or something that is not a number, and
    ValueError for a number that is not finite.
    """

    graph: Graph
    numbers: Mapping[str, Real]

    def __init__(self, graph: Graph = WORKSHEET, /, **numbers: Real) -> None:
        unknown = [name for name in numbers if name not in graph.given]
        if unknown:
            raise TypeError(f"The network has no {unknown[0]!r}; it has {', '.join(graph.given)}.")
        numbers = {**WORKSHEET_NUMBERS, **numbers} if graph is WORKSHEET else numbers
        missing = [name for name in graph.given if name not in numbers]
        if missing:
            raise TypeError(f"The network needs a number for {', '.join(missing)}.")
        self.graph = graph
        self.numbers = MappingProxyType(_locked({name: finite(name, numbers[name]) for name in graph.given}))

    def values(self) -> dict[str, Real]:
        """Every computed quantity, in the order of the forward pass. Raises graph.NonFinite on overflow."""
        return dict(self._values)

    def gradients(self) -> dict[str, Real]:
        """∂E_total/∂name for every quantity, the given numbers included. Raises graph.NonFinite on overflow."""
        return dict(self._gradients)

    def updated(self, learning_rate: Real) -> Network:
        """The network after one update of all weights, w⁺ = w - learning_rate * ∂E_total/∂w.

        Every gradient is computed with the old weights. Raises ValueError for a learning rate that is not finite,
        graph.NonFinite on overflow.
        """
        rate = finite("learning rate", learning_rate)
        gradients = self._gradients
        with np.errstate(all="ignore"):
            new = {name: self.numbers[name] - rate * gradients[name] for name in self.graph.weights}
        if overflowed := first_infinite(new):
            raise NonFinite(f"{overflowed}⁺")
        updated = Network.__new__(Network)  # the constructor would check again what has just been checked
        updated.graph, updated.numbers = self.graph, MappingProxyType(_locked({**self.numbers, **new}))
        return updated

    def replaced(self, **numbers: Real) -> Network:
        """The same network with some numbers set anew."""
        return Network(self.graph, **{**self.numbers, **numbers})

    @cached_property
    def _values(self) -> dict[str, Real]:
        return _locked(self.graph.forward(self.numbers))

    @cached_property
    def _gradients(self) -> dict[str, Real]:
        return _locked(self.graph.backward({**self.numbers, **self._values}))

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Network) or self.graph is not other.graph:
            return False
        return all(_equal(number, other.numbers[name]) for name, number in self.numbers.items())

    def __hash__(self) -> int:
        return hash((id(self.graph), *self.numbers.values()))

    def __repr__(self) -> str:
        return f"Network({', '.join(f'{name}={value}' for name, value in self.numbers.items())})"


def network_of(architecture: Architecture, numbers: Mapping[str, Real] | None = None) -> Network:
    """The network of that shape with the default numbers, and with those of `numbers` whose names it has."""
    graph = graph_of(architecture)
    own = {name: number for name, number in (numbers or {}).items() if name in graph.given}
    return Network(graph, **{**numbers_of(architecture), **own})


def _locked(numbers: dict[str, Real]) -> dict[str, Real]:
    """The same numbers; arrays among them can no longer be written to, since a network never changes."""
    for number in numbers.values():
        if isinstance(number, np.ndarray):
            number.setflags(write=False)
    return numbers


def _equal(number: Real, other: Real) -> bool:
    if type(number) is type(other) is float:
        return number == other
    return np.array_equal(number, other)  # a hundred times as slow, and a network is looked up in caches all the time


def finite(name: str, number: Real) -> Real:
    """`number` as a float or a float64 array of its own. Raises TypeError and ValueError, naming it, like Network."""
    if isinstance(number, np.ndarray):
        if number.dtype.kind not in "fiu":
            raise TypeError(f"{name} must be a number, not an array of {number.dtype}.")
        number = number.astype(np.float64)
        if not np.isfinite(number).all():
            raise ValueError(f"{name} must be finite everywhere.")
        return number
    if isinstance(number, bool) or not isinstance(number, int | float | np.integer | np.floating):
        raise TypeError(f"{name} must be a number, not {type(number).__name__}.")
    try:
        number = float(number)
    except OverflowError:  # an int beyond 1.8e308
        raise ValueError(f"{name} is larger than a 64-bit number can hold (about 1.8 × 10³⁰⁸).") from None
    if not isfinite(number):
        raise ValueError(f"{name} must be a finite number, not {number}.")
    return number
