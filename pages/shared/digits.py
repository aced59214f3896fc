"""How many digits numbers are shown with, on every page that asks for it the same."""

from __future__ import annotations

import streamlit as st


def choose_digits() -> int:
    """Shows the choice, and returns 4 or 12."""
    chosen = st.segmented_control(
        "Digits", [4, 12], default=4, required=True, key="shared digits", persist_state="session"
    )
    return chosen or 4  # a forger can choose nothing
