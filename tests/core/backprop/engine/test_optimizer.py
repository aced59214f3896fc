"""Momentum and Adam by torch.optim, and by hand."""

from __future__ import annotations

from typing import cast

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.backprop.engine.architecture import Architecture, architecture_of
from core.backprop.engine.batch import single_of
from core.backprop.engine.descent import descend
from core.backprop.engine.graph import NonFinite
from core.backprop.engine.network import Network
from core.backprop.engine.optimizer import SETTINGS, Optimizer, beginning, optimize
from core.backprop.engine.proof import torch_optimized
from tests.core.backprop.batches import batch_network, batches, optimizers

WITHIN = 1e-12


@given(batches, optimizers, st.integers(1, 6))
@settings(max_examples=150)
def test_weights_are_those_of_torch_optim(net: Network, optimizer: Optimizer, updates: int) -> None:
    """Adam divides by the gradient's size: what a gradient lost as its terms cancelled grows by as much.

    One that cancels to nothing has no digits left, and is no test, as that of a bias which all outputs of a softmax
    share.
    """
    states, shape = optimize(net, optimizer, updates), architecture_of(single_of(net.graph)[0])
    assume(len(states) > updates)
    assume(optimizer.name != "Adam" or shape.biases != "shared" or shape.loss != "cross-entropy")
    ours = states[updates].network.numbers
    sizes = [
        abs(float(cast(float, state.network.gradients()[weight]))) for state in states for weight in net.graph.weights
    ]
    smallest = min((size for size in sizes if size), default=1.0) if optimizer.name == "Adam" else 1.0
    assume(smallest > 1e-6)
    within = WITHIN * max(1.0, 1e-3 / smallest)
    theirs = torch_optimized(net, optimizer, updates)
    assert {weight: ours[weight] for weight in net.graph.weights} == pytest.approx(theirs, rel=within, abs=within)


@pytest.mark.parametrize("name", SETTINGS)
def test_two_hundred_updates_of_the_worksheet_are_those_of_torch_optim(name: str) -> None:
    net, optimizer = Network(), Optimizer.usual(name)
    ours = optimize(net, optimizer, 200)[200].network.numbers
    theirs = torch_optimized(net, optimizer, 200)
    assert {weight: ours[weight] for weight in net.graph.weights} == pytest.approx(theirs, rel=WITHIN, abs=WITHIN)


def test_plain_descent_is_that_of_the_lesson_to_the_last_bit() -> None:
    states = optimize(Network(), Optimizer(), 50)
    assert states[50].network == descend(Network(), 0.5, 50).at(50)
    assert states[50].moments == {}
    assert states[50].update == 50


def test_an_update_by_hand() -> None:
    net = Network()
    g = float(cast(float, net.gradients()["w5"]))
    momentum = Optimizer("momentum", {"learning_rate": 0.1, "momentum": 0.9})
    first = beginning(net, momentum).next(momentum)
    assert first.moments["v_w5"] == g
    assert first.network.numbers["w5"] == 0.4 - 0.1 * g
    again = float(cast(float, first.network.gradients()["w5"]))
    assert first.next(momentum).moments["v_w5"] == pytest.approx(0.9 * g + again, rel=1e-15)
    adam = Optimizer.usual("Adam")
    numbers = beginning(net, adam).numbers(adam)
    assert numbers["t"] == 1
    assert numbers["m_w5"] == 0
    assert numbers["m_w5⁺"] == pytest.approx(0.1 * g)
    assert numbers["v_w5⁺"] == pytest.approx(0.001 * g * g)
    assert numbers["m̂_w5"] == pytest.approx(g)
    assert numbers["v̂_w5"] == pytest.approx(g * g)
    assert numbers["w5⁺"] == pytest.approx(0.4 - 0.01 * g / (abs(g) + 1e-8))  # at first, a step of the rate's own size


@pytest.mark.parametrize(
    ("name", "settings", "reason"),
    [
        ("Adagrad", {}, "one of SGD, momentum, Adam"),
        ("momentum", {"learning_rate": 0.1}, "needs a number for learning_rate, momentum"),
        ("momentum", {"learning_rate": 0.1, "momentum": 1.0}, "less than 1"),
        ("SGD", {"learning_rate": float("nan")}, "finite"),
        ("Adam", {"learning_rate": 0.1, "beta1": 0.9, "beta2": -0.1, "epsilon": 1e-8}, "at least 0"),
        ("Adam", {"learning_rate": 0.1, "beta1": 0.9, "beta2": 0.9, "epsilon": 0.0}, "above 0"),
    ],
)
def test_what_makes_no_sense_is_refused(name: str, settings: dict[str, float], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Optimizer(name, settings)


def test_a_setting_is_changed_and_equal_optimizers_are_one() -> None:
    adam = Optimizer.usual("Adam")
    assert adam.changed("beta1", 0.5).settings["beta1"] == 0.5
    assert adam.settings["beta1"] == 0.9
    assert adam == Optimizer.usual("Adam")
    assert hash(adam) == hash(Optimizer.usual("Adam"))
    with pytest.raises(ValueError, match="needs a number"):
        adam.changed("momentum", 0.5)


def test_an_overflow_ends_the_history_and_a_start_that_overflows_is_an_error() -> None:
    net = batch_network(Architecture(loss="cross-entropy"), 2)
    states = optimize(net, Optimizer("SGD", {"learning_rate": -1e5}), 10)  # uphill, until an answer is 0
    assert 1 <= len(states) < 11
    with pytest.raises(NonFinite):
        optimize(Network(w1=1e308, w2=1e308, i1=1e308, i2=1e308), Optimizer(), 1)
    with pytest.raises(ValueError, match="0 or more"):
        optimize(Network(), Optimizer(), -1)
