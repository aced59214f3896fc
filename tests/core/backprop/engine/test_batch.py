from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from core.backprop.engine.architecture import Architecture, graph_of
from core.backprop.engine.batch import LOSS, batch_numbers, batch_of, copy_of, example_of, marked, single_of
from core.backprop.engine.network import WORKSHEET, WORKSHEET_NUMBERS, Network
from core.backprop.engine.proof import autograd, central_differences
from tests.core.backprop.batches import batch_network, batches


def alone(net: Network, example: int) -> Network:
    """One example of a batch as a network of its own."""
    graph, _ = single_of(net.graph)
    names = {name: marked(name, example) if name in graph.inputs + graph.targets else name for name in graph.given}
    return Network(graph, **{name: net.numbers[other] for name, other in names.items()})


def test_a_batch_of_one_is_the_network_itself() -> None:
    assert batch_of(WORKSHEET, 1) is WORKSHEET
    assert batch_of(WORKSHEET, 3) is batch_of(WORKSHEET, 3)
    assert single_of(batch_of(WORKSHEET, 3)) == (WORKSHEET, 3)
    assert single_of(WORKSHEET) == (WORKSHEET, 1)


@pytest.mark.parametrize("examples", [0, 5])
def test_other_numbers_of_examples_are_refused(examples: int) -> None:
    with pytest.raises(ValueError, match="1 to 4 examples"):
        batch_of(WORKSHEET, examples)


def test_weights_are_shared_and_all_else_is_marked() -> None:
    graph = batch_of(WORKSHEET, 2)
    assert graph.inputs == ("i1ᵃ", "i2ᵃ", "i1ᵇ", "i2ᵇ")
    assert graph.targets == ("t1ᵃ", "t2ᵃ", "t1ᵇ", "t2ᵇ")
    assert graph.weights == WORKSHEET.weights
    assert graph.loss == LOSS
    assert [q.name for q in graph.consumers["w1"]] == ["h1ᵃ", "h1ᵇ"]
    assert example_of("h1ᵇ") == 1
    assert example_of("w5") is None
    assert example_of("") is None
    frozen = batch_of(graph_of(Architecture(biases="frozen")), 2)
    assert frozen.frozen == ("b1", "b2")
    assert [q.name for q in frozen.consumers["b1"]] == ["h1ᵃ", "h2ᵃ", "h1ᵇ", "h2ᵇ"]
    assert copy_of(WORKSHEET, 1).loss == "E_totalᵇ"


def test_numbers_of_a_batch_begin_with_those_of_the_network() -> None:
    numbers = batch_numbers(WORKSHEET_NUMBERS, WORKSHEET, {"i1ᵇ": 0.3, "i2ᵇ": 0.4, "t1ᵇ": 0.5, "t2ᵇ": 0.6})
    assert numbers.keys() == set(batch_of(WORKSHEET, 2).given)
    assert (numbers["i1ᵃ"], numbers["i1ᵇ"], numbers["w1"]) == (0.05, 0.3, 0.15)


@given(batches)
@settings(max_examples=60)
def test_loss_and_gradients_are_the_means_of_those_of_the_examples(net: Network) -> None:
    graph, examples = single_of(net.graph)
    each = [alone(net, example) for example in range(examples)] if examples > 1 else [net]
    assert net.values()[net.graph.loss] == pytest.approx(np.mean([one.values()[graph.loss] for one in each]), abs=1e-14)
    for weight in graph.weights:
        mean = np.mean([one.gradients()[weight] for one in each])
        assert net.gradients()[weight] == pytest.approx(mean, rel=1e-12, abs=1e-15)


@given(batches)
@settings(max_examples=60)
def test_gradients_are_those_of_autograd(net: Network) -> None:
    assert autograd(net) == pytest.approx({w: net.gradients()[w] for w in net.graph.weights}, rel=1e-12, abs=1e-15)


def test_gradients_are_central_differences() -> None:
    for seed in range(20):
        net = batch_network(Architecture((3,), "tanh", "per neuron"), 4, seed)
        gradients = {weight: net.gradients()[weight] for weight in net.graph.weights}
        assert central_differences(net) == pytest.approx(gradients, rel=1e-7, abs=1e-9)
