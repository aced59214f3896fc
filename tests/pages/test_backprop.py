"""The backprop page through app.py, without a browser: what it sends to the stepper, and what comes back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from streamlit.testing.v1 import AppTest

from core.backprop.engine.network import Network
from core.backprop.lesson import presets
from core.backprop.lesson.claim import to_verified_link
from core.backprop.lesson.origin import OWN
from core.backprop.lesson.place import Place
from core.backprop.notation.number import format_number
from pages.parts.backprop import compared
from tests.pages.visit import component, opened, ran


def stepper(at: AppTest) -> dict[str, Any]:
    """What the page sent to its stepper."""
    return component(at, "stepper")


def fields(at: AppTest) -> dict[str, float]:
    return {field["id"]: field["number"] for field in stepper(at)["fields"]}


def shown(at: AppTest) -> dict[str, str]:
    """All numbers of the lesson as texts, by the id of their symbol."""
    return {key: text for step in stepper(at)["steps"] for key, text in step["new"].items()}


def do(at: AppTest, kind: str, name: str = "", text: str = "") -> AppTest:
    """As if the learner had done it in the stepper."""
    event = {"number": stepper(at)["answered"] + 1, "kind": kind, "name": name, "text": text}
    at.session_state["stepper"] = {"events": [event]}
    return ran(at)


def test_the_page_opens_with_the_worksheet() -> None:
    at = opened()
    assert fields(at)["w5"] == 0.4
    assert shown(at)["E_total"] == "0.2425"
    assert stepper(at)["problem"] == ""


def test_every_shown_number_is_the_network_s_own() -> None:
    at = opened(w5="-1.25", rate="2")
    net = Network(w5=-1.25)
    texts = shown(at)
    for name, value in net.values().items():
        assert texts[name] == format_number(float(value))
    for name in net.graph.weights:
        assert texts[net.graph.gradient(name).id] == format_number(float(net.gradients()[name]))
        assert texts[f"{name}⁺"] == format_number(float(net.updated(2).numbers[name]))


@pytest.mark.parametrize("name", Network().graph.given)
def test_any_number_can_be_typed_and_all_others_follow(name: str) -> None:
    at = do(opened(), "edit", name, "0.66")
    assert fields(at)[name] == 0.66
    assert shown(at)["E_total"] == format_number(float(Network(**{name: 0.66}).values()["E_total"]))


def test_the_learning_rate_changes_the_update_only() -> None:
    at = do(opened(), "edit", "learning_rate", "2")
    assert shown(at)["E_total⁺"] == "0.2149"
    assert shown(at)["E_total"] == "0.2425"


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("w5", "", "empty"),
        ("w5", "nan", "not a number"),
        ("w5", "inf", "not a number"),
        ("w5", "1e309", "larger than a 64-bit number"),
        ("t1", "1e200", "E1 overflowed"),
        ("learning_rate", "__import__('os')", "not a number"),
        ("update", "7", "the largest number here is 0"),
        ("nothing", "1", "no number 'nothing'"),
    ],
)
def test_what_makes_no_sense_is_said_and_the_last_numbers_stay(name: str, text: str, sentence: str) -> None:
    before = opened()
    at = do(opened(), "edit", name, text)
    assert sentence in stepper(at)["problem"]
    assert "are kept" in stepper(at)["problem"]
    assert fields(at) == fields(before)


@pytest.mark.parametrize(
    ("text", "number", "said"),
    [("–½", -0.5, ""), ("4,5·10⁻⁵", 4.5e-5, ""), ("1,234", 1.234, "“1,234” was read as 1.234")],
)
def test_a_number_is_read_as_on_all_pages_and_what_is_in_doubt_is_said(text: str, number: float, said: str) -> None:
    at = do(opened(), "edit", "w5", text)
    assert fields(at)["w5"] == number
    assert stepper(at)["problem"].startswith(said)
    assert bool(stepper(at)["problem"]) == bool(said)


def test_an_absurd_number_that_works_is_taken() -> None:
    at = do(opened(), "edit", "w5", "1e308")
    assert stepper(at)["problem"] == ""
    assert fields(at)["w5"] == 1e308
    assert "Gradients vanish" in said(at)


def said(at: AppTest) -> str:
    return str(stepper(at)["remarks"])


def test_an_event_is_answered_once() -> None:
    at = do(opened(), "advance")
    assert fields(at)["update"] == 1
    ran(at)
    assert fields(at)["update"] == 1


def test_the_next_update_starts_at_the_first_step() -> None:
    at = opened(step="verify")
    jumps = stepper(at)["jump"]
    at = do(at, "advance")
    assert (stepper(at)["step"], stepper(at)["jump"]) == ("start", jumps + 1)
    assert fields(at)["w5"] == Network().updated(0.5).numbers["w5"]


def test_a_preset_and_reset_keep_the_step_and_bring_the_same_numbers() -> None:
    at = do(opened(), "step", text="d-w5")
    at.selectbox(key="backprop preset").set_value("random")
    ran(at)
    at.text_input(key="backprop seed typed").set_value("12")
    first = fields(ran(at))
    assert first["w5"] == presets.random_preset(12).network.numbers["w5"]
    at = do(at, "edit", "w5", "4")
    assert fields(at)["w5"] == 4
    next(button for button in at.button if button.label == "Reset").click()
    assert fields(ran(at)) == first
    assert stepper(at)["step"] == "d-w5"


def test_the_saturated_preset_says_where_gradients_vanish_and_overshoot_that_it_does() -> None:
    assert "Gradients vanish at a_o2" in said(opened(preset="saturated"))
    assert "the loss rises from 0.02771 to 0.09369" in said(opened(preset="overshoot"))
    assert said(opened()) == ""


@pytest.mark.parametrize("updates", [1, 10, 100, 1000])
def test_descent_runs_and_the_update_slider_walks_back(updates: int) -> None:
    at = opened()
    next(button for button in at.button if button.label == f"+{updates}").click()
    ran(at)
    assert fields(at)["update"] == updates
    at = do(at, "edit", "update", "0")
    assert fields(at)["w5"] == 0.4
    at = do(at, "edit", "update", str(updates))
    assert fields(at)["w5"] != 0.4


def test_the_curve_of_another_rate_stays_until_another_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compared, "MOMENT", 0)

    def before(at: AppTest) -> list[str]:
        spec = json.loads(at.get("vega_lite_chart")[0].proto.spec)
        colours = (layer.get("encoding", {}).get("color") for layer in spec["layer"])
        return [name for colour in colours if colour for name in colour["scale"]["domain"]]

    at = opened(updates="20")
    assert before(at) == []
    at = do(do(at, "edit", "learning_rate", "2"), "edit", "learning_rate", "0.1")
    assert before(at) == ["η = 0.5", "η = 2"]
    at = do(at, "edit", "w5", "0.7")
    next(button for button in at.button if button.label == "+10").click()
    assert before(ran(at)) == []


def test_twelve_digits() -> None:
    at = opened()
    at.segmented_control(key="shared digits").set_value(12)
    assert shown(ran(at))["E_total"] == "0.242519857348"


def test_the_sheet_lists_every_quantity_and_the_proofs_agree() -> None:
    at = opened()
    at.session_state["backprop tab"] = "The whole sheet"
    sheet = ran(at).table[0].value
    assert len(sheet) == 23
    assert sheet["value"].tolist()[-5] == "0.2425"
    at.session_state["backprop tab"] = "Three proofs"
    proofs = ran(at).table[0].value
    assert proofs["chain rule"].tolist() == proofs["PyTorch autograd"].tolist()
    at.session_state["backprop tab"] = "About the exercise"
    assert any("slip in the sheet" in markdown.value for markdown in ran(at).markdown)


def test_hostile_links_open_with_a_sentence() -> None:
    for link in ({"w1": "9" * 5000}, {"step": "<img src=x onerror=alert(1)>"}, {"updates": "-1"}, {"seed": "🦆"}):
        at = opened(**link)
        assert stepper(at)["problem"].startswith("Left out of this link")
        assert fields(at)["w1"] == 0.15


def test_an_open_page_can_tell_a_new_server_where_it_is() -> None:
    at = do(opened(w5="0.7"), "restore", text="w5=0.9&update=3&updates=3&step=o1&preset=random&seed=5")
    now = presets.random_preset(5).network.replaced(w5=0.9).updated(0.5).updated(0.5).updated(0.5)
    assert fields(at)["w5"] == now.numbers["w5"]
    assert stepper(at)["step"] == "o1"
    assert (at.selectbox(key="backprop preset own").value, at.session_state["backprop seed"]) == (OWN, 5)
    assert stepper(opened())["session"] != stepper(at)["session"]


def test_there_is_an_end_to_updates_and_it_is_said() -> None:
    at = do(opened(updates="5000", update="5000", step="verify"), "advance")
    assert "at most 5,000 updates" in stepper(at)["problem"]
    assert stepper(at)["step"] == "verify"
    assert all(button.disabled for button in at.button if button.label.startswith("+"))


def test_a_verified_link_says_that_it_leads_to_the_senders_loss_until_something_is_changed() -> None:
    link = to_verified_link(replace(Place(network=Network(w5=0.7)), update=2, updates=2))
    at = opened(**link)
    assert link["E_total"] in at.success[0].value
    assert not at.warning
    do(at, "step", text="o1")
    assert at.success
    do(at, "edit", "w5", "0.3")
    assert not at.success


def test_a_link_that_was_changed_on_its_way_is_found_out() -> None:
    link = to_verified_link(Place(network=Network(w5=0.7)))
    at = opened(**link | {"w5": "0.8"})
    assert link["E_total"] in at.warning[0].value
    assert not at.success
    assert "E_total (much)" in stepper(opened(**link | {"E_total": "much"}))["problem"]


def test_the_link_to_share_is_made_when_it_is_asked_for() -> None:
    at = opened(w5="0.7")
    assert not at.code
    at.session_state["backprop share"] = True
    assert urlencode(to_verified_link(Place(network=Network(w5=0.7)))) in ran(at).code[0].value


def test_a_first_visit_begins_with_a_slope_and_a_link_does_not() -> None:
    at = opened()
    beginning = component(at, "slope")
    assert (beginning["first"], beginning["opened"], len(beginning["ideas"])) == (True, "", 5)
    assert beginning["values"]["E_total"][50] == pytest.approx(float(Network().values()["E_total"]))
    for link in ({"step": "start"}, {"step": "idea-3"}, {"w5": "0.5"}):
        with pytest.raises(AssertionError, match="no component slope"):
            component(opened(**link), "slope")


def test_who_asks_for_the_idea_gets_it_with_the_numbers_there_are() -> None:
    at = opened(w5="1.5")
    ran(next(button for button in at.button if button.label == "New here? The idea first").click())
    beginning = component(at, "slope")
    assert beginning["opened"]
    assert beginning["texts"][50] == "1.5"
    assert stepper(at)["step"] == "idea-1"
