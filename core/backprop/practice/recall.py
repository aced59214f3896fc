"""What comes back, and when: each skill after fixed intervals, longer each time it was right, anew when it was missed.

Days are whole numbers. What was right before its day has come changes nothing: only what is still known then counts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from core.backprop.practice.skills import SKILLS

INTERVALS = (1, 3, 7, 14, 30)  # days until a skill comes back, after it was right so many times in a row
MASTERED = 3  # times in a row, on as many days
LATEST = 100_000  # a day in the year 2243
LONGEST = 2000  # characters of a memory


@dataclass(frozen=True)
class Item:
    """A skill that was right so many `times` in a row, each on its day, and the day on which it is `due`."""

    times: int
    due: int

    @property
    def mastered(self) -> bool:
        return self.times >= MASTERED


Memory = Mapping[str, Item]  # by skill; those never met are not in it


def answered(memory: Memory, skill: str, well: bool, day: int) -> Memory:
    """After a question of that skill; `well` if it was right at once, without help."""
    item = memory.get(skill)
    if not well:
        now = Item(0, day + INTERVALS[0])
    elif item is None or item.due <= day:
        times = min((item.times if item else 0) + 1, len(INTERVALS))
        now = Item(times, day + INTERVALS[times - 1])
    else:
        return memory
    return {**memory, skill: now}


def due(memory: Memory, day: int) -> tuple[str, ...]:
    """The skills to practise on that day, those that wait longest first."""
    waiting = [(item.due, list(SKILLS).index(skill), skill) for skill, item in memory.items() if item.due <= day]
    return tuple(skill for _, _, skill in sorted(waiting))


def written(memory: Memory) -> str:
    """A memory as the browser keeps it; always the same text for the same."""
    return json.dumps({skill: [memory[skill].times, memory[skill].due] for skill in SKILLS if skill in memory})


def read_memory(text: str) -> Memory:
    """What a browser has kept. Raises ValueError for what was not written here."""
    if len(text) > LONGEST:
        raise ValueError("A memory is shorter.")
    try:
        found = json.loads(text)
        items = {skill: Item(*pair) for skill, pair in found.items()}
    except (TypeError, AttributeError, RecursionError) as error:
        raise ValueError("This is no memory.") from error
    if not items.keys() <= SKILLS.keys() or not all(_can_be(item) for item in items.values()):
        raise ValueError("This is no memory.")
    return items


def _can_be(item: Item) -> bool:
    whole = type(item.times) is int and type(item.due) is int  # True is an int too
    return whole and 0 <= item.times <= len(INTERVALS) and 0 <= item.due <= LATEST
