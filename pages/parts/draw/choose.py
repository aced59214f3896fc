"""A choice of one of the ten digits."""

from __future__ import annotations

import streamlit as st

DIGITS = tuple(range(10))


def choose_digit(label: str, likely: int, key: str) -> int:
    """Shows the choice, which is the likely digit until something else is chosen, and again when another is likely."""
    state = st.session_state
    if key not in state or state.get(f"{key} likely") != likely:
        state[key] = state[f"{key} likely"] = likely
    chosen = st.segmented_control(label, DIGITS, key=key, required=True)
    return likely if chosen is None else int(chosen)
