"""Which shapes there are, what their graphs and numbers are called, and that the worksheet is one of them."""

from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import given, settings

from core.backprop.engine.architecture import (
    ACTIVATIONS,
    BIASES,
    LOSSES,
    WORKSHEET,
    WORKSHEET_NUMBERS,
    Architecture,
    architecture_of,
    graph_of,
    numbers_of,
)
from core.backprop.engine.functions import Relu, Sigmoid, Tanh
from core.backprop.engine.graph import Graph, Operation
from core.backprop.engine.network import Network, network_of
from core.backprop.lesson.diagnosis import vanishing
from tests.core.backprop.networks import architectures

LAYERS = [(n,) for n in range(1, 5)] + [(n, m) for n, m in product(range(1, 5), repeat=2)]


def test_the_worksheet_is_the_shape_that_nothing_is_said_about() -> None:
    assert graph_of(Architecture()) is WORKSHEET is Network().graph
    assert numbers_of(Architecture()) == WORKSHEET_NUMBERS == Network().numbers
    assert network_of(Architecture()) == Network()


@given(architectures)
@settings(max_examples=50, deadline=None)
def test_a_shape_has_one_graph_and_a_graph_one_shape(architecture: Architecture) -> None:
    graph = graph_of(architecture)
    assert graph_of(architecture) is graph
    assert architecture_of(graph) == architecture


@given(architectures)
@settings(max_examples=50, deadline=None)
def test_weights_are_numbered_neuron_by_neuron_and_layer_by_layer(architecture: Architecture) -> None:
    graph = graph_of(architecture)
    used = [weight for q in graph.quantities for weight, _ in q.terms]
    assert used == [f"w{number}" for number in range(1, len(used) + 1)]
    assert [name for name in graph.weights if name.startswith("w")] == used
    sizes = [2, *architecture.hidden, 2]
    assert len(used) == sum(n * m for n, m in pairwise(sizes))


def test_the_largest_network_has_the_names_one_expects() -> None:
    graph = graph_of(Architecture((4, 3), biases="per neuron"))
    sums = [q.name for q in graph.quantities if q.operation is Operation.WEIGHTED_SUM]
    assert sums == ["h1", "h2", "h3", "h4", "k1", "k2", "k3", "o1", "o2"]
    assert [q.name for q in graph.quantities if q.operation is Operation.ACTIVATION] == [f"a_{name}" for name in sums]
    assert graph.weights[-9:] == tuple(f"b_{name}" for name in sums)
    assert graph.frozen == ()


def test_biases_are_none_frozen_shared_or_per_neuron() -> None:
    def biases(policy: str) -> tuple[tuple[str, ...], tuple[str, ...], list[str]]:
        graph = graph_of(Architecture(biases=policy))
        return graph.weights[8:], graph.frozen, [q.bias for q in graph.quantities if q.terms]

    assert biases("none") == ((), (), ["", "", "", ""])
    assert biases("frozen") == ((), ("b1", "b2"), ["b1", "b1", "b2", "b2"])
    assert biases("shared") == (("b1", "b2"), (), ["b1", "b1", "b2", "b2"])
    own = ["b_h1", "b_h2", "b_o1", "b_o2"]
    assert biases("per neuron") == (tuple(own), (), own)


@pytest.mark.parametrize(
    ("activation", "hidden", "output"), [("sigmoid", Sigmoid, Sigmoid), ("tanh", Tanh, Tanh), ("relu", Relu, Sigmoid)]
)
def test_the_activation_is_that_of_all_neurons_but_no_output_is_a_relu(
    activation: str, hidden: type, output: type
) -> None:
    graph = graph_of(Architecture((2, 1), activation))
    formulas = {q.name: type(q.formula) for q in graph.quantities if q.operation is Operation.ACTIVATION}
    assert {formulas[name] for name in ("a_h1", "a_h2", "a_k1")} == {hidden}
    assert {formulas[name] for name in ("a_o1", "a_o2")} == {output}


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_cross_entropy_means_outputs_by_softmax(activation: str) -> None:
    graph = graph_of(Architecture(activation=activation, loss="cross-entropy"))
    operations = {q.name: q.operation for q in graph.quantities}
    assert operations["a_o1"] == operations["a_o2"] == Operation.SOFTMAX
    assert operations["E1"] == operations["E2"] == Operation.CROSS_ENTROPY
    values = network_of(Architecture(activation=activation, loss="cross-entropy")).values()
    assert values["a_o1"] + values["a_o2"] == pytest.approx(1, rel=1e-15)


@pytest.mark.parametrize(
    "wrong",
    [
        {"hidden": ()},
        {"hidden": (2, 2, 2)},
        {"hidden": (0,)},
        {"hidden": (5,)},
        {"hidden": (True,)},
        {"hidden": ("2",)},
        {"hidden": (2.0,)},
        {"activation": "softplus"},
        {"biases": ""},
        {"loss": "x" * 1000},
    ],
    ids=str,
)
def test_any_other_shape_is_refused_in_a_short_sentence(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\.$") as error:
        Architecture(**wrong)
    assert len(str(error.value)) < 150


def test_a_graph_made_by_hand_has_no_shape() -> None:
    copy = Graph(WORKSHEET.inputs, WORKSHEET.targets, WORKSHEET.weights, WORKSHEET.quantities)
    with pytest.raises(ValueError, match="none of the shapes"):
        architecture_of(copy)


def test_every_shape_begins_with_different_weights_and_no_dead_neuron() -> None:
    for hidden, activation, biases, loss in product(LAYERS, ACTIVATIONS, BIASES, LOSSES):
        net = network_of(Architecture(hidden, activation, biases, loss))
        assert vanishing(net) is None, net
    weights = [number for name, number in numbers_of(Architecture((4, 4))).items() if name.startswith("w")]
    assert len(weights) == 32
    assert len(set(weights[8:])) == 24


def test_a_network_of_another_shape_keeps_the_numbers_whose_names_it_has() -> None:
    old = Network(w5=9, i1=0.7)
    new = network_of(Architecture((1,), biases="shared"), old.numbers)
    assert (new.numbers["i1"], new.numbers["w1"], new.numbers["b1"], new.numbers["b2"]) == (0.7, 0.15, 0.35, 0.60)
    assert "w5" not in new.numbers
    assert network_of(Architecture((4,)), old.numbers).numbers["w5"] == 9
