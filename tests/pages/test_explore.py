"""The page of races and surfaces through app.py, without a browser: what its parts are sent, and what they answer."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.descent import descend
from core.backprop.engine.network import Network, network_of
from core.backprop.explore.outcome import summary
from core.backprop.explore.race import race
from core.backprop.lesson.presets import RATES
from core.backprop.notation.number import format_number
from tests.pages.visit import component, opened, ran, words

TABS = ("race", "slices", "surface", "paths", "optimizers")


def explore(**link: str) -> AppTest:
    return opened("explore", **link)


def do(at: AppTest, key: str, kind: str, name: str = "", text: str = "") -> AppTest:
    """As if the learner had done it in that component."""
    event = {"number": component(at, key)["answered"] + 1, "kind": kind, "name": name, "text": text}
    at.session_state[key] = {"events": [event]}
    return ran(at)


def turn(at: AppTest, tab: str) -> AppTest:
    at.session_state["explore tab"] = tab
    return ran(at)


def address(at: AppTest) -> dict[str, str]:
    link: dict[str, str] = component(at, "address")["link"]
    return link


def chart(at: AppTest, weight: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in component(at, "slices")["charts"] if each["weight"] == weight)
    return found


def names(at: AppTest) -> list[str]:
    return [element.proto.id.rsplit("-", 1)[-1] for element in at.get("bidi_component")]


@pytest.mark.parametrize("tab", TABS)
def test_only_what_is_open_is_computed(tab: str) -> None:
    others = {"race": "race", "slices": "slices", "surface": "surface", "paths": "sankey", "optimizers": "optimizers"}
    assert {each for each in names(explore(tab=tab)) if each in others.values()} == {others[tab]}


def test_the_race_begins_with_the_exercise_s_rates_and_says_how_it_went() -> None:
    at = explore()
    run = race(Network(), RATES, 100)
    shown = component(at, "race")
    assert [runner["name"] for runner in shown["runners"]] == ["0.1", "0.2", "0.5", "0.8", "1", "2"]
    assert shown["runners"][5]["losses"][-1] == float(f"{run.losses[-1, 5]:.4g}")
    assert summary(run) in words(at)
    table = at.table[0].value
    assert table["after 100"].tolist() == [format_number(loss) for loss in run.losses[-1]]
    assert table["updates to 0.02"].tolist()[-1] == str(run.reached(5, 0.02))


def test_other_rates_race_and_a_target_is_optional() -> None:
    at = explore()
    at.session_state["explore race rates"] = ["30", "0,5", ".5", "quick"]
    at.session_state["explore race target"] = ""
    at = ran(at)
    assert [runner["name"] for runner in component(at, "race")["runners"]] == ["0.5", "30"]
    assert ".5 is there already." in words(at)
    assert "“quick” is not a number" in words(at)
    assert not [column for column in at.table[0].value if "updates to" in column]
    assert address(at)["rates"] == "30,0.5,.5,quick"


def test_a_race_of_nobody_asks_for_a_rate() -> None:
    at = explore()
    at.session_state["explore race rates"] = []
    at = ran(at)
    assert "Choose at least one learning rate" in words(at)
    assert "race" not in names(at)


def test_a_nonsensical_target_is_said_and_the_race_goes_on() -> None:
    at = explore()
    at.text_input(key="explore race target").set_value("soon")
    at = ran(at)
    assert "“soon” is not a number" in words(at)
    assert component(at, "race")["finish"] is None


def test_a_rate_that_breaks_everything_is_told_and_the_others_run() -> None:
    at = explore(t1="-100", rates="0.5,1e308")
    assert "breaks down" in words(at)
    assert [runner["stopped"] for runner in component(at, "race")["runners"]] == [False, True]


def test_a_walk_moves_slices_surface_and_paths_together() -> None:
    at = do(explore(tab="slices"), "walk", "walk", text="40")
    net = descend(Network(), 0.5, 100).at(40)
    assert chart(at, "w5")["texts"]["at"] == format_number(float(net.numbers["w5"]))
    assert component(at, "walk")["update"] == 40
    at = turn(at, "Surface")
    assert component(at, "surface")["done"] == 40
    assert f"the true E_total, {format_number(float(net.values()['E_total']))}" in words(at)
    at = turn(at, "Paths")
    assert component(at, "sankey")["balance"][-1]["text"] == format_number(float(net.gradients()["w1"]))
    assert {"update": "40", "updates": "100"}.items() <= address(at).items()


def test_all_numbers_of_a_slice_are_the_network_s() -> None:
    at = explore(tab="slices", rate="2")
    new = Network().updated(2)
    for name in Network().graph.weights:
        alone = Network(**{name: new.numbers[name]})
        assert chart(at, name)["texts"] == {
            "at": format_number(float(Network().numbers[name])),
            "slope": format_number(float(Network().gradients()[name])),
            "lands": format_number(float(new.numbers[name])),
            "alone": format_number(float(alone.values()["E_total"])),
            "together": format_number(float(new.values()["E_total"])),
        }


def test_a_dragged_weight_starts_a_new_descent_and_all_slices_follow() -> None:
    at = do(explore(tab="slices", update="5"), "slices", "edit", "w5", "-1.5")
    start = descend(Network(), 0.5, 5).at(5).replaced(w5=-1.5)
    assert chart(at, "w5")["exact"] == -1.5
    assert chart(at, "w1")["texts"]["slope"] == format_number(float(start.gradients()["w1"]))
    assert component(at, "walk")["update"] == 0
    assert address(at)["w5"] == "-1.5"


def test_an_event_is_answered_once() -> None:
    at = do(explore(tab="slices"), "walk", "edit", "learning_rate", "2")
    assert component(at, "walk")["exact"] == "2.0"
    assert component(at, "walk")["answered"] == 1
    assert ran(at).session_state["place"].place.learning_rate == 2


@pytest.mark.parametrize(
    ("kind", "name", "text", "sentence"),
    [
        ("edit", "learning_rate", "fast", "not a number"),
        ("edit", "nobody", "1", "no number 'nobody'"),
        ("edit", "t1", "1e200", "E1 overflowed"),
        ("walk", "", "-3", "whole number"),
        ("pick", "w5,w7", "1,1e309", "larger than a 64-bit number"),
        ("fly", "", "", "are kept"),
    ],
)
def test_what_cannot_be_done_is_said_and_the_numbers_stay(kind: str, name: str, text: str, sentence: str) -> None:
    before = explore(tab="slices", w5="0.7")
    at = do(explore(tab="slices", w5="0.7"), "walk", kind, name, text)
    assert sentence in component(at, "walk")["problem"]
    assert component(at, "slices")["charts"] == component(before, "slices")["charts"]
    at = do(at, "walk", "walk", text="3")
    assert component(at, "walk")["problem"] == ""


def test_a_horizon_is_how_far_one_can_walk() -> None:
    at = do(explore(tab="slices"), "walk", "horizon", text="1000")
    assert component(at, "walk")["updates"] == 1000
    at = do(do(at, "walk", "walk", text="700"), "walk", "horizon", text="10")
    assert (component(at, "walk")["update"], component(at, "walk")["updates"]) == (10, 10)
    assert component(do(at, "walk", "walk", text="5000"), "walk")["update"] == 10


def test_a_picked_place_on_the_map_sets_both_weights() -> None:
    at = do(explore(tab="surface"), "surface", "pick", "w5,w7", "-2.5,3")
    assert at.session_state["place"].place.network == Network(w5=-2.5, w7=3)
    assert (address(at)["across"], address(at)["up"]) == ("w5", "w7")


def test_the_map_stays_when_one_starts_elsewhere_until_the_path_is_asked_for() -> None:
    at = explore(tab="surface")
    first = component(at, "surface")
    assert at.button(key="explore surface fit").disabled
    (left, _), (_, top) = first["windows"]
    at = do(at, "surface", "pick", "w5,w7", f"{left + 0.01},{top - 0.01}")
    moved = component(at, "surface")
    assert moved["windows"] == first["windows"]
    assert moved["packed"] == first["packed"]  # the very same ground
    assert moved["path"][0] == pytest.approx([0, 1], abs=0.05)
    at = ran(at.button(key="explore surface fit").click())
    assert component(at, "surface")["windows"] != first["windows"]
    at = do(at, "surface", "pick", "w5,w7", "40,40")  # beyond the map
    assert all(0 < place < 1 for place in component(at, "surface")["path"][0])


def test_the_weights_next_to_the_outputs_come_first_among_the_slices() -> None:
    assert [each["name"][1] for each in component(explore(tab="slices"), "slices")["charts"]] == list("56781234")


def test_what_is_held_is_said() -> None:
    at = explore(tab="surface", update="30", updates="100")
    assert "the other 6 weights stay as at update 30" in words(at)
    at.session_state["explore surface held"] = "start"
    at = ran(at)
    truth = float(descend(Network(), 0.5, 100).losses[30])
    assert "the other 6 weights stay as at the start" in words(at)
    assert f"after update 30 the true E_total is {format_number(truth)}" in words(at)


def test_of_two_equal_weights_one_gives_way() -> None:
    at = explore(tab="surface", across="w1", up="w8")
    at.selectbox(key="explore surface across").set_value("w8")
    at = ran(at)
    assert component(at, "surface")["weights"] == ["w8", "w1"]
    assert component(explore(tab="surface", across="w2", up="w2"), "surface")["weights"] == ["w2", "w7"]


def test_the_landscape_is_plotly_s() -> None:
    at = explore(tab="surface")
    at.session_state["explore surface view"] = "landscape"
    assert len(ran(at).get("plotly_chart")) == 1
    assert "surface" not in names(at)


def test_the_paths_of_any_quantity_are_shown() -> None:
    at = explore(tab="paths", of="i2")
    assert len(component(at, "sankey")["streams"]) == 4
    assert "84" in words(at)
    at.selectbox(key="explore paths of").set_value("w5")
    at = ran(at)
    assert len(component(at, "sankey")["streams"]) == 1
    assert "nothing can cancel" in words(at)
    at = do(at, "sankey", "of", "a_h1")
    assert address(at)["of"] == "a_h1"
    assert at.selectbox(key="explore paths of").value == "a_h1"
    assert ran(at).selectbox(key="explore paths of").value == "a_h1"


def test_shares_that_cancel_are_counted() -> None:
    at = explore(tab="paths", of="w1")
    pieces = [piece["text"] for piece in component(at, "sankey")["balance"]]
    assert pieces == ["+0.0007116", "−0.0005234", "=", "0.0001883"]
    assert "84.8 % cancels and 0.0001883 is left" in words(at)
    assert "nothing" in words(explore(tab="paths", of="w1", i1="0")).lower()


def test_a_link_restores_network_tab_and_what_was_looked_at() -> None:
    at = explore(tab="surface", across="w1", up="w6", preset="random", seed="7", update="12", updates="50", rate="0.8")
    link = address(at)
    again = explore(**link)
    assert address(again) == link
    assert component(again, "surface") == component(at, "surface")
    place = again.session_state["place"].place
    assert (place.preset, place.seed, place.update, place.learning_rate) == ("random", 7, 12, 0.8)


def test_a_damaged_link_opens_with_a_sentence() -> None:
    at = explore(tab="<b>", rates="1,,x,9e999", across="w77", up="", of="drop table", w1="nan", update="10")
    assert "Left out of this link, because it made no sense: w1 (nan)." in words(at)
    assert address(at) == {"tab": "race", "rates": "1", "update": "10", "updates": "10"}
    for tab in ("Slices", "Surface", "Paths"):
        assert address(turn(at, tab))["tab"] == tab.lower()


SHAPES = (
    Architecture((1,), "relu"),
    Architecture((1, 1), "tanh", "per neuron"),
    Architecture((2,), biases="frozen"),
    Architecture((4, 4), "relu", "shared", "cross-entropy"),
)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("tab", TABS)
def test_every_shape_of_network_can_be_explored(tab: str, shape: Architecture) -> None:
    link = {"hidden": "-".join(map(str, shape.hidden)), "activation": shape.activation, "loss": shape.loss}
    link = {name: text.replace(" ", "-") for name, text in {**link, "biases": shape.biases}.items()}
    at = explore(tab=tab, **link)
    assert at.session_state["place"].place.network == network_of(shape)
    if tab == "slices":
        shown = {each["weight"] for each in component(at, "slices")["charts"]}
        assert shown <= set(network_of(shape).graph.weights)
        assert len(shown) <= 40
    if tab == "paths":
        assert component(at, "sankey")["balance"]


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("link", [{"w5": "1e308"}, {"rate": "1e300"}, {"i1": "1e308", "w1": "0"}, {"rate": "-5"}])
def test_absurd_numbers_are_drawn_or_refused_in_a_sentence(tab: str, link: dict[str, str]) -> None:
    at = explore(tab=tab, **link)
    assert len(names(at)) >= 2 or at.warning


def test_both_pages_are_at_the_same_place() -> None:
    at = do(explore(tab="slices"), "slices", "edit", "w5", "-1.5")
    at = ran(at.switch_page("pages/backprop.py"))
    fields = {field["id"]: field["number"] for field in component(at, "stepper")["fields"]}
    assert fields["w5"] == -1.5
    assert component(at, "stepper")["problem"] == ""
    at = ran(at.switch_page("pages/explore.py"))
    assert chart(at, "w5")["exact"] == -1.5
    assert address(at)["tab"] == "slices"


def test_what_was_chosen_is_there_when_one_comes_back_to_a_tab() -> None:
    at = explore(tab="slices")
    at.session_state["explore slice zoom"] = "step"
    at = turn(ran(at), "Paths")
    at = turn(at, "Slices")
    assert at.session_state["explore slice zoom"] == "step"
