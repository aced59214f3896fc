from itertools import combinations

import pytest

from core.backprop.engine.network import WORKSHEET
from core.figures.picture import NetworkLayout, tall, wide

Box = tuple[float, float, float, float]  # left, top, right, bottom

PICTURES = {
    "wide": wide(WORKSHEET, precise=False),
    "wide, 12 digits": wide(WORKSHEET, precise=True),
    "tall": tall(WORKSHEET, precise=False),
    "tall, 12 digits": tall(WORKSHEET, precise=True),
}
every_picture = pytest.mark.parametrize("layout", PICTURES.values(), ids=PICTURES.keys())


def boxes(layout: NetworkLayout) -> dict[str, Box]:
    def box(x: float, y: float, width: float, height: float) -> Box:
        return x - width / 2, y - height / 2, x + width / 2, y + height / 2

    nodes = {node.name: box(node.x, node.y, node.width, node.height) for node in layout.nodes}
    return nodes | {str(edge.weight): box(*edge.label, *layout.label) for edge in layout.edges if edge.label}


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@every_picture
def test_nodes_and_labels_never_collide(layout: NetworkLayout) -> None:
    collisions = [(a, b) for (a, x), (b, y) in combinations(boxes(layout).items(), 2) if overlap(x, y)]
    assert collisions == []


@every_picture
def test_everything_is_inside_the_picture(layout: NetworkLayout) -> None:
    for left, top, right, bottom in boxes(layout).values():
        assert left >= 0
        assert top >= 0
        assert right <= layout.width
        assert bottom <= layout.height


@every_picture
def test_every_quantity_is_a_node_or_a_labelled_edge(layout: NetworkLayout) -> None:
    everything = {*WORKSHEET.given, *(q.name for q in WORKSHEET.quantities)}
    assert set(boxes(layout)) == everything


@every_picture
def test_edges_join_each_quantity_to_what_it_is_made_of(layout: NetworkLayout) -> None:
    edges = {(edge.source, edge.target) for edge in layout.edges}
    for q in WORKSHEET.quantities:
        sources = {name for name in q.partials if name not in WORKSHEET.weights}
        assert {source for source, target in edges if target == q.name} == sources


@every_picture
def test_a_line_starts_and_ends_on_the_border_of_its_nodes(layout: NetworkLayout) -> None:
    nodes = {node.name: node for node in layout.nodes}
    for edge in layout.edges:
        x1, y1, x2, y2 = edge.line
        for name, x, y in ((edge.source, x1, y1), (edge.target, x2, y2)):
            node = nodes[name]
            reach = max(abs(x - node.x) / (node.width / 2), abs(y - node.y) / (node.height / 2))
            assert reach == pytest.approx(1)


@every_picture
def test_symbols_live_on_one_edge_each_except_local_derivatives_that_are_nodes_too(layout: NetworkLayout) -> None:
    weights = [weight for edge in layout.edges for weight in edge.ids if weight in WORKSHEET.weights]
    assert sorted(weights) == sorted(WORKSHEET.weights)
