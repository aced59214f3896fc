"""Where the visitor is in the small network: one place for all pages that look at it."""

from __future__ import annotations

from collections.abc import Mapping
from secrets import token_hex
from typing import cast

import streamlit as st

from core.backprop.lesson.claim import claim_of
from core.backprop.lesson.place import CLAIM, Place, from_link

state = st.session_state


def here() -> Place:
    """The visitor's place; on the visit's first page the one that its address leads to, otherwise the last one."""
    if "place" not in state:
        state.session, state.jump, state.answered = token_hex(8), 0, 0
        follow(st.query_params.to_dict())
    state.setdefault("problem", "")
    state.setdefault("claim", None)
    return cast(Place, state.place)


def follow(link: Mapping[str, str]) -> None:
    """Goes to the place that a link leads to, and says what of it made no sense."""
    state.place, left_out = from_link(link)
    state.claim = None
    state.preset, state.seed = state.place.preset, state.place.seed
    try:
        state.claim = claim_of(link, state.place)
    except ValueError:
        left_out.append(f"{CLAIM} ({link[CLAIM][:20] or 'empty'})")
    state.problem = f"Left out of this link, because it made no sense: {', '.join(left_out)}." if left_out else ""
