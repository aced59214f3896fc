"""Where everything of the worksheet network's picture is drawn: nodes, edges, and their labels.

Two nodes to a neuron, net input and activation, so that the sigmoid is an edge of its own and can carry its slope.
The errors are nodes too, so that the backward pass has a visible start. Weight labels of crossing edges sit nearer
their source, where they cannot meet. All units are those of the layout's own width and height.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.backprop.expression import Derivative, Symbol
from core.backprop.graph import Graph, Operation, Quantity

NODE = (86.0, 78.0)  # width and height; up to four lines: name, value, gradient, value after the update
SMALL = (66.0, 46.0)  # given numbers: name and value only
LABEL = (86.0, 50.0)  # up to three lines: weight, gradient, weight after the update


@dataclass(frozen=True)
class Node:
    name: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Edge:
    """From node to node; `ids` are the symbols that live on it, `weight` the one that it is labelled with."""

    source: str
    target: str
    weight: str | None
    ids: tuple[str, ...]
    line: tuple[float, float, float, float]  # x1, y1, x2, y2
    label: tuple[float, float] | None  # centre of a box of size LABEL


@dataclass(frozen=True)
class Picture:
    width: float
    height: float
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


# Centres. Wide: layers from left to right, for a screen. Tall: from top to bottom, for a phone.
WIDE = {
    "i1": (36, 120), "i2": (36, 370),
    "h1": (230, 120), "h2": (230, 370), "a_h1": (336, 120), "a_h2": (336, 370),
    "o1": (540, 120), "o2": (540, 370), "a_o1": (646, 120), "a_o2": (646, 370),
    "t1": (754, 28), "E1": (754, 120), "E_total": (754, 245), "E2": (754, 370), "t2": (754, 462),
}  # fmt: skip
TALL = {
    "i1": (88, 26), "i2": (302, 26),
    "h1": (88, 222), "h2": (302, 222), "a_h1": (88, 324), "a_h2": (302, 324),
    "o1": (88, 536), "o2": (302, 536), "a_o1": (88, 638), "a_o2": (302, 638),
    "t1": (36, 826), "E1": (88, 740), "E_total": (195, 826), "E2": (302, 740), "t2": (354, 826),
}  # fmt: skip


def wide(graph: Graph) -> Picture:
    """The worksheet network from left to right."""
    return _picture(graph, WIDE, 800, 490, outward=0, crossing=0.3)


def tall(graph: Graph) -> Picture:
    """The worksheet network from top to bottom; labels of straight edges move outward to leave room."""
    return _picture(graph, TALL, 390, 870, outward=40, crossing=0.27)


def _picture(
    graph: Graph,
    centres: dict[str, tuple[int, int]],
    width: float,
    height: float,
    outward: float,
    crossing: float,
) -> Picture:
    given = graph.inputs + graph.targets
    nodes = {name: Node(name, x, y, *(SMALL if name in given else NODE)) for name, (x, y) in centres.items()}

    def edge(q: Quantity, source: str, weight: str | None) -> Edge:
        line = _between(nodes[source], nodes[q.name])
        x1, y1, x2, y2 = line
        label = None
        if weight:
            straight = x1 == x2 or y1 == y2
            along = 0.5 if straight else crossing
            aside = (outward if x1 > width / 2 else -outward) if straight else 0
            label = (x1 + along * (x2 - x1) + aside, y1 + along * (y2 - y1))
        return Edge(source, q.name, weight, _ids(graph, q, source, weight), line, label)

    edges = []
    for q in graph.quantities:
        if q.operation is Operation.WEIGHTED_SUM:
            edges += [edge(q, local.name, weight) for weight, local in _weights(q)]
        else:
            edges += [edge(q, source, None) for source in q.partials]
    return Picture(width, height, tuple(nodes.values()), tuple(edges))


def _weights(q: Quantity) -> list[tuple[str, Symbol]]:
    """The (weight, input symbol) pairs of a weighted sum: the first half of its partial derivatives."""
    pairs = list(q.partials.items())
    return [(weight, local) for weight, local in pairs[: len(pairs) // 2] if isinstance(local, Symbol)]


def _ids(graph: Graph, q: Quantity, source: str, weight: str | None) -> tuple[str, ...]:
    """All symbols that an edge stands for: its weight, the weight's gradient and new value, the local derivatives."""
    through = (Derivative(q.name, source).id, graph.gradient(source, via=q.name).id)
    if weight is None:
        return through
    of_weight = (weight, graph.gradient(weight).id, Symbol(weight, updated=True).id, Derivative(q.name, weight).id)
    return of_weight + through


def _between(a: Node, b: Node) -> tuple[float, float, float, float]:
    """The line between two nodes' centres, cut off where it leaves one box and enters the other."""
    return (*_border(a, b.x - a.x, b.y - a.y), *_border(b, a.x - b.x, a.y - b.y))


def _border(node: Node, dx: float, dy: float) -> tuple[float, float]:
    scale = min(
        node.width / 2 / abs(dx) if dx else float("inf"),
        node.height / 2 / abs(dy) if dy else float("inf"),
    )
    return node.x + dx * scale, node.y + dy * scale
