"""What a visitor wants done to runs, and what to say where it cannot be done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from core.errors import NoSuchRun, RunError
from pages.parts.train.state import train_state
from pages.shared.services import on_a_page, services


@contextmanager
def attempted() -> Iterator[None]:
    """Around what a visitor wants, in a callback: what cannot be done ends there, and `say_trouble` says why."""
    train_state().problem = ""
    try:
        yield
    except (NoSuchRun, RunError) as error:
        train_state().problem = on_a_page(error)


def say_trouble() -> None:
    """Says why the last wish could not be done, or what keeps the scheduler from work."""
    if problem := train_state().problem or services().scheduler.problem:
        st.warning(problem, icon=":material/warning:")
