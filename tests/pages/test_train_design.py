"""The editor of operations on the Train page, through app.py: what is done in it, and the address that restores it."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.digits.design import Design, seven_layers
from core.digits.presets import PRESETS
from core.digits.runs.run import read_config
from pages.parts.train import timing
from pages.parts.train.settings import LISTED, SEVEN
from pages.shared import services as shared
from tests.pages.visit import TOKEN, component, opened, ran, words

KEY = "train editor"


class Hand:
    """What a learner's browser sends, one event after the other."""

    def __init__(self, at: AppTest) -> None:
        self.at, self.number = at, 0

    def does(self, kind: str, name: str = "0", text: str = "") -> dict[str, Any]:
        self.number += 1
        event = {"number": self.number, "kind": kind, "name": name, "text": text}
        self.at.session_state[KEY] = {"events": [event]}
        ran(self.at)
        return component(self.at, KEY)


def ids(shown: dict[str, Any]) -> list[str]:
    return [str(row["id"]) for row in shown["rows"]]


def titles(shown: dict[str, Any]) -> list[str]:
    return [row["title"] for row in shown["rows"]]


def test_a_learner_edits_undoes_and_starts_what_fits(services: shared.Services) -> None:
    at = opened("train")
    ran(at.segmented_control(key="train set network").set_value(LISTED))
    hand, shown = Hand(at), component(at, KEY)
    steps = seven_layers().steps()
    assert [row["parameters"].replace("–", "0") for row in shown["rows"]] == [f"{step.parameters:,}" for step in steps]
    first, relu = ids(shown)[:2]
    shown = hand.does("set", f"{first} kernel", "29")
    assert "from 1 to 28, not 29. 5 is kept." in shown["rows"][0]["problems"][0]
    assert not at.button(key="train start").disabled
    shown = hand.does("set", f"{first} kernel", "3")
    shown = hand.does("set", f"{first} stride", "10")
    at_its_place = next(row for row in shown["rows"] if not row["fits"])
    assert at_its_place["problems"] == ["A 3×3 kernel does not fit on maps of 1×1."]
    assert at.button(key="train start").disabled
    shown = hand.does("undo")
    assert not at.button(key="train start").disabled
    shown = hand.does("move", f"{relu} 7", "2")
    shown = hand.does("duplicate", f"{relu} 8")
    shown = hand.does("remove", f"{first} 9")
    assert titles(shown)[:4] == ["Batch normalisation", "ReLU", "ReLU", "Convolution"]
    shown = hand.does("add", f"{relu} 10", "7")
    assert titles(shown)[2] == "Max pooling"
    for _ in range(4):
        shown = hand.does("undo")
    shown = hand.does("budget", "0", "2")
    assert shown["total"]["over"]
    assert "over the budget of 8,000" in component(at, "train architecture")["budget"]["text"]
    ran(at.button(key="train start").click())
    (run,) = services.store.list(TOKEN)
    made = Design.parse(read_config(services.store.folder(run.id)).design)
    assert made == seven_layers(kernels=(3, 3, 3, 3, 3))


def test_neither_way_to_say_the_network_loses_what_the_other_has(
    services: shared.Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "_measured", lambda *_: 0.05)
    at = opened("train")
    ran(at.text_input(key="train set layer 5 typed").set_value("20"))
    way = at.segmented_control(key="train set network")
    ran(way.set_value(LISTED))
    first, *_ = ids(component(at, KEY))
    assert Hand(at).does("set", f"{first} width", "11")["rows"][0]["shape"] == "11 maps of 26 × 26"
    ran(at.button(key="train short try").click())
    assert component(at, KEY)["rows"][0]["shape"] == "11 maps of 26 × 26"
    ran(at.segmented_control(key="train set network").set_value(SEVEN))
    assert at.text_input(key="train set layer 5 typed").value == "20"
    ran(at.segmented_control(key="train set network").set_value(LISTED))
    assert component(at, KEY)["rows"][0]["shape"] == "11 maps of 26 × 26"


def test_an_address_restores_a_design(services: shared.Services) -> None:
    preset = PRESETS[-1]
    at = opened("train", design=str(preset.design))
    assert len(component(at, KEY)["rows"]) == len(preset.design.operations)
    assert preset.sentence in words(at)


def test_an_address_of_no_design_is_said(services: shared.Services) -> None:
    at = opened("train", design="c8 [x](http://a.b) gap")
    assert any("it cannot be read" in warning.value for warning in at.warning)
    assert not at.button(key="train start").disabled


def test_what_no_editor_asks_for_changes_nothing(services: shared.Services) -> None:
    at = opened("train", design="c8 gap fc10 logsoftmax")
    hand, before = Hand(at), component(at, KEY)["rows"]
    first = before[0]["id"]
    for event in (
        ("set", f"{first} x", "1"),
        ("set", f"{first + 99} kernel", "1"),
        ("set", "²  kernel", "1"),
        ("move", f"{first} 1", "99"),
        ("move", "x", "1"),
        ("add", f"{first} 1", "²"),
        ("budget", "0", "9"),
        ("remove", "", ""),
    ):
        assert hand.does(*event)["rows"] == before
