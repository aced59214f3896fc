"""Ten thousand messages that no component of ours would send, to everything that listens: none raises."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.backprop.explore.race import MOST_RATES
from tests.pages.visit import component, opened, ran

MESSAGES = 10_000


def everything_listens() -> None:
    """A script, run once: to each listener a message, over and over."""
    import random
    from collections.abc import Callable

    import streamlit as st

    from core.backprop.lesson.place import Place
    from core.backprop.practice.assignment import Assignment
    from core.backprop.practice.work import Work
    from core.digits.presets import PRESETS
    from pages.components.gallery.component import picked as image
    from pages.components.layers.component import picked as value
    from pages.parts.draw import canvas
    from pages.parts.explore import walking
    from pages.parts.practice import assigned, bug, turn
    from pages.parts.practice.exercise import exercise_state
    from pages.parts.practice.state import practice_state, restore
    from pages.parts.train import editing
    from pages.parts.train.edited import Editing
    from pages.parts.train.state import train_state
    from pages.shared.place import here
    from tests.pages.forger import message
    from tests.pages.test_forged import MESSAGES

    rng, state = random.Random(0), st.session_state
    here()
    restore()
    practice_state().place = Place()
    bug._search(Place())
    exercise_state().work = Work(Assignment(), "Eve", 0)
    train_state().editing = Editing.of(PRESETS[0].design)
    listeners: dict[str, Callable[[], object]] = {
        "turn": turn.listen,
        "hunt": bug.listen,
        "exercise turn": assigned.listen,
        "walk": walking.listen,
        editing.KEY: editing.listen,
        "slices": walking.listen,
        "surface": walking.listen,
        "gallery": lambda: image("gallery", str),
        "layers": lambda: value("layers", str),
        "canvas": lambda: canvas.undo("canvas"),
    }
    for _ in range(MESSAGES):
        key = rng.choice(list(listeners))
        state[key] = message(rng)
        state.pop(f"{key} answered", None)  # a forged number locks out what comes later in its session
        listeners[key]()
    state["survived"] = MESSAGES


def test_no_message_raises() -> None:
    at = AppTest.from_function(everything_listens, default_timeout=120).run()
    assert not at.exception
    assert at.session_state["survived"] == MESSAGES


@pytest.mark.parametrize(
    ("page", "key"),
    [
        ("practice", "practice level"),
        ("explore", "explore race length"),
        ("explore", "explore slice zoom"),
        ("explore", "explore slice heights"),
        ("explore", "explore surface held"),
        ("backprop", "shared digits"),
        ("backprop", "backprop first layer"),
        ("backprop", "backprop second layer"),
        ("backprop", "backprop activation"),
        ("backprop", "backprop biases"),
        ("backprop", "backprop loss"),
        ("practice", "shared digits"),
        ("explore", "explore surface zoom"),
        ("explore", "explore surface view"),
        ("draw", "draw entry"),
        ("draw", "draw tool"),
        ("train", "train set schedule"),
        ("train", "train set pool_after"),
    ],
)
def test_choosing_nothing_where_one_is_required_is_choosing_as_before(few_digits: None, page: str, key: str) -> None:
    at = opened(page)
    tabs: dict[str, tuple[str, str | bool]] = {
        "practice level": ("practice tab", "Find the bug"),
        "explore slice zoom": ("explore tab", "Slices"),
    }
    tabs |= {"explore slice heights": ("explore tab", "Slices")}
    surface, menu = ("zoom", "view", "held"), ("first layer", "second layer", "activation", "biases", "loss")
    tabs |= {f"explore surface {name}": ("explore tab", "Surface") for name in surface}
    tabs |= {f"backprop {name}": ("backprop network menu", True) for name in menu}
    if key in tabs:
        at.session_state[tabs[key][0]] = tabs[key][1]
        ran(at)
    ran(at.button_group(key=key).set_value(None))
    assert at.main.children


def test_more_rates_than_can_race_are_left_out() -> None:
    at = opened("explore")
    at.session_state["explore race rates"] = [str(rate) for rate in range(1, 40)]
    assert len(component(ran(at), "race")["runners"]) == MOST_RATES


def test_a_target_may_be_as_large_as_a_number() -> None:
    at = opened("explore")
    ran(at.text_input(key="explore race target").set_value("1e308"))
    assert component(at, "race")["finish"] == 1e308


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"selection": None},
        {"selection": {"cell": None}},
        {"selection": {"cell": [1, None, {}, {"truth": 3}, {"truth": [], "answer": {}}]}},
        {"selection": {"cell": [{"truth": 10, "answer": 2}, {"truth": 10**400, "answer": float("nan")}]}},
    ],
)
def test_a_cell_that_is_none(chosen: dict[str, Any]) -> None:
    from pages.parts.train.mistakes import _cell

    assert _cell(chosen) is None
    right = {"truth": 3, "answer": 5}
    assert _cell({"selection": {"cell": [*((chosen.get("selection") or {}).get("cell") or []), right]}}) == (3, 5)
