"""For a class: an exercise to compose and hand out, to work, and to hand in."""

from __future__ import annotations

import streamlit as st

from core.backprop.lesson.place import Place
from core.backprop.practice.assignment import to_link_of
from pages.parts.practice import assigned
from pages.parts.practice.compose import compose_view
from pages.parts.practice.exercise import VIEW, WORK, exercise_state
from pages.parts.practice.receipts import receipts_view

COMPOSE, RECEIPTS = "Compose one", "Look at receipts"
listen = assigned.listen


def class_tab(place: Place, digits: int) -> None:
    """The whole of the tab."""
    state = exercise_state()
    views = ([WORK] if state.exercise else []) + [COMPOSE, RECEIPTS]
    view = st.segmented_control(
        "For a class",
        views,
        default=views[0],
        key=VIEW,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    if state.problem and not state.exercise:
        st.warning(state.problem, icon=":material/warning:")
    if view == COMPOSE:
        compose_view(place)
    elif view == RECEIPTS:
        receipts_view(state.exercise)
    elif state.exercise:
        assigned.work_view(state.exercise, digits)


def link() -> dict[str, str]:
    """The query parameters that lead back to the exercise; nothing of who works it."""
    exercise = exercise_state().exercise
    return to_link_of(exercise) if exercise else {}
