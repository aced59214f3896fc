"""The tabs of the Train page and those of a run, and how a callback turns to one."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

import streamlit as st

from pages.parts.train.state import train_state

NEW_RUN, THIS_RUN, ALL_RUNS, REFEREE = "New run", "This run", "All runs", "Referee"  # of the page
CLASS = "Class"  # its last one, in a classroom
LIVE, MISTAKES, TRAVEL, LOG = "Live", "What it gets wrong", "Time travel", "Log and code"  # of a run
MOMENT = 1.0  # seconds in which a browser shows a tab that it was told to, and nobody has left that again
TAB, RUN_TAB, CHOSEN = "train tab", "train run tab", "train runs chosen"  # widgets
widgets = st.session_state


def open_run(id: str) -> None:
    """Shows a run in the page's second tab."""
    train_state().run, widgets[TAB] = id, THIS_RUN


def open_runs(ids: Sequence[str]) -> None:
    """Shows runs beside one another, in the tab of all runs."""
    widgets[CHOSEN], widgets[TAB] = list(ids), ALL_RUNS


def turn_to(tab: str) -> None:
    """Asks for a tab of the run, to which `turn` then turns."""
    state = train_state()
    state.asked_tab, state.turned_at = tab, 0.0


def turn() -> None:
    """To the tab that was asked for, and again for a moment: a look that began before still names the old one."""
    state, now = train_state(), monotonic()
    if not state.asked_tab:
        return
    state.turned_at = state.turned_at or now  # not since it was asked for: a busy server may take longer than a moment
    if now - state.turned_at <= MOMENT:
        widgets[RUN_TAB] = state.asked_tab
    else:
        state.asked_tab = ""
