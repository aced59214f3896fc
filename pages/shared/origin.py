"""Says whose numbers the visitor's place has, on every page that uses them, and leads back to the preset's."""

from __future__ import annotations

import streamlit as st

from core.backprop.lesson.origin import differences, named, title_now
from core.backprop.lesson.presets import TITLES
from pages.shared.place import PlaceState


def say_origin(state: PlaceState, page: str) -> None:
    """What the numbers are, how they differ from the preset's if they do, and a button that brings those back."""
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
        st.caption(sentence(state, page), width="content")
        st.button(
            f"Back to {_preset(state)}",
            on_click=state.back_to_preset,
            key=f"back to preset {page}",
            icon=":material/undo:",
            type="tertiary",
            disabled=not differences(state.place),  # not left out, so that nothing moves when it is wanted
        )


def sentence(state: PlaceState, page: str) -> str:
    """The worksheet, or: Your own numbers, after 3 updates: w5 0.4 → 0.62, set on “Race and surfaces”.

    `page` is where this is read: nobody needs to be told of changes made on it.
    """
    found, elsewhere = differences(state.place), [where for where in state.changed if where != page]
    where = f", set {' and '.join(elsewhere)}" if elsewhere else ""
    return f"**{title_now(state.place)}**" + (f": {named(found)}{where}" if found else "")


def _preset(state: PlaceState) -> str:
    name = state.place.preset
    return "the worksheet" if name == "worksheet" else f"“{TITLES[name].partition(':')[0]}”"
