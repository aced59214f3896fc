"""Numbers to try formulas on: a few random descents at once, with every quantity and derivative of three updates.

Two formulas that agree on all of them are the same, whatever they look like; wrong ones differ on each.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from core.backprop.engine.expression import Expression, Product, Real
from core.backprop.engine.graph import Graph, Operation
from core.backprop.engine.network import Network
from core.backprop.practice.sheet.derivatives import expected, split
from core.backprop.practice.sheet.names import RATE

Numbers = NDArray[np.float64]
TRIALS = 4
OFFSETS = {"": 0, "-1": -1, "1": 1}
SAME = 1e-9  # relative to the larger


class Trial(dict[str, Real]):
    """Every id, with @-1 or @1 behind it for the update before or after, and whatever else for another network."""

    def __init__(self, graph: Graph, seed: int = 0) -> None:
        super().__init__()
        self.graph, self._seed = graph, seed
        rng = np.random.default_rng((20, seed))

        def drawn(names: Iterable[str], low: float, high: float) -> dict[str, Real]:
            return {name: rng.uniform(low, high, TRIALS) for name in names}

        numbers = drawn((*graph.weights, *graph.frozen), -1.0, 1.0)
        numbers |= drawn(graph.inputs, 0.3, 1.6) | drawn(graph.targets, 0.05, 0.95)
        self[RATE] = rng.uniform(0.3, 1.2, TRIALS)
        self._nets = {-1: Network(graph, **numbers)}
        self._fingerprints: dict[Expression, tuple[float, str]] = {}

    def __missing__(self, id: str) -> Real:
        name, _, behind = id.partition("@")
        if behind not in OFFSETS:
            return self.setdefault(id, _other(self.graph, behind)._at(-1, name))
        return self.setdefault(id, self._at(OFFSETS[behind], name))

    def _net(self, offset: int) -> Network:
        """The network at an update, made when it is asked for: most formulas need one or two."""
        if offset not in self._nets:
            self._nets[offset] = self._net(offset - 1).updated(self[RATE])
        return self._nets[offset]

    def _at(self, offset: int, name: str) -> Real:
        if name == RATE:
            return self[RATE]
        if name.endswith("⁺"):
            return self._net(offset + 1).numbers[name.removesuffix("⁺")]
        net = self._net(offset)
        numbers = {**net.numbers, **net.values()}
        return expected(self.graph, name).evaluate(numbers) if split(name) else numbers[name]

    def numbers(self, e: Expression) -> Numbers | None:
        """What a formula gives on each of the descents; None where it cannot be computed."""
        try:
            with np.errstate(all="ignore"):
                value = np.broadcast_to(np.asarray(e.evaluate(self), np.float64), (TRIALS,))
        except (KeyError, ValueError, TypeError, OverflowError, ZeroDivisionError):
            return None
        return value if np.isfinite(value).all() else None

    def same(self, one: Expression, other: Expression) -> bool:
        """Whether two formulas are the same."""
        a, b = self.numbers(one), self.numbers(other)
        return (
            a is not None and b is not None and bool((np.abs(a - b) <= SAME * np.maximum(np.abs(a), np.abs(b))).all())
        )

    def fingerprint(self, e: Expression) -> tuple[float, str]:
        """A sign, and a text that is the same for all formulas that are the same but for their sign."""
        if e not in self._fingerprints:
            numbers = self.numbers(e)
            sign = -1.0 if numbers is not None and numbers[0] < 0 else 1.0
            text = repr(e) if numbers is None else " ".join(f"{sign * number + 0.0:.9e}" for number in numbers)
            self._fingerprints[e] = sign, text
        return self._fingerprints[e]

    @cached_property
    def slopes(self) -> dict[str, list[Expression]]:
        """The two factors of each slope that has two, such as a · (1 − a), by the fingerprint of their product."""
        return {
            self.fingerprint(partial)[1]: list(partial.factors)
            for q in self.graph.quantities
            if q.operation is Operation.ACTIVATION
            for partial in q.partials.values()
            if isinstance(partial, Product)
        }


@lru_cache(maxsize=64)
def trial(graph: Graph) -> Trial:
    return Trial(graph)


@lru_cache(maxsize=512)
def _other(graph: Graph, behind: str) -> Trial:
    """Another network for numbers that belong to none of the three updates, the same for the same text."""
    return Trial(graph, 1 + sum(ord(sign) * (at + 1) for at, sign in enumerate(behind)))
