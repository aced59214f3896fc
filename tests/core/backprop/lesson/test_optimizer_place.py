from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.backprop.engine.graph import NonFinite
from core.backprop.engine.network import Network
from core.backprop.engine.optimizer import SETTINGS, Optimizer, optimize
from core.backprop.lesson.optimizer_lesson import optimizer_lesson
from core.backprop.lesson.optimizer_place import (
    MOST_UPDATES,
    USUAL,
    OptimizerPlace,
    advanced,
    checked,
    chosen,
    edited,
    from_link,
    network_of_batch,
    parameters,
    reference,
    state_at,
    to_link,
)
from core.backprop.lesson.place import Place
from core.backprop.lesson.place import parameters as of_the_place

HERE, PLACE = OptimizerPlace(), Place()


def test_a_batch_begins_with_the_place_s_own_example() -> None:
    net = network_of_batch(HERE, PLACE)
    assert (net.numbers["i1ᵃ"], net.numbers["w5"], net.numbers["i1ᵇ"]) == (0.05, 0.4, 0.9)
    assert network_of_batch(replace(HERE, examples=1), PLACE) == Network()


def test_updates_are_those_of_the_optimizer() -> None:
    here = advanced(advanced(HERE, PLACE, 2), PLACE, 3)
    assert (here.update, here.updates) == (5, 5)
    assert state_at(here, PLACE) == optimize(network_of_batch(HERE, PLACE), HERE.optimizer, 5)[5]
    back, _ = edited(here, PLACE, "update", "2")
    assert (back.update, back.updates) == (2, 5)
    with pytest.raises(ValueError, match="at most 500"):
        advanced(replace(here, update=MOST_UPDATES, updates=MOST_UPDATES), PLACE, 1)


def test_a_setting_runs_the_updates_anew() -> None:
    here, place = edited(advanced(HERE, PLACE, 3), PLACE, "beta1", "0.5")
    assert here.optimizer.settings["beta1"] == 0.5
    assert (here.update, place) == (3, PLACE)
    with pytest.raises(ValueError, match="less than 1"):
        edited(here, PLACE, "beta1", "1")
    with pytest.raises(ValueError, match="no number"):
        edited(here, PLACE, "momentum", "0.5")


def test_a_number_of_an_example_or_a_weight_begins_anew() -> None:
    three = advanced(HERE, PLACE, 3)
    here, place = edited(three, PLACE, "i1ᵇ", "0.7")
    assert (here.others["i1ᵇ"], here.updates, place.network.numbers["i1"]) == (0.7, 0, 0.05)
    here, place = edited(three, PLACE, "i1ᵃ", "0.7")
    assert (here.updates, place.network.numbers["i1"]) == (0, 0.7)
    moved = state_at(three, PLACE).network.numbers["w1"]
    assert place.network.numbers["w1"] == moved  # the weights of the moment are the new start
    here, place = edited(three, PLACE, "w5", "-1")
    assert network_of_batch(here, place).numbers["w5"] == -1
    with pytest.raises(ValueError, match="no number"):
        edited(three, PLACE, "w99", "1")


def test_another_choice_begins_anew_and_keeps_what_it_can() -> None:
    here, _ = edited(advanced(HERE, PLACE, 3), PLACE, "beta1", "0.5")
    assert chosen(here, 4, "Adam").optimizer.settings["beta1"] == 0.5
    assert chosen(here, 3, "momentum") == replace(
        HERE, examples=3, optimizer=Optimizer.usual("momentum"), others=here.others
    )


def test_what_overflows_is_left_out_or_said() -> None:
    uphill = replace(HERE, optimizer=Optimizer("SGD", {"learning_rate": 1e308}), update=3, updates=3)
    assert checked(uphill, PLACE).updates <= 3
    with pytest.raises(NonFinite):
        checked(HERE, Place(network=Network(w1=1e308, w2=1e308, i1=1e308, i2=1e308)))


@given(
    st.integers(1, 4),
    st.sampled_from(list(SETTINGS)),
    st.floats(0, 0.9),
    st.floats(-2, 2),
    st.integers(0, 5),
)
def test_a_link_leads_back(examples: int, name: str, setting: float, number: float, updates: int) -> None:
    here = chosen(HERE, examples, name)
    here, _ = edited(
        here, PLACE, list(here.optimizer.settings)[1 if len(here.optimizer.settings) > 1 else 0], repr(setting)
    )
    here = advanced(
        replace(here, others={**here.others, "i1ᵇ": number} if examples > 1 else here.others), PLACE, updates
    )
    link = to_link(here)
    assert link.keys() <= set(parameters())
    assert from_link(link, PLACE) == here


def test_a_link_that_makes_no_sense_is_left_out() -> None:
    nonsense = {"examples": "9", "optimizer": "adagrad", "beta1": "2", "i1b": "nan", "batch-updates": "-1", "t2c": "x"}
    assert from_link(nonsense, PLACE) == HERE
    assert from_link({"batch-updates": "9" * 400, "examples": "²"}, PLACE) == HERE
    huge = {"i1b": "1e308", "i2b": "1e308"}
    assert from_link(huge, Place(network=Network(w1=10, w2=10))) == HERE


def test_its_parameters_are_none_of_the_place_s() -> None:
    assert not set(parameters()) & set(of_the_place())
    assert len(parameters()) == len(set(parameters()))


def test_the_reference_has_the_steps_of_any_lesson_of_that_shape() -> None:
    here = chosen(HERE, 3, "momentum")
    steps = optimizer_lesson(state_at(here, PLACE), here.optimizer)
    usual = reference(PLACE.network.graph, 3, "momentum")
    assert [step.name for step in steps] == [step.name for step in usual]
    assert USUAL.keys() == here.others.keys()
