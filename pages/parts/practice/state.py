"""What a visitor of the practice page does, and what of its widgets outlives a visit to another page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.backprop.lesson.place import Place
from core.backprop.practice.bug_hunt import LEVELS, Check, Hunt
from pages.shared.state import kept

if TYPE_CHECKING:
    from pages.parts.practice.bug import Search
    from pages.parts.practice.sheet import Sheet
    from pages.parts.practice.turn import Turn

TURN, BUG, SHEET, REVIEW, CLASS = "Your turn", "Find the bug", "Check my sheet", "Review", "For a class"
TABS = {TURN: "turn", BUG: "bug", SHEET: "sheet", REVIEW: "review", CLASS: "class"}
HERE = "here"  # the numbers that the visitor has on the other pages
TAB, NUMBERS, SEED, BUG_NUMBER, LEVEL = WIDGETS = tuple(
    f"practice {what}" for what in ("tab", "numbers", "seed", "bug number", "level")
)
BETWEEN = "."  # the lines that were marked, in a link
LONGEST = 1000  # characters of what a link says of answers
widgets = st.session_state


@dataclass
class PracticeState:
    """`values` are those of the widgets, by their keys; `step` is where the first practice begins.

    `marks` tell how it went before the page was opened, `marked` and `shown` how the first search did.

    `start` is what was chosen, `place` how far it is by now; `found` counts the marks that each bug took, by level and
    number.
    """

    values: dict[str, Any]
    step: str = ""
    marks: str = ""
    marked: tuple[str, ...] = ()
    shown: bool = False
    problem: str = ""
    start: Place | None = None
    place: Place | None = None
    turn: Turn | None = None
    search: Search | None = None
    checks: tuple[Hunt, tuple[Check, ...]] | None = None
    sheet: Sheet | None = None
    to_step: bool = False  # whether the learner asked to see the step of a finding
    found: dict[tuple[str, int], int] = field(default_factory=dict)


def practice_state() -> PracticeState:
    """The visitor's own; at first what the address says, as far as it makes sense."""
    return kept("practice", lambda: _from_link(st.query_params.to_dict()))


def restore() -> None:
    """At the beginning of a run: what Streamlit forgot while another page was shown."""
    for name, value in practice_state().values.items():
        if widgets.get(name) is None:  # or what a forger did not choose
            widgets[name] = value


def remember() -> None:
    """At the end of a run: what the widgets say, for when the visitor comes back."""
    state = practice_state()
    state.values = {name: widgets.get(name, value) for name, value in state.values.items()}


def _from_link(link: Mapping[str, str]) -> PracticeState:
    bug, level = link.get("bug", ""), link.get("level", LEVELS[0])
    whole = bug.isascii() and bug.isdigit() and len(bug) <= 4
    tab = next((name for name, short in TABS.items() if short == link.get("tab")), BUG if bug else TURN)
    number, known = int(bug) if whole else 1, level if level in LEVELS else LEVELS[0]
    wrong = [name for name, good in (("bug", whole or not bug), ("level", level in LEVELS)) if not good]
    return PracticeState(
        dict(zip(WIDGETS, (tab, HERE, 1, number, known), strict=True)),
        link.get("step", ""),
        link.get("marks", "")[:LONGEST],
        tuple(link.get("marked", "")[:LONGEST].split(BETWEEN)) if "marked" in link else (),
        "shown" in link,
        f"Left out of this link, because it made no sense: {', '.join(wrong)}." if wrong else "",
    )
