"""A network's picture from left to right, for a screen.

Every weight is labelled on its line. Labels of two by two connections sit as on the worksheet, where the crossing ones
are nearer their source. Denser layers have all labels at one fraction of the way, or every other one at another; which,
is tried out, and where no choice has room for all of them the neurons move apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from core.backprop.engine.graph import Graph, Operation, Quantity
from core.figures.picture_parts import (
    HEIGHT,
    LABEL_HEIGHT,
    SMALL,
    Box,
    Line,
    NetworkLayout,
    Node,
    Point,
    between,
    biases,
    box,
    edges_of,
    extent,
    levels,
    overlap,
    spread,
    tags_of,
)

GAP = 14.0  # between a net input and its activation
SOFTMAX_GAP = (120.0, 200.0)  # the same where everything is connected with everything; the second for 12 digits
BELOW = 10.0  # from a neuron to the tag of its bias
FIRST_LINE = 10.0  # from the top of a tag to the middle of its first line
BUS = 9.0  # from a column of neurons to the line that brings them a shared bias
MARGIN = (3.0, 5.0)
TARGET = 92.0  # from an error up or down to its target
SPANS = {1: 0.0, 2: 250.0, 3: 300.0, 4: 390.0}  # from the first to the last neuron of a layer, if it is the largest
SHARE = {1: 0.0, 2: 0.88, 3: 0.9, 4: 1.0}  # how much of the largest layer's span the other layers take, by their size
WITH_BIAS = HEIGHT + BELOW + LABEL_HEIGHT + 26  # from a neuron with a tag to the next one
STRETCHES = [1 + step / 20 for step in range(60)]
ONE_COLUMN = 8  # labels that have room in one column
FRACTIONS = (0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7)
PAIRS = ((1 / 3, 2 / 3), (2 / 3, 1 / 3), (0.4, 0.74), (0.26, 0.6), (0.26, 0.74), (0.74, 0.26))
CLOSEST = 2.0  # between labels, and between labels and nodes

Fractions = tuple[float, float] | None  # how far along, for every other label; None means as on the worksheet


def wide(graph: Graph, precise: bool) -> NetworkLayout:
    """`precise` leaves room for 12 digits."""
    for stretch in STRETCHES:
        built = _Builder(graph, 126.0 if precise else 84.0, precise, stretch)
        if built.has_room:
            break
    return built.layout()


class _Builder:
    """Where everything is if the neurons of a layer are `stretch` times as far apart as they need to be."""

    def __init__(self, graph: Graph, width: float, precise: bool, stretch: float) -> None:
        self.graph, self.width = graph, width
        self.columns = levels(graph)[:-1]  # the loss stands between the errors
        self.quantities = {q.name: q for q in graph.quantities}
        self.biases = biases(graph)
        self.gaps = [
            self._gap(left, right, precise) for left, right in zip(self.columns, self.columns[1:], strict=False)
        ]
        xs = [MARGIN[0] + SMALL[0] / 2]
        for number, gap in enumerate(self.gaps):
            half = SMALL[0] / 2 if number == 0 else width / 2
            xs.append(xs[-1] + half + gap + width / 2)
        centres = self._centres(xs, stretch)
        self.places = {name: self._below(centres[sharing[-1]]) for name, sharing in self.biases.items()}
        given = (*graph.inputs, *graph.targets)
        sizes = {name: SMALL if name in given else (width, HEIGHT) for name in centres}
        boxes = [box(*at, *sizes[name]) for name, at in centres.items()]
        _, top, width_used, bottom = extent([*boxes, *map(self._label_box, self.places.values())])
        down = MARGIN[1] - top
        self.size = width_used + MARGIN[0], bottom - top + 2 * MARGIN[1]
        self.nodes = {name: Node(name, x, y + down, *sizes[name]) for name, (x, y) in centres.items()}
        self.places = {name: (x, y + down) for name, (x, y) in self.places.items()}
        self.fractions: dict[str, Fractions] = {}  # by the first name of the column that a gap leads to
        found = [self._choose(left, right) for left, right in pairwise(self.columns)]
        self.has_room = all(found)

    def _gap(self, left: tuple[str, ...], right: tuple[str, ...], precise: bool) -> float:
        """The width between two columns."""
        q = self.quantities[right[0]]
        if q.operation is Operation.SOFTMAX:
            return SOFTMAX_GAP[precise]
        if not q.terms:
            return GAP
        labels = len(left) * len(right)
        if labels > ONE_COLUMN:
            room = 3 * self.width + 12  # a column of labels at a third of the way, another at two thirds
        else:
            room = self.width + 20 if _few(left, right) else max(self.width + 20, 1.25 * self.width + 5)
        shared = q.bias and len(self.biases[q.bias]) > 1
        return room + (18 if shared else 0)

    def _centres(self, xs: list[float], stretch: float) -> dict[str, Point]:
        """Around a middle line at 0."""
        largest = max(len(column) for column in self.columns)
        span = SPANS[largest]
        if any(len(sharing) == 1 for sharing in self.biases.values()):
            span = max(span, (largest - 1) * WITH_BIAS)
        spans = {count: stretch * (span if count == largest else span * SHARE[count]) for count in SPANS}
        centres = {
            name: (x, y)
            for x, column in zip(xs, self.columns, strict=True)
            for name, y in zip(column, spread(len(column), spans[len(column)]), strict=True)
        }
        errors = self.columns[-1]
        first, last = centres[errors[0]][1], centres[errors[-1]][1]
        targets = zip(self.graph.targets, (first - TARGET, last + TARGET), strict=True)
        return centres | {name: (xs[-1], y) for name, y in targets} | {self.graph.loss: (xs[-1], 0.0)}

    def _below(self, neuron: Point) -> Point:
        return neuron[0], neuron[1] + HEIGHT / 2 + BELOW + LABEL_HEIGHT / 2

    def _label_box(self, at: Point) -> Box:
        return box(*at, self.width, LABEL_HEIGHT)

    def _choose(self, left: tuple[str, ...], right: tuple[str, ...]) -> bool:
        """Finds where the labels between two columns have room, if anywhere."""
        if not self.quantities[right[0]].terms:
            return True
        obstacles = [box(n.x, n.y, n.width, n.height) for n in self.nodes.values()]
        obstacles += map(self._label_box, self.places.values())
        for name, sharing in self.biases.items():
            for neuron in sharing[:-1] if right[0] in sharing else ():
                x, low, _, high = self._bus(name, neuron)[2:6]
                obstacles.append((x, high, x, low))
        for fractions in self._choices(len(left) * len(right), _few(left, right)):
            self.fractions[right[0]] = fractions
            labels = [
                self._label_box(self._label(self.quantities[b], a, self._line(self.quantities[b], a)))
                for b in right
                for a in left
            ]
            meet = any(overlap(a, b, CLOSEST) for a, b in combinations(labels, 2))
            if not meet and not any(overlap(a, b) for a in labels for b in obstacles):
                return True
        return False

    def _choices(self, labels: int, few: bool) -> Iterator[Fractions]:
        if few:
            yield None
        yield from ((each, each) for each in FRACTIONS)
        if labels > ONE_COLUMN:
            yield from PAIRS

    def _line(self, q: Quantity, source: str) -> Line:
        a, b = self.nodes.get(source), self.nodes[q.name]
        if a is None:
            return self._bus(source, q.name)
        dense = q.terms and self.fractions[self._column(q.name)[0]] is not None
        return (a.x + a.width / 2, a.y, b.x - b.width / 2, b.y) if dense else between(a, b)

    def _column(self, name: str) -> tuple[str, ...]:
        return next(column for column in self.columns if name in column)

    def _bus(self, bias: str, neuron: str) -> Line:
        """Up from the tag of a bias to the neuron above it; to others along the left side of their column."""
        (x, y), node = self.places[bias], self.nodes[neuron]
        if neuron == self.biases[bias][-1]:
            return x, y - LABEL_HEIGHT / 2, x, node.y + node.height / 2
        side, leave, entry = x - self.width / 2, y - LABEL_HEIGHT / 2 + FIRST_LINE, node.y + node.height / 3
        return side, leave, side - BUS, leave, side - BUS, entry, side, entry

    def _label(self, q: Quantity, source: str, line: Line) -> Point:
        x1, y1, x2, y2 = line
        fractions, column = self.fractions[(right := self._column(q.name))[0]], self._column(source)
        if fractions is None:  # on the line, where it is not level above or below the middle
            along = 0.5 if y1 == y2 else 0.5 - LABEL_HEIGHT / abs(y2 - y1)
        else:
            along = fractions[(column.index(source) + right.index(q.name)) % 2]
        return x1 + along * (x2 - x1), y1 + along * (y2 - y1)

    def _slope(self, q: Quantity, source: str, line: Line) -> Point:
        x1, y1, x2, y2 = line
        x, y = (x1 + x2) / 2, (y1 + y2) / 2
        if q.operation is not Operation.SOFTMAX:
            return x, y - HEIGHT / 2 - 6  # above the two nodes, between which there is no room
        return (x, y - 6) if y1 == y2 else (x, y1 + 0.25 * (y2 - y1))

    def layout(self) -> NetworkLayout:
        edges = edges_of(self.graph, self.nodes, self._line, self._label, self._slope)
        label = (self.width, LABEL_HEIGHT)
        return NetworkLayout(*self.size, label, tuple(self.nodes.values()), edges, tags_of(self.graph, self.places))


def _few(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether connections can be labelled as on the worksheet."""
    return len(left) <= 2 and len(right) <= 2
