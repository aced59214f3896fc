"""What a visitor picked in a component, each pick answered once; `picks.js` sends them.

The browser numbers what it sends. A pick or an event counts as answered only once it has been dealt with: a run that
is stopped before leaves it for the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import RLock
from typing import Protocol, TypeVar

import streamlit as st

from pages.components.shared.message import NotOurs, left_out, read
from pages.shared.state import kept


class Numbered(Protocol):
    @property
    def number(self) -> int: ...


Kind = TypeVar("Kind", bound=Numbered)


@dataclass
class Answers:
    """The numbers answered last, by the key of the component.

    Who deals with something holds the lock: a run that is about to be stopped goes on beside the next one for a while,
    and both would do the same.
    """

    numbers: dict[str, int] = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock)


def answers() -> Answers:
    return kept("components answered", Answers)


def answered(key: str) -> int:
    """The number of the last pick or event that the page has dealt with; 0 before the first."""
    return answers().numbers.get(key, 0)


def answer_pick(kind: type[Kind], key: str, deal: Callable[[Kind], object]) -> None:
    """Has `deal` deal with what was picked in the component with this key, if it has not been dealt with.

    What is no pick of that kind is left out.
    """
    found = sent(key, "pick")
    if found is None:
        return
    try:
        pick = read(kind, found)
    except NotOurs as reason:
        left_out(key, f"a pick, for {reason}")
        return
    box = answers()
    with box.lock:
        if pick.number > box.numbers.get(key, 0):
            deal(pick)
            box.numbers[key] = pick.number


def sent(key: str, name: str) -> object:
    """What the component with this key has under that name, unchecked; None where it has nothing."""
    found = st.session_state.get(key)
    return found.get(name) if isinstance(found, Mapping) else None


def nothing() -> None:
    """The page asks for what was sent while it runs, so there is nothing left to do in a callback."""
