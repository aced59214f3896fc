"""What becomes of a gradient: plain gradient descent, momentum and Adam, as formulas like all others.

An optimizer keeps moments of each weight from one update to the next: momentum its velocity v, Adam a mean m of
gradients and a mean v of their squares. They begin at 0. Momentum and Adam are those of torch.optim.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import cast

from core.backprop.engine.expression import ONE, Derivative, Expression, Power, Product, Quotient, Square, Sum, Symbol
from core.backprop.engine.functions import Root
from core.backprop.engine.graph import NonFinite, first_infinite
from core.backprop.engine.network import Network, finite

RATE, MOMENTUM, BETA1, BETA2, EPSILON = "learning_rate", "momentum", "beta1", "beta2", "epsilon"
UPDATE = "t"  # the number of the update, the first one being 1
# What each optimizer is made with; the rates are such that the exercise's loss falls visibly.
SETTINGS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "SGD": {RATE: 0.5},
        "momentum": {RATE: 0.1, MOMENTUM: 0.9},
        "Adam": {RATE: 0.01, BETA1: 0.9, BETA2: 0.999, EPSILON: 1e-8},
    }
)
LIMITS = {MOMENTUM: (0.0, 1.0), BETA1: (0.0, 1.0), BETA2: (0.0, 1.0)}  # 1 itself is none: nothing would be forgotten


@dataclass(frozen=True)
class Optimizer:
    """`name` is one of SETTINGS, `settings` a number for each of its own names.

    Raises ValueError for an unknown name, missing or further settings, and numbers that make no sense.
    """

    name: str = "SGD"
    settings: Mapping[str, float] = field(default_factory=lambda: SETTINGS["SGD"])

    @classmethod
    def usual(cls, name: str) -> Optimizer:
        """With its usual settings."""
        return cls(name, SETTINGS.get(name, {}))

    def __post_init__(self) -> None:
        if self.name not in SETTINGS:
            raise ValueError(f"An optimizer is one of {', '.join(SETTINGS)}, not {self.name!r:.20}.")
        if self.settings.keys() != SETTINGS[self.name].keys():
            raise ValueError(f"{self.name} needs a number for {', '.join(SETTINGS[self.name])}.")
        object.__setattr__(self, "settings", MappingProxyType(dict(self.settings)))
        for name, number in self.settings.items():
            finite(name, number)
            least, most = LIMITS.get(name, (None, None))
            if least is not None and most is not None and not least <= number < most:
                raise ValueError(f"{name} must be at least {least:g} and less than {most:g}.")
            if name == EPSILON and number <= 0:
                raise ValueError("epsilon must be above 0: it keeps from dividing by 0.")

    def __hash__(self) -> int:
        return hash((self.name, tuple(self.settings.items())))

    def changed(self, name: str, number: float) -> Optimizer:
        """With another number for one of its settings. Raises ValueError like the constructor."""
        return replace(self, settings={**self.settings, name: number})

    def moments(self, weight: str) -> tuple[str, ...]:
        """The names of what it keeps of a weight."""
        return {"SGD": (), "momentum": (f"v_{weight}",), "Adam": (f"m_{weight}", f"v_{weight}")}[self.name]

    def formulas(self, weight: str, gradient: Derivative) -> dict[Symbol, Expression]:
        """What an update computes for a weight, in order; its new value comes last."""
        w, rate, new = Symbol(weight), Symbol(RATE), Symbol(weight, updated=True)
        if self.name == "SGD":
            return {new: w - Product((rate, gradient))}
        v, new_v = Symbol(f"v_{weight}"), Symbol(f"v_{weight}", updated=True)
        if self.name == "momentum":
            return {new_v: Symbol(MOMENTUM) * v + gradient, new: w - Product((rate, new_v))}
        m, new_m = Symbol(f"m_{weight}"), Symbol(f"m_{weight}", updated=True)
        m_hat, v_hat = Symbol(f"m̂_{weight}"), Symbol(f"v̂_{weight}")
        beta1, beta2, t = Symbol(BETA1), Symbol(BETA2), Symbol(UPDATE)
        return {
            new_m: beta1 * m + Product((ONE - beta1, gradient)),
            new_v: beta2 * v + Product((ONE - beta2, Square(gradient))),
            m_hat: Quotient(new_m, ONE - Power(beta1, t)),
            v_hat: Quotient(new_v, ONE - Power(beta2, t)),
            new: w - Product((rate, Quotient(m_hat, Sum((Root(v_hat), Symbol(EPSILON)))))),
        }


@dataclass(frozen=True)
class State:
    """A network after so many updates, with the moments that its optimizer has kept, by their names."""

    network: Network
    moments: Mapping[str, float]
    update: int = 0

    def numbers(self, optimizer: Optimizer) -> dict[str, float]:
        """All that the next update computes and needs beside the passes, by id. Raises graph.NonFinite on overflow."""
        graph, gradients = self.network.graph, self.network.gradients()
        known = {**cast(Mapping[str, float], self.network.numbers), **optimizer.settings, **self.moments}
        known |= {UPDATE: float(self.update + 1)}
        known |= {graph.gradient(weight).id: cast(float, gradients[weight]) for weight in graph.weights}
        for weight in graph.weights:
            for symbol, formula in optimizer.formulas(weight, graph.gradient(weight)).items():
                try:
                    known[symbol.id] = float(cast(float, formula.evaluate(known)))
                except ArithmeticError:  # Python's own floats raise where NumPy's go on with infinity
                    raise NonFinite(symbol.id) from None
        if overflowed := first_infinite(known):
            raise NonFinite(overflowed)
        return known

    def next(self, optimizer: Optimizer) -> State:
        """After one more update of all weights. Raises graph.NonFinite on overflow."""
        numbers, weights = self.numbers(optimizer), self.network.graph.weights
        network = self.network.replaced(**{weight: numbers[f"{weight}⁺"] for weight in weights})
        kept = [name for weight in weights for name in optimizer.moments(weight)]
        return State(network, MappingProxyType({name: numbers[f"{name}⁺"] for name in kept}), self.update + 1)


def beginning(net: Network, optimizer: Optimizer) -> State:
    """Before any update: all moments are 0."""
    kept = [name for weight in net.graph.weights for name in optimizer.moments(weight)]
    return State(net, MappingProxyType(dict.fromkeys(kept, 0.0)))


@lru_cache(maxsize=8)  # a page needs the same history each time it is drawn
def optimize(net: Network, optimizer: Optimizer, updates: int) -> tuple[State, ...]:
    """The states before each update and after the last one, `updates` + 1; fewer where a number overflows.

    Raises graph.NonFinite if already `net` itself overflows, ValueError for a negative number of updates.
    """
    if updates < 0:
        raise ValueError(f"updates must be 0 or more, not {updates}")
    net.gradients()  # a start that overflows is an error, not a short history
    now = beginning(net, optimizer)
    states = [now]
    try:
        for _ in range(updates):
            now = now.next(optimizer)
            now.network.gradients()
            # Another object, without the values that a network remembers: of hundreds they would fill the memory.
            states.append(replace(now, network=now.network.replaced()))
    except NonFinite:
        pass
    return tuple(states)
