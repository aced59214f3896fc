"""What a visitor wants done to runs, and what to say where it cannot be done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from core.digits.runs.durable import RunError
from core.digits.runs.shelf import NoSuchRun
from pages.training.workshop import workshop

KEY = "train problem"


@contextmanager
def attempted() -> Iterator[None]:
    """Around what a visitor wants, in a callback: where it cannot be done, `trouble` says why, and no more of it is."""
    st.session_state[KEY] = ""
    try:
        yield
    except (NoSuchRun, RunError) as error:
        st.session_state[KEY] = str(error)


def trouble() -> str:
    """Why the last wish could not be done, or what keeps the foreman from work; "" where there is nothing to say."""
    return st.session_state.get(KEY) or workshop().foreman.problem
