"""A closer look at how a digit was read, from one side at a time."""

from __future__ import annotations

import streamlit as st

from pages.parts.draw.backward import backward
from pages.parts.draw.entry import Entry
from pages.parts.draw.reading import Reading
from pages.parts.draw.stages import stages
from pages.parts.draw.teach import teach
from pages.parts.draw.through import through
from pages.parts.draw.why import why

STAGES, THROUGH, WHY, BACKWARD, TEACH = (
    "How the machine sees it",
    "Through the layers",
    "Why this digit",
    "Backward",
    "Teach it",
)


def closer(given: Entry, read: Reading) -> None:
    """The sides to choose from, and the one that is chosen, if any is."""
    sides = [STAGES, THROUGH, WHY, BACKWARD, TEACH]
    part = st.segmented_control("Look closer", sides, key="draw part", persist_state="session")
    if part == STAGES:
        stages(given, read.seen)
    elif part == THROUGH:
        through(read.seen, given.name)
    elif part == WHY:
        why(read.seen)
    elif part == BACKWARD:
        backward(read.seen, given.label)
    elif part == TEACH:
        teach(read.seen, read.taught, given.label)
