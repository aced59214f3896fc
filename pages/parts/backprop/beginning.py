"""What a visitor begins with who has never seen a derivative: offered on a first visit, and whenever asked for."""

from __future__ import annotations

import streamlit as st

from core.backprop.engine.graph import NonFinite
from core.backprop.lesson.place import network_at, parameters, to_link
from pages.components.slope.component import slope_introduction
from pages.shared.place import PlaceState

FIRST_IDEA = "idea-1"
SLOPE = "slope"  # the component
OPENED = "backprop beginning opened"  # how often it was asked for
BY_LINK = "backprop beginning by link"  # whether this visit came by a link to some place, be it the first step

widgets = st.session_state


def ask_for_beginning(state: PlaceState) -> None:
    """Opens it, and has the stepper below it begin with its own introduction."""
    widgets[OPENED] = widgets.get(OPENED, 0) + 1
    state.jump_to(FIRST_IDEA)


def beginning(state: PlaceState) -> None:
    """Nothing for who came by a link or is on the way already; and a browser remembers who has done with it."""
    by_link = widgets.setdefault(BY_LINK, not st.query_params.to_dict().keys().isdisjoint(parameters()))
    first, opened = not by_link and not to_link(state.place), widgets.get(OPENED, 0)
    if not (first or opened):
        return
    try:
        wish = f"{state.session} {opened}" if opened else ""
        slope_introduction(network_at(state.place), first, wish, key=SLOPE)
    except NonFinite:
        pass  # a curve that overflows teaches nothing; the stepper says what it has to say
