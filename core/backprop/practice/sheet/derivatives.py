"""What every quantity of a sheet should be: the graph's own formulas, with any derivative ∂X/∂Y path by path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import add

from core.backprop.engine.expression import ONE, Derivative, Difference, Expression, Product, Symbol
from core.backprop.engine.graph import Graph, Operation, Quantity
from core.backprop.engine.substitution import replace_leaves
from core.backprop.practice.sheet.names import RATE

ABOVE = "@-1"  # behind an id: its number one update before


@dataclass(frozen=True)
class Link:
    """One factor of the chain rule: ∂q/∂name, as a formula or by that name if it is `shown` in the sheet."""

    quantity: Quantity
    name: str
    shown: bool = False

    @property
    def partial(self) -> Expression:
        return Derivative(self.quantity.name, self.name) if self.shown else self.quantity.partials[self.name]


@dataclass(frozen=True)
class Path:
    """One way back from X to Y: a derivative that the sheet has already, if there is one, and the factors after it."""

    head: Expression
    links: tuple[Link, ...]

    @property
    def product(self) -> Expression:
        return reduce(lambda product, link: product * link.partial, self.links, self.head)


def split(id: str) -> tuple[str, str] | None:
    """("E_total", "w5") for ∂E_total/∂w5; None for what is no derivative."""
    of, slash, by = id.partition("/∂")
    return (of.removeprefix("∂"), by) if slash else None


@lru_cache(maxsize=4096)
def paths(graph: Graph, of: str, by: str, known: frozenset[str] = frozenset()) -> tuple[Path, ...]:
    """Every path of ∂of/∂by; it ends early at a derivative among the `known` ids."""
    return tuple(_paths(graph, of, by, known))


def _paths(graph: Graph, of: str, by: str, known: frozenset[str]) -> Iterator[Path]:
    if of == by:
        yield Path(ONE, ())
        return
    parts = _parts(graph, of)
    if any(f"∂{part}/∂{by}" in known for part in parts if part != by):
        for part in parts:  # ∂E_total/∂w is the sum of ∂E1/∂w and ∂E2/∂w
            whole = f"∂{part}/∂{by}" in known
            yield from [Path(Derivative(part, by), ())] if whole else _paths(graph, part, by, known)
        return
    for q in graph.consumers.get(by, ()):
        link = Link(q, by, q.name != of and f"∂{q.name}/∂{by}" in known)
        id = f"∂{of}/∂{q.name}"
        if id in known and q.name != of:
            yield Path(Derivative(of, q.name), (link,))
        else:
            yield from (Path(each.head, (*each.links, link)) for each in _paths(graph, of, q.name, known))


def _parts(graph: Graph, of: str) -> tuple[str, ...]:
    """What a total adds up; nothing for another quantity."""
    q = next((q for q in graph.quantities if q.name == of), None)
    return tuple(q.partials) if q and q.operation is Operation.TOTAL else ()


def is_known(graph: Graph, id: str) -> bool:
    """Whether such an id can be computed from this graph."""
    if pair := split(id):
        names = {*graph.given, *(q.name for q in graph.quantities)}
        return set(pair) <= names and bool(paths(graph, *pair))
    name = id.removesuffix("⁺")
    return name in graph.weights if name != id else name in graph.given or any(q.name == id for q in graph.quantities)


@lru_cache(maxsize=4096)
def expected(graph: Graph, id: str, known: frozenset[str] = frozenset()) -> Expression:
    """The formula of a quantity; a weight's is its update from one update before, w⁺ its update from now."""
    if pair := split(id):
        return reduce(add, (path.product for path in paths(graph, *pair, known)))
    if id.endswith("⁺"):
        weight = id.removesuffix("⁺")
        return Difference(Symbol(weight), Product((Symbol(RATE), _gradient(graph, weight, known))))
    if id in graph.weights:
        if f"{id}⁺" in known:
            return Symbol(f"{id}⁺{ABOVE}")
        return replace_leaves(expected(graph, f"{id}⁺", known), above)
    return next(q.formula for q in graph.quantities if q.name == id)


def above(leaf: Expression) -> Expression:
    """The same symbol one update before; the learning rate has no update."""
    if isinstance(leaf, Symbol | Derivative) and leaf.id != RATE:
        return Symbol(leaf.id + ABOVE)
    return leaf


def _gradient(graph: Graph, weight: str, known: frozenset[str]) -> Expression:
    gradient = graph.gradient(weight)
    return gradient if gradient.id in known else expected(graph, gradient.id, known)
