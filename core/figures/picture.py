"""Where everything of the worksheet network's picture is drawn: nodes, edges, and their labels.

Two nodes to a neuron, net input and activation, so that the sigmoid is an edge of its own and can carry its slope.
The errors are nodes too, so that the backward pass has a visible start. Weight labels of crossing edges sit nearer
their source, where they cannot meet. All units are those of the layout's own width and height.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.backprop.expression import Derivative, Symbol
from core.backprop.graph import Graph, Operation, Quantity

SMALL = (66.0, 46.0)  # a given number: its name and its value
HEIGHT = 78.0  # of a computed node; up to four lines: name, value, gradient, value after the update
LABEL_HEIGHT = 50.0  # of a weight's label; up to three lines: weight, gradient, weight after the update
GAP = 20.0  # between a net input and its activation


Line = tuple[float, float, float, float]  # x1, y1, x2, y2


@dataclass(frozen=True)
class Node:
    name: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Edge:
    """From node to node; `ids` are the symbols that live on it, `weight` the one that it is labelled with.

    An edge through a sigmoid has a place for its `slope`, which is the first of its ids.
    """

    source: str
    target: str
    weight: str | None
    ids: tuple[str, ...]
    line: Line
    label: tuple[float, float] | None  # the centre of its box
    slope: tuple[float, float] | None  # the middle of its base line


@dataclass(frozen=True)
class Picture:
    width: float
    height: float
    label: tuple[float, float]  # width and height of the weights' labels
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def wide(graph: Graph, precise: bool) -> Picture:
    """The worksheet network from left to right, for a screen; `precise` leaves room for 12 digits."""
    box = 128.0 if precise else 86.0
    between = box + 30  # room for the labels of the weights
    x, xs = SMALL[0] / 2 + 3, []
    for step in (SMALL[0] / 2 + between + box / 2, box + GAP, box + between, box + GAP, box + GAP, 0.0):
        xs.append(x)
        x += step
    top, bottom = 120.0, 370.0
    centres = {
        f"{name}{row}": (at, y) for name, at in zip(LAYERS, xs, strict=True) for row, y in ((1, top), (2, bottom))
    }
    centres |= {"t1": (xs[-1], 28.0), "E_total": (xs[-1], (top + bottom) / 2), "t2": (xs[-1], 462.0)}
    return _picture(graph, centres, (xs[-1] + box / 2 + 3, 490.0), box, box, straight=0.5, outward=0.0, apart=50.0)


def tall(graph: Graph, precise: bool) -> Picture:
    """The worksheet network from top to bottom, for a phone; labels of straight edges move outward to leave room."""
    box, label = (116.0, 102.0) if precise else (86.0, 86.0)
    ys = (26.0, 222.0, 324.0, 536.0, 638.0, 740.0)
    left, right = 88.0, 302.0
    centres = {f"{name}{row}": (x, y) for name, y in zip(LAYERS, ys, strict=True) for row, x in ((1, left), (2, right))}
    centres |= {"t1": (36.0, 826.0), "E_total": ((left + right) / 2, 826.0), "t2": (354.0, 826.0)}
    return _picture(graph, centres, (390.0, 870.0), box, label, 0.66, 34.0, label / 2 + 3)


LAYERS = ("i", "h", "a_h", "o", "a_o", "E")


def _picture(
    graph: Graph,
    centres: dict[str, tuple[float, float]],
    size: tuple[float, float],
    node_width: float,
    label_width: float,
    straight: float,
    outward: float,
    apart: float,
) -> Picture:
    """Labels of straight edges sit at the fraction `straight`, moved `outward`; others `apart` from the middle."""
    given = graph.inputs + graph.targets
    sizes = {name: SMALL if name in given else (node_width, HEIGHT) for name in centres}
    nodes = {name: Node(name, x, y, *sizes[name]) for name, (x, y) in centres.items()}

    def straight_label(line: Line) -> tuple[float, float]:
        x1, y1, x2, y2 = line
        return x1 + straight * (x2 - x1) + (outward if x1 > size[0] / 2 else -outward), y1 + straight * (y2 - y1)

    def crossing_label(line: Line) -> tuple[float, float]:
        x1, y1, x2, y2 = line
        if size[0] > size[1]:  # wide: on the line, `apart` above or below the middle
            along = 0.5 - apart / abs(y2 - y1)
            return x1 + along * (x2 - x1), y1 + along * (y2 - y1)
        aside = apart if x1 > size[0] / 2 else -apart  # tall: side by side, just below the nodes they come from
        return size[0] / 2 + aside, y1 + LABEL_HEIGHT / 2 + 8

    def slope_above(line: Line) -> tuple[float, float]:
        x, y = (line[0] + line[2]) / 2, (line[1] + line[3]) / 2
        return (x, y - HEIGHT / 2 - 6) if size[0] > size[1] else (x + 36, y + 5)

    def edge(q: Quantity, source: str, weight: str | None) -> Edge:
        line = _between(nodes[source], nodes[q.name])
        x1, y1, x2, y2 = line
        label = None
        if weight:
            label = straight_label(line) if x1 == x2 or y1 == y2 else crossing_label(line)
        slope = slope_above(line) if q.operation is Operation.ACTIVATION else None
        return Edge(source, q.name, weight, _ids(graph, q, source, weight), line, label, slope)

    edges: list[Edge] = []
    for q in graph.quantities:
        if q.terms:
            edges += [edge(q, source, weight) for weight, source in q.terms]
        else:
            edges += [edge(q, source, None) for source in q.partials]
    return Picture(*size, (label_width, LABEL_HEIGHT), tuple(nodes.values()), tuple(edges))


def _ids(graph: Graph, q: Quantity, source: str, weight: str | None) -> tuple[str, ...]:
    """All symbols that an edge stands for: its weight, the weight's gradient and new value, the local derivatives."""
    through = (Derivative(q.name, source).id, graph.gradient(source, via=q.name).id)
    if weight is None:
        return through
    of_weight = (
        weight,
        f"Δ{weight}",
        graph.gradient(weight).id,
        Symbol(weight, updated=True).id,
        Derivative(q.name, weight).id,
    )
    return of_weight + through


def _between(a: Node, b: Node) -> Line:
    """The line between two nodes' centres, cut off where it leaves one box and enters the other."""
    return (*_border(a, b.x - a.x, b.y - a.y), *_border(b, a.x - b.x, a.y - b.y))


def _border(node: Node, dx: float, dy: float) -> tuple[float, float]:
    scale = min(
        node.width / 2 / abs(dx) if dx else float("inf"),
        node.height / 2 / abs(dy) if dy else float("inf"),
    )
    return node.x + dx * scale, node.y + dy * scale
