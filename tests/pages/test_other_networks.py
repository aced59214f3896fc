"""Other networks on the backprop page: choosing one, what is kept, links, presets, tabs, and the famous example."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core.backprop.engine.architecture import ACTIVATIONS, BIASES, LOSSES, Architecture
from core.backprop.engine.network import network_of
from core.backprop.lesson.presets import preset
from core.backprop.notation.number import format_number
from tests.core.backprop.networks import SHAPES
from tests.pages.test_backprop import do, fields, said, shown, stepper
from tests.pages.visit import opened, ran, words

LINKS = {  # what a link says of a shape
    Architecture((4, 4), "relu", "per neuron"): {"hidden": "4-4", "activation": "relu", "biases": "per-neuron"},
    Architecture((1,), loss="cross-entropy"): {"hidden": "1", "loss": "cross-entropy"},
}
PROGRAMS = ("old weights", "new weights", "one update fewer")


def menu(at: AppTest) -> AppTest:
    """With the menu open."""
    at.session_state["backprop network menu"] = True
    return ran(at)


def chosen(at: AppTest, key: str, choice: str | int) -> AppTest:
    return ran(menu(at).segmented_control(key=f"backprop {key}").set_value(choice))


@pytest.mark.parametrize("architecture", SHAPES, ids=str)
def test_any_network_can_be_opened_and_shows_its_own_numbers(architecture: Architecture) -> None:
    at = opened(
        hidden="-".join(map(str, architecture.hidden)),
        activation=architecture.activation,
        biases=architecture.biases.replace(" ", "-"),
        loss=architecture.loss.replace(" ", "-"),
    )
    net, texts = network_of(architecture), shown(at)
    assert stepper(at)["problem"] == ""
    for name, value in net.values().items():
        assert texts[name] == format_number(float(value))
    for weight in net.graph.weights:
        assert texts[net.graph.gradient(weight).id] == format_number(float(net.gradients()[weight]))
    assert fields(at).keys() == {*net.graph.given, "learning_rate", "update"}
    tags = {tag["name"] for tag in stepper(at)["layouts"]["wide"]["tags"]}
    assert tags == {q.bias for q in net.graph.quantities if q.bias}


@pytest.mark.parametrize(("architecture", "link"), LINKS.items(), ids=map(str, LINKS.values()))
def test_the_address_says_which_network_it_is(architecture: Architecture, link: dict[str, str]) -> None:
    at = opened(**link, w1="0.9", step="a_h1")
    assert stepper(at)["link"] == {**link, "w1": "0.9"}
    assert stepper(at)["step"] == "a_h1"
    assert {"hidden", "w32", "b_o2", "b3"} <= set(stepper(at)["linkNames"])


def test_the_worksheet_s_address_says_nothing() -> None:
    assert stepper(opened())["link"] == {}


@pytest.mark.parametrize(
    ("key", "choice", "architecture"),
    [
        ("first layer", 4, Architecture((4,))),
        ("second layer", 3, Architecture((2, 3))),
        ("activation", "tanh", Architecture(activation="tanh")),
        ("biases", "shared", Architecture(biases="shared")),
        ("loss", "cross-entropy", Architecture(loss="cross-entropy")),
    ],
)
def test_another_network_is_one_choice_away_and_keeps_the_numbers(
    key: str, choice: str | int, architecture: Architecture
) -> None:
    at = chosen(do(opened(), "edit", "i1", "0.7"), key, choice)
    net = network_of(architecture, {"i1": 0.7})
    assert fields(at).items() >= net.numbers.items()
    assert shown(at)["E_total"] == format_number(float(net.values()["E_total"]))


def test_the_menu_offers_every_choice_and_shows_what_there_is() -> None:
    at = menu(opened(hidden="3-1", activation="tanh", biases="frozen", loss="cross-entropy"))
    menus = [each for each in at.segmented_control if each.key != "shared digits"]
    controls = {str(each.key).removeprefix("backprop "): each for each in menus}
    assert {key: each.value for key, each in controls.items()} == {
        "first layer": 3,
        "second layer": 1,
        "activation": "tanh",
        "biases": "frozen",
        "loss": "cross-entropy",
    }
    assert len(controls["first layer"].options) == 4
    assert len(controls["second layer"].options) == 5
    for key, choices in (("activation", ACTIVATIONS), ("biases", BIASES), ("loss", LOSSES)):
        assert len(controls[key].options) == len(choices)


def test_the_worksheet_is_a_click_away() -> None:
    at = menu(opened(hidden="4-4", biases="shared", w5="0.9"))
    ran(next(button for button in at.button if button.label == "The worksheet's network").click())
    assert fields(at).keys() == fields(opened()).keys()
    assert fields(at)["w5"] == 0.9


def test_a_step_that_the_new_network_lacks_becomes_the_start() -> None:
    at = chosen(opened(step="d-w8"), "first layer", 1)
    assert stepper(at)["step"] == "start"
    at = chosen(opened(step="d-w4"), "first layer", 1)
    assert stepper(at)["step"] == "d-w4"


def test_reset_and_a_new_seed_keep_the_network_and_a_preset_brings_its_own() -> None:
    at = opened(hidden="3", preset="random", seed="5", w1="0.9")
    ran(next(button for button in at.button if button.label == "Reset").click())
    assert fields(at).items() >= preset("random", 5, Architecture((3,))).network.numbers.items()
    ran(at.text_input(key="backprop seed typed").set_value("6"))
    assert fields(at).items() >= preset("random", 6, Architecture((3,))).network.numbers.items()
    ran(at.selectbox(key="backprop preset").set_value("article"))
    assert fields(at).items() >= preset("article").network.numbers.items()
    assert "w9" not in fields(at)


def test_a_change_that_overflows_keeps_the_network_and_says_so() -> None:
    at = chosen(opened(w5="1e200", w6="1e200", i1="1e200", w1="1"), "activation", "relu")
    assert "overflowed" in stepper(at)["problem"]
    assert menu(at).segmented_control(key="backprop activation").value == "sigmoid"


def test_dead_neurons_are_said() -> None:
    assert "a_h1 is dead" in said(opened(activation="relu", w1="-1", w2="-1"))


def test_descent_sheet_and_proofs_follow() -> None:
    at = opened(hidden="3-2", biases="per-neuron", activation="relu", loss="cross-entropy")
    net = network_of(Architecture((3, 2), "relu", "per neuron", "cross-entropy"))
    ran(next(button for button in at.button if button.label == "+100").click())
    assert fields(at)["update"] == 100
    at = do(at, "edit", "update", "0")
    at.session_state["backprop tab"] = "The whole sheet"
    assert len(ran(at).table[0].value) == len(net.gradients())
    at.session_state["backprop tab"] = "Three proofs"
    proofs = ran(at).table[0].value
    assert len(proofs) == len(net.graph.weights)
    assert proofs["chain rule"].tolist() == proofs["PyTorch autograd"].tolist()
    assert "ReLU has a kink" in words(at)


def test_the_famous_example_shows_which_digits_differ_and_opens_the_article_s_network() -> None:
    at = opened()
    at.session_state["backprop tab"] = "The famous example"
    table = ran(at).table[0].value
    marked = {
        (number, after): [
            program for program in ("old weights", "new weights", "one update fewer") if "✓" in row[program]
        ]
        for (number, after), row in table.set_index(["number", "updates made"]).iterrows()
    }
    assert marked["$E_{total}$", "0"] == ["old weights", "new weights"]
    assert marked["$E_{total}$", "1"] == ["new weights"]
    assert marked["$E_{total}$", "10,000"] == ["one update fewer"]
    assert marked["$a_{o1}$", "10,000"] == marked["$a_{o2}$", "10,000"] == ["new weights"]
    assert "0.291027774 (frozen), 0.285750887 (shared), 0.280471447 (per neuron)" in words(at)
    ran(next(button for button in at.button if button.label == "Open the article's network").click())
    assert shown(at)["E_total"] == "0.2984"
    assert (fields(at)["b1"], fields(at)["b2"]) == (0.35, 0.60)
    assert at.selectbox(key="backprop preset").value == "article"
