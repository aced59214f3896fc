"""What a visitor's pages remember: one object of plain fields for each page, under one key of the session state.

A run of the script can be stopped wherever it reads or writes the session state, but not between two fields of an
object. So what belongs together changes together, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import streamlit as st

Kept = TypeVar("Kept")


def kept(key: str, make: Callable[[], Kept]) -> Kept:
    """The visitor's object under this key, made at the first call."""
    if key not in st.session_state:
        st.session_state[key] = make()
    return cast(Kept, st.session_state[key])
