import pytest

from core.backprop.engine.architecture import Architecture, graph_of
from core.backprop.engine.graph import Graph, half_squared_error, sigmoid, tanh, total, weighted_sum
from core.backprop.engine.network import WORKSHEET
from core.backprop.export.scripts.layers import layers, stem
from tests.core.backprop.networks import SHAPES


def test_the_worksheet_has_two_layers() -> None:
    shape = layers(WORKSHEET)
    assert (shape.inputs.name, shape.targets.name, shape.errors) == ("i", "t", "E")
    assert [(each.net, each.out, each.source) for each in shape.layers] == [("h", "a_h", "i"), ("o", "a_o", "a_h")]
    assert [p.name for p in shape.parameters] == ["W_h", "W_o"]
    assert shape.layers[1].weights.rows == (("w5", "w6"), ("w7", "w8"))


@pytest.mark.parametrize("architecture", SHAPES, ids=str)
def test_every_number_that_learns_is_in_one_parameter_that_learns(architecture: Architecture) -> None:
    graph = graph_of(architecture)
    parameters = layers(graph).parameters
    assert sorted(name for p in parameters if p.learns for name in p.names) == sorted(graph.weights)
    assert sorted(name for p in parameters if not p.learns for name in p.names) == sorted(graph.frozen)


@pytest.mark.parametrize(
    ("biases", "expected"),
    [
        ("none", []),
        ("frozen", [("b1", 0, False), ("b2", 0, False)]),
        ("shared", [("b1", 0, True), ("b2", 0, True)]),
        ("per neuron", [("b_h", 1, True), ("b_o", 1, True)]),
    ],
)
def test_a_bias_is_a_vector_or_one_number_for_all(biases: str, expected: list[tuple[str, int, bool]]) -> None:
    found = layers(graph_of(Architecture(biases=biases))).parameters[2:]
    assert [(p.name, p.dimensions, p.learns) for p in found] == expected


def test_names_without_a_common_stem_are_no_vector() -> None:
    assert stem(["a_h1", "a_h2"]) == "a_h"
    with pytest.raises(ValueError, match="h, k are not one vector"):
        stem(["h1", "k2"])


def test_neurons_that_are_not_alike_are_no_layer() -> None:
    mixed = Graph(
        inputs=("i1",),
        targets=("t1", "t2"),
        weights=("w1", "w2"),
        quantities=(
            weighted_sum("o1", ("w1", "i1")),
            sigmoid("a_o1", "o1"),
            weighted_sum("o2", ("w2", "i1")),
            tanh("a_o2", "o2"),
            half_squared_error("E1", "t1", "a_o1"),
            half_squared_error("E2", "t2", "a_o2"),
            total("E_total", "E1", "E2"),
        ),
    )
    with pytest.raises(ValueError, match="a_o1, a_o2 are not computed alike"):
        layers(mixed)
