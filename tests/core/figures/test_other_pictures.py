"""The picture of every shape of network: everything once, nothing over anything else, all of it inside."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from core.backprop.engine.architecture import BIASES, LOSSES, Architecture, graph_of
from core.backprop.engine.graph import Graph, Operation
from core.figures.picture import NetworkLayout, tall, wide
from core.figures.picture_parts import Box, box, overlap

LAYERS = [(n,) for n in range(1, 5)] + [(n, m) for n, m in product(range(1, 5), repeat=2)]
DRAWN = {"wide": wide, "tall": tall}
LETTER = 6.9  # units that a letter of a slope takes at most
LINE = 12.0

every_layering = pytest.mark.parametrize("hidden", LAYERS, ids=str)
every_direction = pytest.mark.parametrize("direction", DRAWN)
every_precision = pytest.mark.parametrize("precise", [False, True], ids=["4 digits", "12 digits"])


def drawn(hidden: tuple[int, ...], direction: str, precise: bool) -> list[tuple[Graph, NetworkLayout]]:
    graphs = [graph_of(Architecture(hidden, biases=b, loss=loss)) for b, loss in product(BIASES, LOSSES)]
    return [(graph, DRAWN[direction](graph, precise)) for graph in graphs]


def boxes(layout: NetworkLayout, graph: Graph) -> dict[str, Box]:
    """Nodes, labels and tags by name. What is given and never changes has one line in its tag, the first."""
    found = {node.name: box(node.x, node.y, node.width, node.height) for node in layout.nodes}
    found |= {str(edge.weight): box(*edge.label, *layout.label) for edge in layout.edges if edge.label}
    return found | {tag.name: box(tag.x, tag.y, *layout.label) for tag in layout.tags}


def slopes(layout: NetworkLayout, precise: bool) -> dict[str, Box]:
    width = LETTER * (15 if precise else 8)
    return {
        edge.ids[0]: box(edge.slope[0], edge.slope[1] - LINE / 2, width, LINE) for edge in layout.edges if edge.slope
    }


@every_layering
@every_direction
@every_precision
def test_nothing_covers_anything_else(hidden: tuple[int, ...], direction: str, precise: bool) -> None:
    for graph, layout in drawn(hidden, direction, precise):
        found = boxes(layout, graph)
        assert [(a, b) for (a, x), (b, y) in combinations(found.items(), 2) if overlap(x, y)] == [], graph.weights


@every_layering
@every_direction
@every_precision
def test_a_slope_is_readable(hidden: tuple[int, ...], direction: str, precise: bool) -> None:
    for graph, layout in drawn(hidden, direction, precise):
        texts, others = slopes(layout, precise), boxes(layout, graph)
        assert [(a, b) for (a, x), (b, y) in combinations(texts.items(), 2) if overlap(x, y)] == []
        for a, text in texts.items():
            assert [name for name, other in others.items() if overlap(text, other)] == [], (a, graph.weights)


@every_layering
@every_direction
@every_precision
def test_everything_is_inside(hidden: tuple[int, ...], direction: str, precise: bool) -> None:
    for graph, layout in drawn(hidden, direction, precise):
        for name, (left, top, right, bottom) in (boxes(layout, graph) | slopes(layout, precise)).items():
            assert 0 <= left < right <= layout.width, name
            assert 0 <= top < bottom <= layout.height, name
        for edge in layout.edges:
            assert all(0 <= x <= layout.width for x in edge.line[::2]), edge
            assert all(0 <= y <= layout.height for y in edge.line[1::2]), edge


@every_layering
@every_direction
def test_every_name_and_every_id_is_there_once(hidden: tuple[int, ...], direction: str) -> None:
    for graph, layout in drawn(hidden, direction, False):
        names = [node.name for node in layout.nodes] + [tag.name for tag in layout.tags]
        names += [edge.weight for edge in layout.edges if edge.weight]
        assert sorted(names) == sorted([*graph.given, *(q.name for q in graph.quantities)])
        on_edges = [each for edge in layout.edges for each in edge.ids]
        assert len(on_edges) == len(set(on_edges))
        assert {tag.name: tag.ids for tag in layout.tags} == {
            name: (name, f"Δ{name}", f"∂E_total/∂{name}", f"{name}⁺") for name in given_biases(graph)
        }


def given_biases(graph: Graph) -> set[str]:
    return {q.bias for q in graph.quantities if q.bias}


@every_layering
@every_direction
def test_every_connection_is_an_edge(hidden: tuple[int, ...], direction: str) -> None:
    for graph, layout in drawn(hidden, direction, False):
        edges = {(edge.source, edge.target) for edge in layout.edges}
        weights = {weight for q in graph.quantities for weight, _ in q.terms}
        for q in graph.quantities:
            assert {source for source, target in edges if target == q.name} == q.partials.keys() - weights
            slopes = [edge.slope for edge in layout.edges if edge.target == q.name and edge.slope]
            through = q.operation in (Operation.ACTIVATION, Operation.SOFTMAX)
            assert len(slopes) == (len(q.partials) if through else 0)


@every_layering
def test_a_screen_has_room_for_any_network(hidden: tuple[int, ...]) -> None:
    for graph, layout in drawn(hidden, "wide", False):
        assert layout.width < 1450, graph.weights
        assert layout.height < 900, (layout.height, graph.weights)
    for _, layout in drawn(hidden, "tall", False):
        assert layout.width == 390
