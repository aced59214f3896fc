"""What a visitor wants done to runs, and what to say where it cannot be done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from core.errors import NoSuchRun, RunError
from pages.shared.services import explained, services

KEY = "train problem"


@contextmanager
def attempted() -> Iterator[None]:
    """Around what a visitor wants, in a callback: what cannot be done ends there, and `say_trouble` says why."""
    st.session_state[KEY] = ""
    try:
        yield
    except (NoSuchRun, RunError) as error:
        st.session_state[KEY] = explained(error)


def say_trouble() -> None:
    """Says why the last wish could not be done, or what keeps the foreman from work."""
    if problem := st.session_state.get(KEY) or services().scheduler.problem:
        st.warning(problem, icon=":material/warning:")
