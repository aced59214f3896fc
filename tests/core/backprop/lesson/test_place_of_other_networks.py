"""Places with other networks: their links, what makes no sense in them, and changing the network."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.backprop.engine.architecture import Architecture, graph_of
from core.backprop.engine.graph import NonFinite
from core.backprop.engine.network import Network, network_of
from core.backprop.lesson.lesson import lesson
from core.backprop.lesson.place import (
    Place,
    advanced,
    checked,
    edited,
    from_link,
    network_at,
    parameters,
    reshaped,
    step_names,
    to_link,
)
from core.backprop.lesson.presets import LARGEST_SEED, NAMES, RANDOM, preset
from tests.core.backprop.networks import architectures

FINITE = st.floats(-100, 100)


@st.composite
def places(draw: st.DrawFn) -> Place:
    """Any place with any network that can be shown."""
    name, architecture = draw(st.sampled_from(NAMES)), draw(architectures)
    seed = draw(st.integers(0, LARGEST_SEED)) if name == RANDOM else 0
    network = preset(name, seed, architecture).network
    changed = draw(st.dictionaries(st.sampled_from(network.graph.given), FINITE, max_size=4))
    updates = draw(st.integers(0, 5))
    update, step = draw(st.integers(0, updates)), draw(st.sampled_from(step_names(network.graph)))
    place = Place(name, seed, network.replaced(**changed), draw(FINITE), step, update, updates)
    try:
        assume(checked(place) == place)
    except NonFinite:
        assume(False)
    return place


@given(places())
@settings(max_examples=60, deadline=None)
def test_a_link_leads_back_to_its_place(place: Place) -> None:
    link = to_link(place)
    assert from_link(link) == (place, [])
    assert link.keys() <= set(parameters())


@given(
    st.dictionaries(
        st.sampled_from(("preset", "hidden", "activation", "biases", "loss", "w1", "w32", "b1", "b_o2", "step")),
        st.sampled_from(("", "relu", "tanh", "2-2", "4", "0", "shared", "per-neuron", "cross-entropy", "article", "-"))
        | st.sampled_from(("d-k1", "2-2-2", "99999999999", "²", "1e308", "\ud800", "[2]", "2;3", "x" * 10_000))
        | st.text(),
    )
)
@settings(max_examples=150, deadline=None)
def test_any_link_leads_to_a_place_that_can_be_shown(link: dict[str, str]) -> None:
    place, problems = from_link(link)
    assert place.step in step_names(place.network.graph)
    assert lesson(network_at(place), place.learning_rate)
    for problem in problems:
        assert problem.split(" (")[0] in link or "overflowed" in problem
        assert len(problem) < 60


def test_a_link_says_what_differs_from_the_network_of_its_preset() -> None:
    deep = Place(network=network_of(Architecture((4, 2), "relu", "per neuron", "cross-entropy")))
    shape = {"hidden": "4-2", "activation": "relu", "biases": "per-neuron", "loss": "cross-entropy"}
    assert to_link(deep) == shape
    assert to_link(Place.at_preset("article")) == {"preset": "article"}
    shared = Place.at_preset("article", 0, Architecture(biases="shared"))
    assert to_link(shared) == {"preset": "article", "biases": "shared"}
    plain = Place.at_preset("article", 0, Architecture())
    assert to_link(plain) == {"preset": "article", "biases": "none"}


def test_a_link_without_a_network_is_the_worksheet_as_ever() -> None:
    assert from_link({"w5": "0.7", "step": "d-w5"})[0] == Place(network=Network(w5=0.7), step="d-w5")
    assert from_link({"hidden": "2", "activation": "sigmoid", "biases": "none", "loss": "squared-error"}) == (
        Place(),
        [],
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("hidden", "5"),
        ("hidden", "0"),
        ("hidden", "2-2-2"),
        ("hidden", "2,2"),
        ("hidden", "-2"),
        ("hidden", ""),
        ("activation", "Sigmoid"),
        ("biases", "per neuron"),
        ("loss", "__class__"),
    ],
)
def test_a_network_that_there_is_not_is_left_out_and_named(name: str, text: str) -> None:
    place, problems = from_link({name: text, "w2": "0.7"})
    assert place == Place(network=Network(w2=0.7))
    assert problems == [f"{name} ({text or 'empty'})"]


def test_a_step_that_the_network_does_not_have_is_left_out() -> None:
    assert from_link({"step": "k1"})[1] == ["step (k1)"]
    place, problems = from_link({"step": "k1", "hidden": "2-1"})
    assert (place.step, problems) == ("k1", [])
    assert from_link({"step": "idea-3", "hidden": "2-1"})[0].step == "idea-3"


def test_another_network_keeps_the_numbers_of_names_that_both_have() -> None:
    place = edited(advanced(Place(), 3), "w5", "0.9")
    new = reshaped(place, Architecture((2, 2), "tanh", "shared"))
    now, numbers = network_at(place).numbers, new.network.numbers
    assert {name: numbers[name] for name in now} == dict(now)
    assert (numbers["b1"], numbers["b2"]) == (0.35, 0.60)
    assert (new.update, new.updates, new.preset, new.learning_rate) == (0, 0, "worksheet", 0.5)
    assert reshaped(new, Architecture()).network == Network(**now)


def test_a_random_network_of_another_shape_is_drawn_by_the_same_seed() -> None:
    architecture = Architecture((3,), biases="per neuron")
    new = reshaped(Place.at_preset(RANDOM, 7), architecture)
    drawn = preset(RANDOM, 7, architecture).network
    assert new.network.numbers["b_o2"] == drawn.numbers["b_o2"]
    assert preset(RANDOM, 7, architecture).network == drawn
    assert all(-1 <= drawn.numbers[name] <= 1 for name in graph_of(architecture).weights)


def test_another_network_begins_at_the_same_step_if_it_has_it() -> None:
    assert reshaped(Place(step="d-w5"), Architecture((4,))).step == "d-w5"
    assert reshaped(Place(step="d-w8"), Architecture((1,))).step == "start"


def test_every_number_of_another_network_can_be_changed_frozen_ones_too() -> None:
    place = edited(Place.at_preset("article"), "b1", "0.5")
    assert place.network.numbers["b1"] == 0.5
    assert advanced(place, 5).network.numbers["b1"] == 0.5
    assert network_at(advanced(place, 5)).numbers["b1"] == 0.5


def test_the_parameters_of_every_link_are_known() -> None:
    assert {"preset", "hidden", "loss", "rate", "step", "i1", "t2", "w1", "w32", "b3", "b_k4", "b_o1"} <= set(
        parameters()
    )
    assert len(parameters()) == len(set(parameters()))
