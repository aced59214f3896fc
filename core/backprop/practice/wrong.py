"""What a wrong program is: a network whose graph has a wrong local derivative, or whose update follows a wrong rule.

`Graph.backward` does the rest, so that nothing is wrong in a wrong program but its mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from core.backprop.engine.expression import Expression, Product, Real, Symbol
from core.backprop.engine.graph import Graph, NonFinite, Quantity
from core.backprop.engine.network import Network, finite
from core.backprop.practice import rewriting

Rule = Callable[[Expression, Expression, Expression], Expression]  # old weight, learning rate, gradient -> new weight


def downhill(w: Expression, rate: Expression, gradient: Expression) -> Expression:
    """The right rule: w - η ∂E_total/∂w."""
    return w - Product((rate, gradient))


def uphill(w: Expression, rate: Expression, gradient: Expression) -> Expression:
    return w + Product((rate, gradient))


def no_rate(w: Expression, rate: Expression, gradient: Expression) -> Expression:
    return w - gradient


@dataclass(frozen=True)
class Mistake:
    """What a wrong program does: `rewrite` gives its local derivatives, `rule` its update."""

    name: str  # short and stable, for links
    title: str
    sentence: str  # what is wrong and why it is tempting
    rewrite: rewriting.Rewrite | None = None
    rule: Rule = downhill

    def graph(self, graph: Graph, only: str | None = None) -> Graph:
        """The graph with this mistake's local derivatives, everywhere or `only` in those of one quantity.

        It is `graph` itself where the mistake changes none.
        """
        return _rewritten(self, graph, only)

    def applies(self, graph: Graph, only: str | None = None) -> bool:
        """Whether this program differs from the right one on such a graph."""
        return self.rule is not downhill or self.graph(graph, only) is not graph

    def program(self, net: Network, learning_rate: float = 0.5, only: str | None = None) -> WrongNetwork:
        """The wrong program, made to work on the numbers of `net`."""
        return WrongNetwork(self, net, learning_rate, only)

    def gradients(self, net: Network, learning_rate: float = 0.5) -> dict[str, Real]:
        """What the program takes for ∂E_total/∂name; the rate matters to one that reads updated weights too early.

        Raises graph.NonFinite on overflow.
        """
        return self.program(net, learning_rate).gradients()

    def updated(self, net: Network, learning_rate: float) -> Network:
        """What the program takes for the network after one update. Raises what Network.updated raises."""
        return self.program(net, learning_rate).updated(learning_rate)


class WrongNetwork(Network):
    """A network whose gradients and update are those of a wrong program; its forward pass is right.

    So whatever shows a network shows what such a program makes of it.
    """

    def __init__(self, mistake: Mistake, net: Network, learning_rate: float, only: str | None = None) -> None:
        super().__init__(mistake.graph(net.graph, only), **net.numbers)
        self.mistake, self.right = mistake, net
        self.learning_rate = learning_rate
        finite("learning rate", learning_rate)

    def values(self) -> dict[str, Real]:
        """Like Network.values; with those new weights that the program reads too early."""
        return {**super().values(), **self._read_early}

    def updated(self, learning_rate: Real) -> Network:
        """The right network with the new weights of this program; it is asked for its own learning rate only."""
        if learning_rate != self.learning_rate:
            raise ValueError(f"This program runs at a learning rate of {self.learning_rate}, not {learning_rate}.")
        return self.right.replaced(**{name: self._new[Symbol(name, updated=True).id] for name in self.graph.weights})

    def __eq__(self, other: object) -> bool:
        """Another program on the same numbers is not the same."""
        return self is other

    def __hash__(self) -> int:
        return id(self)

    @cached_property
    def _gradients(self) -> dict[str, Real]:
        """By the graph's own chain rule; where new weights are read early, layer by layer from the loss back.

        A layer's gradients depend on weights of later layers only. So with every round of going back, one more layer
        has met the new weights that it would meet.
        """
        values = {**self.numbers, **self._values}
        new = self._after(self.right.gradients())
        while True:
            gradients = self.graph.backward({**values, **new})
            met, new = new, self._after(gradients)
            if all(np.array_equal(new[name], met[name]) for name in new if name in self._early):
                return gradients

    @cached_property
    def _new(self) -> dict[str, Real]:
        return self._after(self._gradients)

    @property
    def _read_early(self) -> dict[str, Real]:
        return {name: self._new[name] for name in self._early}

    @cached_property
    def _early(self) -> tuple[str, ...]:
        """The ids of the new weights that stand in local derivatives."""
        partials = [partial for q in self.graph.quantities for partial in q.partials.values()]
        return tuple(p.id for p in partials if isinstance(p, Symbol) and p.updated)

    def _after(self, gradients: Mapping[str, Real]) -> dict[str, Real]:
        """Every new weight by its id."""
        rate = {"learning_rate": self.learning_rate}
        new: dict[str, Real] = {}
        with np.errstate(all="ignore"):
            for name in self.graph.weights:
                gradient = self.graph.gradient(name)
                rule = self.mistake.rule(Symbol(name), Symbol("learning_rate"), gradient)
                values = {**rate, name: self.numbers[name], gradient.id: gradients[name]}
                new[Symbol(name, updated=True).id] = rule.evaluate(values)
        for name, value in new.items():
            if not np.isfinite(value).all():
                raise NonFinite(name)
        return new


@lru_cache(maxsize=1000)
def _rewritten(mistake: Mistake, graph: Graph, only: str | None) -> Graph:
    rewrite = mistake.rewrite
    if rewrite is None:
        return graph

    def partials(q: Quantity) -> Iterator[tuple[str, Expression]]:
        for name, partial in q.partials.items():
            wrong = partial if name in graph.inputs + graph.targets else rewrite(graph, q, name, partial)
            if wrong is not None:
                yield name, wrong

    quantities = []
    for q in graph.quantities:
        wrong = dict(partials(q)) if only in (None, q.name) else q.partials
        quantities.append(q if wrong == q.partials else replace(q, partials=wrong))
    return graph if all(map(_is, quantities, graph.quantities)) else replace(graph, quantities=tuple(quantities))


def _is(one: Quantity, other: Quantity) -> bool:
    return one is other
