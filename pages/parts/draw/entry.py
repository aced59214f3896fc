"""What is there to be read, wherever it comes from."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.digits.preprocess import Picture
from pages.parts.draw.state import draw_state


@dataclass(frozen=True, eq=False)
class Entry:
    """`picture` is what there is to read, None if there is nothing yet.

    A test image was prepared by those who made it: `prepared` is True, and `label` says what it is. `drawn` says that
    it comes from the canvas.
    """

    picture: Picture | None
    name: str = "your drawing"
    prepared: bool = False
    label: int | None = None
    drawn: bool = False


def say_problem() -> None:
    """Once: why a file could not be loaded, or what of a link made no sense."""
    state = draw_state()
    if state.problem:
        st.warning(state.problem, icon=":material/warning:")
        state.problem = ""
