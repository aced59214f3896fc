from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.network import Network, network_of
from core.backprop.lesson.diagnosis import FLAT, overshooting, vanishing
from core.backprop.lesson.presets import preset
from tests.core.backprop.networks import networks

ACTIVATIONS = ("a_h1", "a_h2", "a_o1", "a_o2")
NO_INPUT_WEIGHTS = {"w1": 0, "w2": 0, "w3": 0, "w4": 0}  # a_h1 = a_h2 = 0.5


def test_on_the_worksheet_nothing_stands_out() -> None:
    assert vanishing(Network()) is None
    assert overshooting(Network(), 0.5) is None


def test_one_saturated_activation_is_named_alone() -> None:
    sentence = vanishing(Network(w7=20, w8=20))
    assert sentence is not None
    assert sentence.startswith("Gradients vanish at a_o2: its net input o2 = 20.")
    assert "all saturated" not in sentence


def test_of_several_saturated_activations_the_flattest_is_named_first() -> None:
    sentence = vanishing(Network(w5=-20, w6=-20, w7=30, w8=30))
    assert sentence is not None
    assert sentence.startswith("Gradients vanish at a_o2 (a_o1, a_o2 are all saturated)")


@pytest.mark.parametrize("side", [1, -1])
def test_a_sigmoid_counts_as_flat_just_below_the_threshold(side: int) -> None:
    a = (1 + (1 - 4 * FLAT) ** 0.5) / 2  # where a (1 - a) = FLAT
    edge = log(a / (1 - a))
    for weight, flat in ((edge - 0.01, False), (edge + 0.01, True)):
        net = Network(**NO_INPUT_WEIGHTS, w5=side * weight, w6=side * weight)
        assert (vanishing(net) is not None) == flat


@given(networks())
@settings(deadline=None)
def test_gradients_vanish_exactly_where_a_sigmoid_is_flat(net: Network) -> None:
    values = net.values()
    flat = [name for name in ACTIVATIONS if values[name] * (1 - values[name]) < FLAT]
    sentence = vanishing(net) or ""
    assert bool(sentence) == bool(flat)
    assert all(name in sentence for name in flat)


@given(networks(), st.floats(1e-3, 100))
@settings(deadline=None)
def test_an_update_overshoots_exactly_where_the_loss_rises(net: Network, rate: float) -> None:
    rises = net.updated(rate).values()["E_total"] > net.values()["E_total"]
    assert (overshooting(net, rate) is not None) == rises


def test_an_overshoot_is_told_in_numbers() -> None:
    chosen = preset("overshoot")
    sentence = overshooting(chosen.network, chosen.learning_rate)
    assert sentence is not None
    assert "a learning rate of 30 the loss rises from 0.02771 to 0.09369" in sentence


@pytest.mark.parametrize("rate", [0, -0.5])
def test_only_a_positive_rate_can_overshoot(rate: float) -> None:
    assert overshooting(Network(), rate) is None


def test_a_saturated_tanh_is_named_as_one() -> None:
    sentence = vanishing(network_of(Architecture(activation="tanh"), {"w1": 200}))
    assert sentence is not None
    assert sentence.startswith("Gradients vanish at a_h1: its net input h1 = 10.02 is so far out that the tanh is flat")
    assert "Its slope 1 − a²" in sentence


def test_dead_neurons_are_named_beside_saturated_ones() -> None:
    net = network_of(Architecture((3,), "relu", "per neuron"), {"b_h1": -9, "b_h3": -9, "b_o1": 50})
    sentence = vanishing(net) or ""
    assert sentence.startswith("Gradients vanish at a_o1: its net input o1")
    assert "a_h1 and a_h3 are dead: their net inputs are not above 0" in sentence


def test_softmax_is_never_said_to_be_saturated() -> None:
    assert vanishing(network_of(Architecture(loss="cross-entropy"), {"w5": 50, "w7": -50})) is None
