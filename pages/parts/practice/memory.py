"""What this browser remembers of a learner's skills, from one visit to the next; it is sent nowhere else."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field

import streamlit as st

from core.backprop.practice.recall import Memory, answered, read_memory, written
from pages.components.kept.component import found, keep
from pages.shared.state import kept

KEY, NAME = "practice memory", "backprop-lab memory"
DAY = 86_400  # seconds


@dataclass
class Remembered:
    """`heard` is whether the browser has said what it has kept."""

    memory: Memory = field(default_factory=dict)
    heard: bool = False


def remembered() -> Memory:
    """What is known of the visitor's skills by now."""
    return _state().memory


def hear() -> None:
    """At the beginning of a run: takes up what the browser has kept, once it has said so."""
    state = _state()
    text = None if state.heard else found(NAME, KEY)
    if text is None:
        return
    state.heard = True
    with suppress(ValueError):  # what somebody else wrote there is as good as nothing
        before = read_memory(text) if text else {}
        state.memory = {**before, **state.memory}


def keep_it() -> None:
    """Has the browser keep the memory, and say at first what it has."""
    state = _state()
    keep(NAME, written(state.memory) if state.heard and state.memory else "", key=KEY, ask=not state.heard)


def remember(skill: str, well: bool) -> None:
    """After a question of that skill."""
    state = _state()
    state.memory = answered(state.memory, skill, well, today())


def today() -> int:
    """The visitor's day, as a whole number."""
    ahead = st.context.timezone_offset or 0  # minutes that it is earlier there
    return int((time.time() - 60 * ahead) // DAY)


def _state() -> Remembered:
    return kept("practice remembered", Remembered)
