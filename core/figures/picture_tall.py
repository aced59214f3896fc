"""A network's picture from top to bottom, for a phone.

Between layers of two without biases the labels stand on their lines, those of straight ones moved outward. Elsewhere
there is no room for that, so each neuron has the labels of all that it adds up in a stack above it.
"""

from __future__ import annotations

from itertools import pairwise

from core.backprop.engine.graph import Graph, Operation, Quantity
from core.figures.picture_parts import (
    HEIGHT,
    LABEL_HEIGHT,
    SMALL,
    Line,
    NetworkLayout,
    Node,
    Point,
    between,
    biases,
    edges_of,
    levels,
    tags_of,
)

WIDTH = 390.0
ROOMY = 500.0  # the width for 12 digits in a layer of more than two
ASIDE = 107.0  # from the middle to the neurons of a layer of two
FIRST = 26.0  # the middle of the inputs
ROWS = 196.0, 212.0  # between layers of two: from the inputs, and from the activations before
STEP = 102.0  # from a net input to its activation, and from there to its error
SOFTMAX_STEP = 180.0
FAN = 66.0  # from a layer down to the stacks above the next one
PITCH = 52.0  # of the labels in a stack
CHANNEL = 12.0  # between a stack and its neuron; a shared bias runs there to the others
TARGETS, BELOW = 86.0, 44.0  # from the errors down to the targets, and from there to the edge
STRAIGHT, OUTWARD = 0.66, 34.0  # where the label of a straight line is along it, and how far it is moved aside


def tall(graph: Graph, precise: bool) -> NetworkLayout:
    """`precise` leaves room for 12 digits."""
    return _Builder(graph, precise).layout()


class _Builder:
    def __init__(self, graph: Graph, precise: bool) -> None:
        self.graph = graph
        self.node_width, self.label_width = (116.0, 102.0) if precise else (86.0, 86.0)
        self.rows = levels(graph)[:-1]  # the loss stands between the targets
        self.quantities = {q.name: q for q in graph.quantities}
        self.biases = biases(graph)
        most = max(map(len, self.rows))
        self.width = ROOMY if precise and most > 2 else WIDTH
        given = (*graph.inputs, *graph.targets)
        centres: dict[str, Point] = {}
        y = FIRST
        for above, row in pairwise(((), *self.rows)):
            y += self._step(above, row)
            centres |= {name: (x, y) for name, x in zip(row, self._xs(len(row)), strict=True)}
        y += TARGETS
        first, last = graph.targets
        centres |= {first: (36.0, y), graph.loss: (self.width / 2, y), last: (self.width - 36, y)}
        self.height = y + BELOW
        sizes = {name: SMALL if name in given else (self.node_width, HEIGHT) for name in centres}
        self.nodes = {name: Node(name, x, y, *sizes[name]) for name, (x, y) in centres.items()}
        self.tags = {name: self._in_stack(sharing[0], None) for name, sharing in self.biases.items()}
        half_a_slope = 52.0 if precise else 29.0
        self.slope_aside = min(36.0, self.width - self._xs(most)[-1] - half_a_slope)

    def _xs(self, count: int) -> list[float]:
        if count == 2:
            return [self.width / 2 - ASIDE, self.width / 2 + ASIDE]
        return [self.width * (each + 0.5) / count for each in range(count)]

    def _on_lines(self, above: tuple[str, ...], row: tuple[str, ...]) -> bool:
        return len(above) == len(row) == 2 and not any(self.quantities[name].bias for name in row)

    def _step(self, above: tuple[str, ...], row: tuple[str, ...]) -> float:
        """From one row's middle to the next one's."""
        if not above:
            return 0.0
        q = self.quantities[row[0]]
        if not q.terms:
            return SOFTMAX_STEP if q.operation is Operation.SOFTMAX else STEP
        from_inputs = above == self.rows[0]
        if self._on_lines(above, row):
            return ROWS[0] if from_inputs else ROWS[1]
        half = SMALL[1] / 2 if from_inputs else HEIGHT / 2
        return half + FAN + self._labels(q) * PITCH + CHANNEL + HEIGHT / 2

    def _labels(self, q: Quantity) -> int:
        """How many labels a layer's stacks have at most: one for each weight, and one for a bias."""
        return len(q.terms) + bool(q.bias)

    def _in_stack(self, neuron: str, source: str | None) -> Point:
        """The label of the weight from `source` in the stack of a neuron; of its bias, which comes last, for None."""
        q, node = self.quantities[neuron], self.nodes[neuron]
        sources = [name for _, name in q.terms]
        below = 0 if source is None else len(sources) - 1 - sources.index(source) + self._room_for_bias(q)
        return node.x, node.y - HEIGHT / 2 - CHANNEL - (below + 0.5) * PITCH

    def _room_for_bias(self, q: Quantity) -> int:
        """Of a shared bias, only the first neuron has the tag in its stack."""
        return int(bool(q.bias) and self.biases[q.bias][0] == q.name)

    def _line(self, q: Quantity, source: str) -> Line:
        b = self.nodes[q.name]
        top = b.y - HEIGHT / 2
        if source in self.biases:
            x, y = self.tags[source]
            bottom, bus = y + LABEL_HEIGHT / 2, top - CHANNEL / 2
            return (x, bottom, x, top) if x == b.x else (x, bottom, x, bus, b.x, bus, b.x, top)
        a = self.nodes[source]
        if not q.terms or self._on_lines(self._row(source), self._row(q.name)):
            return between(a, b)
        stack = self._in_stack(q.name, q.terms[0][1])[1] - LABEL_HEIGHT / 2
        return a.x, a.y + a.height / 2, b.x, stack, b.x, top

    def _row(self, name: str) -> tuple[str, ...]:
        return next(row for row in self.rows if name in row)

    def _label(self, q: Quantity, source: str, line: Line) -> Point:
        if not self._on_lines(self._row(source), self._row(q.name)):
            return self._in_stack(q.name, source)
        x1, y1, x2, y2 = line
        right = x1 > self.width / 2
        if x1 == x2:
            return x1 + (OUTWARD if right else -OUTWARD), y1 + STRAIGHT * (y2 - y1)
        aside = self.label_width / 2 + 3  # crossing ones side by side, just below the nodes they come from
        return self.width / 2 + (aside if right else -aside), y1 + LABEL_HEIGHT / 2 + 8

    def _slope(self, q: Quantity, source: str, line: Line) -> Point:
        x1, y1, x2, y2 = line
        if x1 != x2:  # through softmax to another output
            return (x1 + x2) / 2, y1 + (0.25 if x1 < x2 else 0.85) * (y2 - y1)
        return x1 + self.slope_aside, (y1 + y2) / 2 + 5

    def layout(self) -> NetworkLayout:
        edges = edges_of(self.graph, self.nodes, self._line, self._label, self._slope)
        label = (self.label_width, LABEL_HEIGHT)
        size = self.width, self.height
        return NetworkLayout(*size, label, tuple(self.nodes.values()), edges, tags_of(self.graph, self.tags))
