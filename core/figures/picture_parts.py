"""What a network's picture is made of, whichever way it runs: nodes, edges with labels, and tags for biases.

Two nodes to a neuron, net input and activation, so that the activation is an edge of its own and can carry its slope.
The errors are nodes too, so that the backward pass has a visible start. All units are those of the layout's own width
and height.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.backprop.engine.expression import Derivative, Symbol
from core.backprop.engine.graph import Graph, Operation, Quantity

SMALL = (66.0, 46.0)  # a given number: its name and its value
HEIGHT = 78.0  # of a computed node; up to four lines: name, value, gradient, value after the update
LABEL_HEIGHT = 50.0  # of a weight's label or a bias's tag; up to three lines: number, gradient, number after the update

Point = tuple[float, float]
Line = tuple[float, ...]  # x and y of two points or more
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Node:
    name: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Edge:
    """From node or tag to node; `ids` are the symbols that live on it, `weight` the one that it is labelled with.

    An edge through an activation has a place for its `slope`, which is the first of its ids.
    """

    source: str
    target: str
    weight: str | None
    ids: tuple[str, ...]
    line: Line
    label: Point | None  # the centre of its box
    slope: Point | None  # the middle of its base line


@dataclass(frozen=True)
class Tag:
    """A bias, beside the neuron it belongs to or one of those that share it; x, y is its centre."""

    name: str
    x: float
    y: float
    ids: tuple[str, ...]


@dataclass(frozen=True)
class NetworkLayout:
    """Where everything of a network's picture is."""

    width: float
    height: float
    label: tuple[float, float]  # width and height of the weights' labels and the biases' tags
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    tags: tuple[Tag, ...]


def levels(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """The nodes in the order in which numbers pass them: inputs, net inputs, activations, …, errors, the loss."""
    found = dict.fromkeys(graph.inputs, 0)
    for q in graph.quantities:
        found[q.name] = 1 + max(found[name] for name in q.partials if name in found)
    return tuple(tuple(name for name, at in found.items() if at == level) for level in range(max(found.values()) + 1))


def box(x: float, y: float, width: float, height: float) -> Box:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def overlap(a: Box, b: Box, apart: float = 0.0) -> bool:
    """Whether two boxes meet or are less than `apart` from each other."""
    return a[0] < b[2] + apart and b[0] < a[2] + apart and a[1] < b[3] + apart and b[1] < a[3] + apart


def edges_of(
    graph: Graph,
    nodes: Mapping[str, Node],
    line: Callable[[Quantity, str], Line],
    label: Callable[[Quantity, str, Line], Point],
    slope: Callable[[Quantity, str, Line], Point],
) -> tuple[Edge, ...]:
    """An edge from everything that a quantity is made of, drawn along `line`; where its texts stand is said by `label`
    for a weighted connection and by `slope` for one through an activation.
    """
    edges: list[Edge] = []
    for q in graph.quantities:
        weights = {source: weight for weight, source in q.terms}
        for source in (*weights, q.bias) if q.terms else q.partials:
            if not source:
                continue
            weight, path = weights.get(source), line(q, source)
            through = q.operation in (Operation.ACTIVATION, Operation.SOFTMAX)
            edges.append(
                Edge(
                    source,
                    q.name,
                    weight,
                    _ids(graph, q, source, weight),
                    path,
                    label(q, source, path) if weight else None,
                    slope(q, source, path) if through else None,
                )
            )
    return tuple(edges)


def tags_of(graph: Graph, places: Mapping[str, Point]) -> tuple[Tag, ...]:
    return tuple(Tag(name, *place, _own_ids(graph, name)) for name, place in places.items())


def biases(graph: Graph) -> dict[str, tuple[str, ...]]:
    """Each bias with the net inputs that it is added to."""
    found: dict[str, tuple[str, ...]] = {}
    for q in graph.quantities:
        if q.bias:
            found[q.bias] = (*found.get(q.bias, ()), q.name)
    return found


def _own_ids(graph: Graph, name: str) -> tuple[str, ...]:
    """A given number, its change, its gradient and its new value."""
    return name, f"Δ{name}", graph.gradient(name).id, Symbol(name, updated=True).id


def _ids(graph: Graph, q: Quantity, source: str, weight: str | None) -> tuple[str, ...]:
    """All symbols that an edge stands for: its weight, the weight's gradient and new value, the local derivatives."""
    through = (Derivative(q.name, source).id, graph.gradient(source, via=q.name).id)
    if weight is None:
        return through
    return (*_own_ids(graph, weight), Derivative(q.name, weight).id, *through)


def between(a: Node, b: Node) -> Line:
    """The line between two nodes' centres, cut off where it leaves one box and enters the other."""
    return (*_border(a, b.x - a.x, b.y - a.y), *_border(b, a.x - b.x, a.y - b.y))


def _border(node: Node, dx: float, dy: float) -> Point:
    scale = min(
        node.width / 2 / abs(dx) if dx else float("inf"),
        node.height / 2 / abs(dy) if dy else float("inf"),
    )
    return node.x + dx * scale, node.y + dy * scale


def spread(count: int, span: float) -> list[float]:
    """So many places, evenly over `span` around 0; a single one is at 0."""
    return [span * (each / (count - 1) - 0.5) if count > 1 else 0.0 for each in range(count)]


def extent(boxes: Iterable[Box]) -> Box:
    sides: Sequence[tuple[float, ...]] = list(zip(*boxes, strict=True))
    return min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])
