"""What a visitor picked in a component, each pick answered once; `picks.js` sends them."""

from __future__ import annotations

from typing import Any

import streamlit as st


def new_pick(key: str) -> dict[str, Any] | None:
    """What was picked in the component with this key since this was last asked; None if nothing was."""
    sent: dict[str, Any] | None = st.session_state.get(key, {}).get("pick")
    if not sent or int(sent["number"]) <= answered(key):
        return None
    st.session_state[f"{key} answered"] = int(sent["number"])
    return sent


def answered(key: str) -> int:
    """The number of the last pick that the page was told of; 0 before the first."""
    return int(st.session_state.get(f"{key} answered", 0))


def nothing() -> None:
    """The page asks for the pick while it runs, so there is nothing left to do in a callback."""
