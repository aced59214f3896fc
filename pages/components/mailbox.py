"""What learners did in a component: events with growing numbers, so that each is dealt with once.

The other half is `stage/mail.js`, which sends an event again until it has been answered.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from pages.components.picks import answered


@dataclass(frozen=True)
class Event:
    """The learner did `kind` to `name`; `text` says what exactly."""

    number: int
    kind: str
    name: str
    text: str


def events(key: str) -> list[Event]:
    """What the learner did in the component with this key, oldest first; some may have been answered before."""
    sent = st.session_state.get(key, {}).get("events") or []
    return [Event(int(each["number"]), str(each["kind"]), str(each["name"]), str(each["text"])) for each in sent]


def unanswered(key: str) -> list[Event]:
    """The events of the component with this key that came since this was last asked, oldest first."""
    new = [event for event in events(key) if event.number > answered(key)]
    if new:
        st.session_state[f"{key} answered"] = new[-1].number
    return new
