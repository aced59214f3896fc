"""A gradient as a ledger: every path from the loss back to a quantity, with what comes along it.

The chain rule for graphs says that ∂loss/∂x is a sum over all paths from the loss back to x, and that each path's
share is the product of the local derivatives along it. `Graph.backward` adds where paths meet, and never looks at
one of them; here each is kept apart, so that one can see which error asks for what, and how much cancels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import fsum, prod
from typing import cast

from core.backprop.engine.expression import ONE, Derivative, Expression
from core.backprop.engine.graph import Graph
from core.backprop.engine.network import Network


@dataclass(frozen=True)
class Path:
    """One way back: `names` from the loss to the quantity; factor k is ∂names[k]/∂names[k + 1].

    `factors` are its local derivatives in symbols, `numbers` the same as numbers.
    """

    names: tuple[str, ...]
    factors: tuple[Expression, ...]
    numbers: tuple[float, ...]

    @property
    def amount(self) -> float:
        """The path's share of the gradient: the product of its factors, 1 for the loss itself."""
        return float(prod(self.numbers, start=1.0))

    @property
    def term(self) -> str:
        """The term of the loss that it comes from, such as E1; the loss itself where the path ends there."""
        return self.names[min(1, len(self.names) - 1)]

    @property
    def derivatives(self) -> tuple[Derivative, ...]:
        """Its factors as the chain rule writes them."""
        return tuple(Derivative(of, by) for of, by in pairwise(self.names))

    @property
    def symbols(self) -> Expression:
        """The product of its factors written out, the ones left away."""
        product: Expression = ONE
        for factor in self.factors:
            product = product * factor
        return product


@dataclass(frozen=True)
class Ledger:
    """∂loss/∂name, path by path, in the order of the loss's terms.

    `gradients` are ∂loss/∂q for every quantity q, as backpropagation has them.
    """

    loss: str
    name: str
    paths: tuple[Path, ...]
    gradients: Mapping[str, float]

    @property
    def total(self) -> float:
        """The sum of all shares: the gradient."""
        return fsum(path.amount for path in self.paths)

    @property
    def gross(self) -> float:
        """The sum of the sizes of all shares: what the gradient would be if all had the same sign."""
        return fsum(abs(path.amount) for path in self.paths)

    @property
    def left(self) -> float:
        """What cancelling leaves: |total| / gross, from 0 to 1; 1 where nothing flows at all."""
        return abs(self.total) / self.gross if self.gross else 1.0

    @property
    def by_term(self) -> dict[str, float]:
        """The share that each term of the loss sends, all its paths together."""
        terms = dict.fromkeys(path.term for path in self.paths)
        return {term: fsum(path.amount for path in self.paths if path.term == term) for term in terms}

    def onward(self, by: str) -> float:
        """∂by/∂name for a quantity `by` on a path: the sum over all ways back, each a product of factors."""
        ways = {}
        for path in self.paths:
            if by in path.names:
                at = path.names.index(by)
                ways[path.names[at:]] = float(prod(path.numbers[at:], start=1.0))
        return fsum(ways.values())


def ledger(net: Network, name: str) -> Ledger:
    """Every path from the loss of `net`, whose numbers must be plain floats, back to the quantity `name`.

    Raises graph.NonFinite on overflow, ValueError for a name that the network does not have.
    """
    graph = net.graph
    if name not in graph.consumers:
        raise ValueError(f"there is no quantity {name[:40]!r} in this network")
    gradients = cast(Mapping[str, float], net.gradients())
    values = {**net.numbers, **net.values()}
    partials = {q.name: q.partials for q in graph.quantities}
    paths = []
    for names in _ways(graph, name):
        steps = list(pairwise(names))
        factors = tuple(partials[of][by] for of, by in steps)
        numbers = tuple(float(cast(float, factor.evaluate(values))) for factor in factors)
        paths.append(Path(names, factors, numbers))
    return Ledger(graph.loss, name, tuple(paths), gradients)


def _ways(graph: Graph, name: str) -> Iterator[tuple[str, ...]]:
    """The names along every path from the loss to `name`, those from the loss's first term first.

    Two layers of four neurons have at most 64, and none is walked twice, so the time grows with their number.
    """
    order = {q.name: place for place, q in enumerate(graph.quantities)}

    def back(at: str) -> Iterator[tuple[str, ...]]:
        if at == graph.loss:
            yield (at,)
        for q in graph.consumers[at]:
            for before in back(q.name):
                yield (*before, at)

    yield from sorted(back(name), key=lambda names: [order.get(each, -1) for each in names])
