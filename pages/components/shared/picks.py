"""What a visitor picked in a component, each pick answered once; `picks.js` sends them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeVar

import streamlit as st

from pages.components.shared.message import NotOurs, left_out, read


class Numbered(Protocol):
    @property
    def number(self) -> int: ...


Kind = TypeVar("Kind", bound=Numbered)


def new_pick(kind: type[Kind], key: str) -> Kind | None:
    """What was picked in the component with this key since this was last asked; None if nothing was.

    What is no pick of that kind is left out.
    """
    found = sent(key, "pick")
    if found is None:
        return None
    try:
        pick = read(kind, found)
    except NotOurs as reason:
        left_out(key, f"a pick, for {reason}")
        return None
    if pick.number <= answered(key):
        return None
    st.session_state[f"{key} answered"] = pick.number
    return pick


def sent(key: str, name: str) -> object:
    """What the component with this key has under that name, unchecked; None where it has nothing."""
    found = st.session_state.get(key)
    return found.get(name) if isinstance(found, Mapping) else None


def answered(key: str) -> int:
    """The number of the last pick or event that the page has dealt with; 0 before the first."""
    return int(st.session_state.get(f"{key} answered", 0))


def nothing() -> None:
    """The page asks for the pick while it runs, so there is nothing left to do in a callback."""
