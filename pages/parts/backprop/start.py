"""The choice of a start: a preset, or the learner's own numbers where they have become that."""

from __future__ import annotations

import streamlit as st

from core.backprop.lesson import presets
from core.backprop.lesson.origin import OWN, title
from core.backprop.lesson.place import Place
from pages.parts.backprop.changes import SEED, begin
from pages.shared.number_field import number_field
from pages.shared.place import here

PRESET = "backprop preset"
widgets = st.session_state


def start_from(place: Place) -> None:
    """The choice, and the seed of a random start."""
    own = title(place) == OWN
    key = _key(own)
    widgets[key] = OWN if own else place.preset  # whoever changed the place; Streamlit remembers what was chosen
    st.selectbox(
        "Start from",
        (*presets.NAMES, OWN) if own else presets.NAMES,
        format_func=lambda name: presets.TITLES.get(name, name),
        key=key,
        on_change=_choose,
        args=(key,),
        width=215,
        help=presets.ABOUT,
    )
    if place.preset == presets.RANDOM:
        widgets.setdefault(SEED, place.seed)
        number_field("Seed", 0, presets.LARGEST_SEED, key=SEED, on_change=begin, width=95)


def _key(own: bool) -> str:
    """Of the choice: one where the numbers are a preset's, another one where they are the learner's own.

    What a browser sends before it knows that the numbers are others now has the old choice, which Streamlit takes for
    a new one; were that obeyed, an edit would be lost.
    """
    return f"{PRESET} own" if own else PRESET


def _choose(key: str) -> None:
    """Begins what was chosen, where that is the choice that is shown."""
    if key == _key(title(here()) == OWN) and widgets.get(key) in presets.NAMES:
        begin(widgets[key], own_network=True)
