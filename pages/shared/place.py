"""Where the visitor is in the small network: one place for all pages that look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from secrets import token_hex

import streamlit as st

from core.backprop.lesson.claim import Claim, claim_of
from core.backprop.lesson.origin import differences
from core.backprop.lesson.place import CLAIM, Place, from_link, step_names
from pages.shared.state import kept

# Where numbers are changed, or read.
BACKPROP, EXPLORE, PRACTISE = "on “Backprop, step by step”", "on “Race and surfaces”", "on “Practise”"
LINK = "by a link"


@dataclass
class PlaceState:
    """`problem` says what could not be done, `claim` is what the link that led here says of its loss.

    `changed` says where the numbers became others than the preset's: on which pages, or by a link.

    `session` differs from one session of the server to the next; `jump` counts how often a page itself moved the
    learner to `place.step`.
    """

    place: Place = field(default_factory=Place)
    problem: str = ""
    claim: Claim | None = None
    changed: tuple[str, ...] = ()
    session: str = field(default_factory=lambda: token_hex(8))
    jump: int = 0

    def move(self, place: Place, by: str) -> None:
        """To a place with other numbers; what a link said was about those before."""
        before, now = differences(self.place), differences(place)
        if now != before:
            self.changed = tuple(dict.fromkeys((*self.changed, by))) if now else ()
        self.place, self.problem, self.claim = place, "", None

    def follow(self, link: Mapping[str, str]) -> None:
        """Goes to the place that a link leads to, and says what of it made no sense."""
        place, left_out = from_link(link)
        self.move(place, LINK)
        try:
            self.claim = claim_of(link, place)
        except ValueError:
            left_out.append(f"{CLAIM} ({link[CLAIM][:20] or 'empty'})")
        if left_out:
            self.problem = f"Left out of this link, because it made no sense: {', '.join(left_out)}."

    def back_to_preset(self) -> None:
        """To the beginning of the preset, in its own network; at the same step if it has it."""
        start, step = Place.at_preset(self.place.preset, self.place.seed), self.place.step
        self.move(replace(start, step=step) if step in step_names(start.network.graph) else start, BACKPROP)

    def jump_to(self, step: str) -> None:
        """Moves the learner to a step; otherwise the browser itself keeps where the learner is."""
        self.place, self.jump = replace(self.place, step=step), self.jump + 1


def place_state() -> PlaceState:
    """The visitor's own; on the visit's first page at the place that its address leads to."""
    return kept("place", _from_address)


def here() -> Place:
    """The visitor's place."""
    return place_state().place


def _from_address() -> PlaceState:
    state = PlaceState()
    state.follow(st.query_params.to_dict())
    return state
