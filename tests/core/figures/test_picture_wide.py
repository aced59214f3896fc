"""What is special about the picture for a screen; test_picture.py and test_other_pictures.py have what both share."""

from core.backprop.engine.architecture import Architecture, graph_of
from core.backprop.engine.network import WORKSHEET
from core.figures.picture_wide import wide


def test_numbers_run_from_left_to_right() -> None:
    nodes = {node.name: node for node in wide(WORKSHEET, precise=False).nodes}
    for q in WORKSHEET.quantities:
        for source in (source for source in q.partials if source in nodes and source not in WORKSHEET.targets):
            assert nodes[source].x <= nodes[q.name].x
    assert nodes["i1"].x < nodes["h1"].x < nodes["a_h1"].x < nodes["o1"].x < nodes["E1"].x
    assert nodes["E_total"].x == nodes["E1"].x


def test_crossing_labels_are_nearer_their_source_as_on_the_worksheet() -> None:
    layout = wide(WORKSHEET, precise=False)
    edges = {edge.weight: edge for edge in layout.edges if edge.weight}

    def along(weight: str) -> float:
        edge = edges[weight]
        assert edge.label
        return (edge.label[0] - edge.line[0]) / (edge.line[2] - edge.line[0])

    assert along("w1") == along("w4") == 0.5
    assert along("w2") < 0.5
    assert along("w3") < 0.5


def test_twelve_digits_and_more_neurons_need_more_room() -> None:
    small, precise = wide(WORKSHEET, precise=False), wide(WORKSHEET, precise=True)
    large = wide(graph_of(Architecture((4, 4), biases="per neuron")), precise=False)
    assert small.width < precise.width
    assert small.height < large.height
    assert small.label < precise.label
