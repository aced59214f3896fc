"""A part of the Train page that folds away."""

from __future__ import annotations

from typing import Any

import streamlit as st


def fold(title: str, icon: str, key: str, expanded: bool = False) -> Any:
    """An expander to be filled only while it is `open`: all of them would make the page more than twice as slow."""
    return st.expander(title, expanded, icon=f":material/{icon}:", key=key, on_change="rerun")
