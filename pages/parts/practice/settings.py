"""What is practised: which numbers, which part of the page, which bug; small enough for a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from core.backprop.engine.graph import NonFinite
from core.backprop.lesson import presets
from core.backprop.lesson.place import Place, advanced, to_link
from core.backprop.practice.bug_hunt import LARGEST_SEED, LEVELS

TURN, BUG = "Your turn", "Find the bug"
TABS = {TURN: "turn", BUG: "bug"}
NAMES = ("tab", "bug", "level")  # of the query parameters that are this page's own
HERE = "here"  # the numbers that the visitor has on the other pages
WORKSHEET = "worksheet"

state = st.session_state


def begin(link: Mapping[str, str], problem: str = "") -> None:
    """On the first visit what the link says, as far as it makes sense; later all stays as it was.

    `problem` says what else of the link made no sense.
    """
    if "practise" not in state:
        bug, level = link.get("bug", ""), link.get("level", LEVELS[0])
        whole = bug.isascii() and bug.isdigit() and len(bug) <= 4
        tab = next((name for name, short in TABS.items() if short == link.get("tab")), BUG if bug else TURN)
        state["practise"] = {
            "practise tab": tab,
            "practise numbers": HERE,
            "practise seed": 1,
            "bug number": int(bug) if whole else 1,
            "bug level": level if level in LEVELS else LEVELS[0],
        }
        state["practise step"] = link.get("step", "")  # where the first practice begins
        wrong = [name for name, good in (("bug", whole or not bug), ("level", level in LEVELS)) if not good]
        state["practise problem"] = (
            f"Left out of this link, because it made no sense: {', '.join(wrong)}." if wrong else ""
        )
    for name, value in state["practise"].items():
        if state.get(name) is None:  # forgotten while another page is shown; a forger can choose nothing
            state[name] = value


def remember() -> None:
    """At the end of a run: what the widgets say, for when the visitor comes back."""
    state["practise"] = {name: state.get(name, value) for name, value in state["practise"].items()}


def numbers(here: Place) -> Place:
    """Shows the choice of numbers, and returns the place that is practised.

    It begins as the place that the visitor has on the other pages, which never changes from here, or as another one.
    """
    here = replace(here, step="start")
    own = here != Place()
    choices = {HERE: "Your network" if own else "The worksheet"}
    choices |= {WORKSHEET: "The worksheet"} if own else {}
    choices |= {presets.RANDOM: "Random"}
    if state["practise numbers"] not in choices:
        state["practise numbers"] = HERE
    name = st.selectbox(
        "Numbers",
        list(choices),
        format_func=choices.__getitem__,
        key="practise numbers",
        width=165,
        help="Your network is the one that you see on the pages about the small network, with its learning rate.",
    )
    if name == presets.RANDOM:
        st.number_input("Seed", 0, presets.LARGEST_SEED, key="practise seed", width=110)
    shape = here.architecture if name == presets.RANDOM else None
    start = here if name == HERE else Place.at_preset(name, state["practise seed"], shape)
    if state.get("practise start") != start:
        state["practise start"] = state["practise place"] = start
    place: Place = state["practise place"]
    return place


def next_update() -> None:
    """One more update of what is practised. Where there is no next one, that is said."""
    try:
        state["practise place"] = advanced(state["practise place"], 1)
    except (ValueError, NonFinite) as error:
        state["practise problem"] = str(error)


def link(place: Place, step: str) -> dict[str, str]:
    """The query parameters that lead back here, to the question `step` where that is asked."""
    parameters = {"tab": TABS[state["practise tab"]]}
    if state["practise tab"] == BUG:
        parameters |= {"bug": str(state["bug number"]), "level": state["bug level"]}
        return to_link(replace(place, step="start")) | parameters
    return to_link(replace(place, step=step)) | parameters


def another_bug() -> None:
    state["bug number"] = (state["bug number"] + 1) % (LARGEST_SEED + 1)
