"""What a visitor wants done to runs, and what to say where it cannot be done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from core.digits.runs.atomic import RunError
from core.digits.runs.store import NoSuchRun
from pages.shared.services import services

KEY = "train problem"


@contextmanager
def attempted() -> Iterator[None]:
    """Around what a visitor wants, in a callback: what cannot be done ends there, and `say_trouble` says why."""
    st.session_state[KEY] = ""
    try:
        yield
    except (NoSuchRun, RunError) as error:
        st.session_state[KEY] = str(error)


def say_trouble() -> None:
    """Says why the last wish could not be done, or what keeps the scheduler from work."""
    if problem := st.session_state.get(KEY) or services().scheduler.problem:
        st.warning(problem, icon=":material/warning:")
