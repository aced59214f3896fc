"""What is practised: which numbers, which bug; and the link that leads back to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from core.backprop.engine.graph import NonFinite
from core.backprop.lesson import presets
from core.backprop.lesson.origin import differences, title_now
from core.backprop.lesson.place import Place, advanced, to_link
from core.backprop.practice.assignment import OWN
from core.backprop.practice.bug_hunt import LARGEST_SEED
from pages.parts.practice.exercise import handed_out, working
from pages.parts.practice.state import BUG_NUMBER, HERE, NUMBERS, SEED, TAB, TABS, practice_state
from pages.shared.number_field import latest, number_field
from pages.shared.origin import sentence
from pages.shared.place import PRACTISE, place_state

NAMES = ("tab", "marks", "bug", "level", "marked", "shown", *OWN)  # of the query parameters that are this page's own
WORKSHEET = "worksheet"
widgets = st.session_state


def numbers(here: Place) -> Place:
    """Shows the choice of numbers, and returns the place that is practised.

    It begins as the place that the visitor has on the other pages, which never changes from here, or as another one.
    """
    here = replace(here, step="start")
    if working():
        return practice_state().place or here
    choices = {HERE: title_now(here)}
    choices |= {WORKSHEET: presets.TITLES[WORKSHEET]} if here != Place() else {}
    choices |= {presets.RANDOM: presets.TITLES[presets.RANDOM]}
    if widgets[NUMBERS] not in choices:
        widgets[NUMBERS] = HERE
    name = st.selectbox(
        "Numbers",
        list(choices),
        format_func=choices.__getitem__,
        key=NUMBERS,
        width=250,
        help="The first ones are those that you see on the pages about the small network, with their learning rate.",
    )
    if name == presets.RANDOM:
        number_field("Seed", 0, presets.LARGEST_SEED, key=SEED, width=110)
    shape = here.architecture if name == presets.RANDOM else None
    start = here if name == HERE else Place.at_preset(name, widgets[SEED], shape)
    state = practice_state()
    if state.place is None or state.start != start:
        state.start = state.place = start
    return state.place


def say_whose() -> None:
    """Where the numbers of the other pages are the learner's own: how they differ, and a way to the worksheet's."""
    visit = place_state()
    if working():
        return
    if widgets[NUMBERS] == HERE and differences(visit.place):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(sentence(visit, PRACTISE), width="content")
            label = "Practise with the worksheet's"
            st.button(label, on_click=_choose, args=(WORKSHEET,), icon=":material/undo:", type="tertiary")


def _choose(name: str) -> None:
    widgets[NUMBERS] = name


def next_update() -> None:
    """One more update of what is practised. Where there is no next one, that is said."""
    state = practice_state()
    try:
        state.place = advanced(state.place or Place(), 1)
    except (ValueError, NonFinite) as error:
        state.problem = str(error)


def link(place: Place, open_part: Mapping[str, str]) -> dict[str, str]:
    """The query parameters that lead back here, with those of the part that is open; an exercise has its own place."""
    numbers = {} if handed_out() else to_link(replace(place, step="start"))
    return numbers | {"tab": TABS[widgets[TAB]], **open_part}


def another_bug() -> None:
    widgets[BUG_NUMBER] = (latest(BUG_NUMBER) + 1) % (LARGEST_SEED + 1)
