"""A text that the browser keeps, from one visit to the next; it goes nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from pages.components.shared.message import NotOurs, left_out, read
from pages.components.shared.modules import inlined
from pages.components.shared.picks import nothing, sent

_component = st.components.v2.component("kept", js=inlined(Path(__file__).parent / "kept.js"))


@dataclass(frozen=True)
class Found:
    """What the browser has under a name, nothing where it has nothing or keeps nothing."""

    name: str
    text: str


def keep(name: str, text: str, *, key: str, ask: bool = False) -> None:
    """Has the browser keep a text under a name, if there is one; `ask` for what it has there already."""
    _component(key=key, data={"name": name, "ask": ask, "text": text}, on_found_change=nothing, height=1)


def found(name: str, key: str) -> str | None:
    """What the browser had under that name when it was asked; None as long as it has not answered."""
    answer = sent(key, "found")
    if answer is None:
        return None
    try:
        message = read(Found, answer)
    except NotOurs as reason:
        left_out(key, reason)
        return ""
    return message.text if message.name == name else None
