"""Who is visiting: a random token that the browser keeps, so that a reload finds the visitor's own runs again."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

from pages.components.shared.modules import inlined

TOKEN = re.compile(r"[0-9a-f]{32}")

_component = st.components.v2.component("visitor", js=inlined(Path(__file__).with_name("visitor.js")))


def visitor() -> str | None:
    """The visitor's token, 32 hexadecimal digits; None for the moment until the browser has sent it."""
    if "visitor token" not in st.session_state:
        token = _component(key="visitor", on_token_change=_nothing).get("token")
        if not isinstance(token, str) or not TOKEN.fullmatch(token):
            return None
        st.session_state["visitor token"] = token
    return str(st.session_state["visitor token"])


def _nothing() -> None:
    """The script runs again of itself when the token arrives."""
