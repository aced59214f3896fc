"""The design that a visitor edits, with what can be taken back; at first the one that the address names."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from core.digits.design import Design
from core.digits.presets import BUDGETS
from pages.components.editor.component import Refused
from pages.shared.texts import escaped

PARAMETER = "design"  # of the address
MOST_UNDONE = 200  # changes that can be taken back


@dataclass(frozen=True)
class Listed:
    """A design whose operations have ids, which they keep wherever they are moved."""

    design: Design
    ids: tuple[int, ...]


@dataclass
class Editing:
    """The design that the visitor edits, and those before it.

    `last` is the number that the last change was of, if it was of one: what is typed digit by digit is one change.
    `refused` is what was typed for a number and is none.
    """

    now: Listed
    past: list[Listed] = field(default_factory=list)
    next_id: int = 1
    last: tuple[int, str] | None = None
    refused: Refused | None = None
    budget: int = BUDGETS[0]

    @classmethod
    def of(cls, design: Design) -> Editing:
        made = cls(Listed(Design(()), ()))
        made.take(design)
        made.past.clear()
        return made

    def take(self, design: Design) -> None:
        """Another design, all of its operations new."""
        self.change(Listed(design, tuple(self.new_id() for _ in design.operations)))

    def change(self, after: Listed, last: tuple[int, str] | None = None) -> None:
        """Goes on to what a change has made."""
        if after != self.now and (last is None or last != self.last):
            self.past = [*self.past, self.now][-MOST_UNDONE:]
        self.now, self.last, self.refused = after, last, None

    def undo(self) -> None:
        """Goes back to the design before, if there is one."""
        if self.past:
            self.now, self.last, self.refused = self.past.pop(), None, None

    def new_id(self) -> int:
        self.next_id += 1
        return self.next_id


def from_address() -> tuple[Editing | None, str]:
    """The design that the address names; or None, and if what it names is no design, a sentence on why."""
    text = st.query_params.get(PARAMETER, "")
    if not text.strip():
        return None, ""
    try:
        return Editing.of(Design.parse(text)), ""
    except ValueError as error:
        return None, f"The address names a design, but it cannot be read: {escaped(str(error))}"
