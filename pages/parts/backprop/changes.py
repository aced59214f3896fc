"""What a learner asks for becomes another place; what cannot be done is said, and the last numbers stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl

import streamlit as st

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.graph import NonFinite
from core.backprop.lesson import presets
from core.backprop.lesson.place import Place, advanced, edited, reshaped, step_names
from core.typed import read_number
from pages.components.shared.mailbox import Event
from pages.shared.number_field import latest
from pages.shared.place import BACKPROP, place_state

SEED = "backprop seed"
widgets = st.session_state


def deal(event: Event) -> None:
    """Does what the learner asked for in the stepper."""
    state = place_state()
    if event.kind == "edit":
        attempt(edited, event.name, event.text)
        state.problem = state.problem or read_number(event.text).note
    elif event.kind == "advance":
        attempt(advanced, 1)
        if not state.problem:
            state.jump_to("start")
    elif event.kind == "step" and event.text in {*step_names(state.place.network.graph)}:
        state.place, state.problem = replace(state.place, step=event.text), ""
    elif event.kind == "corrected":
        state.problem = ""
    elif event.kind == "restore":
        state.follow(dict(parse_qsl(event.text)))
        widgets[SEED] = state.place.seed


def attempt(change: Callable[..., Place], *arguments: object) -> None:
    """Changes the place, which comes before the arguments."""
    state = place_state()
    try:
        state.move(change(state.place, *arguments), BACKPROP)
    except (ValueError, NonFinite) as error:
        state.problem = f"{error} The last numbers that worked are kept."


def begin(chosen: str = "", own_network: bool = False) -> None:
    """The beginning of a preset, with its own network or the one there is; at the same step if it has it."""
    now = place_state().place
    preset, seed = chosen or now.preset, latest(SEED, now.seed)
    shape = None if own_network and preset != presets.RANDOM else now.architecture

    def beginning(place: Place) -> Place:
        start = Place.at_preset(preset, seed, shape)
        return replace(start, step=place.step) if place.step in step_names(start.network.graph) else start

    attempt(beginning)


def another_network(architecture: Architecture) -> None:
    """The network of that architecture, with the numbers that it has too."""
    attempt(reshaped, architecture)


def open_article() -> None:
    """The article's network, where the famous example is told."""
    begin("article", own_network=True)
