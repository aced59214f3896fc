"""Ten thousand messages that no component of ours would send, to everything that listens: none raises."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

MESSAGES = 10_000


def everything_listens() -> None:
    """A script, run once: to each listener a message, over and over."""
    import random

    import streamlit as st

    from core.backprop.place import Place
    from pages.components.gallery.component import picked as image
    from pages.components.layers.component import picked as value
    from pages.drawing import canvas
    from pages.exploring import walking
    from pages.practising import bug, settings, turn
    from pages.stepping.here import here
    from tests.pages.forger import message
    from tests.pages.test_forged import MESSAGES

    dice, state = random.Random(0), st.session_state
    here()
    settings.begin({})
    state["practise place"] = Place()
    bug._search(Place())
    listeners = {
        "turn": turn.listen,
        "hunt": bug.listen,
        "walk": walking.listen,
        "slices": walking.listen,
        "surface": walking.listen,
        "gallery": lambda: image("gallery"),
        "layers": lambda: value("layers"),
        "canvas": lambda: canvas.undo("canvas"),
    }
    for _ in range(MESSAGES):
        key = dice.choice(list(listeners))
        state[key] = message(dice)
        state.pop(f"{key} answered", None)  # a forged number locks out what comes later in its session
        listeners[key]()
    state["survived"] = MESSAGES


def test_no_message_raises() -> None:
    at = AppTest.from_function(everything_listens, default_timeout=120).run()
    assert not at.exception
    assert at.session_state["survived"] == MESSAGES
