"""What is practised: which numbers, which bug; and the link that leads back to it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.backprop.engine.graph import NonFinite
from core.backprop.lesson import presets
from core.backprop.lesson.place import Place, advanced, to_link
from core.backprop.practice.bug_hunt import LARGEST_SEED
from pages.parts.practice.state import BUG, BUG_NUMBER, HERE, LEVEL, NUMBERS, SEED, TAB, TABS, practice_state
from pages.shared.number_field import latest, number_field

NAMES = ("tab", "bug", "level")  # of the query parameters that are this page's own
WORKSHEET = "worksheet"
widgets = st.session_state


def numbers(here: Place) -> Place:
    """Shows the choice of numbers, and returns the place that is practised.

    It begins as the place that the visitor has on the other pages, which never changes from here, or as another one.
    """
    here = replace(here, step="start")
    own = here != Place()
    choices = {HERE: "Your network" if own else "The worksheet"}
    choices |= {WORKSHEET: "The worksheet"} if own else {}
    choices |= {presets.RANDOM: "Random"}
    if widgets[NUMBERS] not in choices:
        widgets[NUMBERS] = HERE
    name = st.selectbox(
        "Numbers",
        list(choices),
        format_func=choices.__getitem__,
        key=NUMBERS,
        width=165,
        help="Your network is the one that you see on the pages about the small network, with its learning rate.",
    )
    if name == presets.RANDOM:
        number_field("Seed", 0, presets.LARGEST_SEED, key=SEED, width=110)
    shape = here.architecture if name == presets.RANDOM else None
    start = here if name == HERE else Place.at_preset(name, widgets[SEED], shape)
    state = practice_state()
    if state.place is None or state.start != start:
        state.start = state.place = start
    return state.place


def next_update() -> None:
    """One more update of what is practised. Where there is no next one, that is said."""
    state = practice_state()
    try:
        state.place = advanced(state.place or Place(), 1)
    except (ValueError, NonFinite) as error:
        state.problem = str(error)


def link(place: Place, step: str) -> dict[str, str]:
    """The query parameters that lead back here, to the question `step` where that is asked."""
    parameters = {"tab": TABS[widgets[TAB]]}
    if widgets[TAB] == BUG:
        parameters |= {"bug": str(widgets[BUG_NUMBER]), "level": widgets[LEVEL]}
        return to_link(replace(place, step="start")) | parameters
    return to_link(replace(place, step=step)) | parameters


def another_bug() -> None:
    widgets[BUG_NUMBER] = (latest(BUG_NUMBER) + 1) % (LARGEST_SEED + 1)
