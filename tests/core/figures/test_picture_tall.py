"""What is special about the picture for a phone; test_picture.py and test_other_pictures.py have what both share."""

import pytest

from core.backprop.engine.architecture import Architecture, graph_of
from core.backprop.engine.network import WORKSHEET
from core.figures.picture_tall import ROOMY, WIDTH, tall
from tests.core.backprop.networks import SHAPES


def test_numbers_run_from_top_to_bottom() -> None:
    nodes = {node.name: node for node in tall(WORKSHEET, precise=False).nodes}
    assert nodes["i1"].y < nodes["h1"].y < nodes["a_h1"].y < nodes["o1"].y < nodes["E1"].y < nodes["E_total"].y
    assert nodes["t1"].y == nodes["t2"].y == nodes["E_total"].y


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_it_is_as_wide_as_a_phone_and_wider_only_for_many_digits(shape: Architecture) -> None:
    graph = graph_of(shape)
    assert tall(graph, precise=False).width == WIDTH
    assert tall(graph, precise=True).width == (ROOMY if max(shape.hidden) > 2 else WIDTH)


def test_a_neuron_has_the_labels_of_all_that_it_adds_up_in_a_stack_above_it() -> None:
    layout = tall(graph_of(Architecture((3,), biases="per neuron")), precise=False)
    nodes = {node.name: node for node in layout.nodes}
    labels = [edge.label for edge in layout.edges if edge.weight and edge.target == "h2" and edge.label]
    bias = next(tag for tag in layout.tags if tag.name == "b_h2")
    assert {x for x, _ in labels} == {nodes["h2"].x} == {bias.x}
    assert max(y for _, y in labels) < bias.y < nodes["h2"].y
