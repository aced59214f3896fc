"""Where the exercise stands in a workbook: blocks of numbers under, or beside, the names of quantities.

A block is one descent: a row an update, or a column an update, or one update spread over several small tables. What has
a name and one number elsewhere, such as η above the table, is a constant of its tab.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from core.backprop.practice.sheet.headed import Corrections, Headed, Key, headed, labels, unread
from core.backprop.practice.sheet.names import RATE, UPDATE
from core.backprop.practice.sheet.workbook import Cell, Place, Tab, Workbook

LEAST_NAMES = 4  # that a block has
GIVEN = re.compile(r"[itb]_?[hko]?\d|w\d+")


@dataclass(frozen=True)
class Block:
    """The places of a descent's numbers on one tab, by quantity and update; its headings, and the constants beside it.

    `unread` are the texts that stand in line with its headings, with numbers, and name nothing.
    """

    tab: Tab
    places: Mapping[Key, Place]
    constants: Mapping[str, Place]
    heads: Mapping[str, Place] = field(default_factory=dict)
    unread: tuple[Place, ...] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name, _ in self.places))

    @cached_property
    def updates(self) -> int:
        return 1 + max(update for _, update in self.places)

    @cached_property
    def sideways(self) -> bool:
        """Whether a column is an update."""
        name = self.names[0]
        return self.updates > 1 and self.places[name, 0][0] == self.places[name, 1][0]

    @cached_property
    def keys(self) -> dict[Place, Key]:
        return {place: key for key, place in self.places.items()}

    def first(self, updates: int) -> Block:
        """The block's first updates only."""
        if self.updates <= updates:
            return self
        return replace(self, places={key: place for key, place in self.places.items() if key[1] < updates})

    @cached_property
    def columns(self) -> dict[str, list[Cell | None]]:
        """The cells of each name, one an update, where there is one."""
        found: dict[str, list[Cell | None]] = {name: [None] * self.updates for name in self.names}
        cells = self.tab.cells
        for (name, update), place in self.places.items():
            found[name][update] = cells.get(place)
        return found

    def cell(self, name: str, update: int) -> Cell | None:
        """What stands for a name in an update; None for no such name, update or cell."""
        column = self.columns.get(name, ())
        return column[update] if update < len(column) else None


def blocks(book: Workbook, said: Corrections | None = None) -> tuple[Block, ...]:
    """Every block of every tab, in their order, from top to bottom; with what the learner `said` of headings."""
    return tuple(block for tab in book.tabs for block in _blocks(tab, said or {}))


def _blocks(tab: Tab, said: Corrections) -> Iterator[Block]:
    taken: set[Place] = set()
    chosen: list[Headed] = []
    names = labels(tab, said)
    for found in sorted(headed(tab, names, said), key=lambda each: -len(each.names) * each.lines):
        covered = {*found.heads.values(), *found.places.values()}
        if taken.isdisjoint(covered):
            taken |= covered
            chosen.append(found)
    chosen.sort(key=lambda each: min(each.places.values()))
    descents = [found for found in chosen if found.lines > 1 and _is_block(found.places)]
    single = [found for found in chosen if found not in descents and found.lines == 1]
    groups = [[found] for found in descents] or [each for each in _gathered(single) if _is_block(_places(each))]
    numbers = set().union(*(found.places.values() for group in groups for found in group))
    constants = list(_constants(tab, names, numbers))
    for group in groups:
        places = _places(group)
        top, near = min(places.values()), dict[str, Place]()
        for name, place in sorted(constants, key=lambda each: _distance(each[1], top)):
            if (name, 0) not in places:
                near.setdefault(name, place)
        heads = {name: place for found in group for name, place in found.heads.items()}
        beside = (place for found in group for place in unread(tab, found, said) if place not in taken)
        yield Block(tab, places, near, heads, tuple(dict.fromkeys(beside)))


def _constants(tab: Tab, names: Mapping[Place, str], taken: set[Place]) -> Iterator[tuple[str, Place]]:
    """Every name outside of the blocks with the number beside it, or else under it."""
    for (row, col), name in names.items():
        if name == RATE or GIVEN.fullmatch(name):
            for place in ((row, col + 1), (row, col + 2), (row + 1, col)):
                near = tab.cells.get(place)
                if near and not isinstance(near.value, str) and place not in taken:
                    yield name, place
                    break


def _distance(place: Place, top: Place) -> int:
    """How far a constant is from the top of a block: what stands below it belongs to the next one."""
    below = place[0] > top[0] + 1
    return abs(place[0] - top[0]) + abs(place[1] - top[1]) // 8 + (10_000 if below else 0)


def _is_block(places: Mapping[Key, Place]) -> bool:
    names = {name for name, _ in places} - {RATE, UPDATE}
    return len(names) >= LEAST_NAMES and any(not GIVEN.fullmatch(name) for name in names)


def _gathered(single: list[Headed]) -> Iterator[list[Headed]]:
    """Small tables of one update as one block, up to where a name comes a second time."""
    group: list[Headed] = []
    for found in single:
        if any(name in each.names for each in group for name in found.names):
            yield group
            group = []
        group.append(found)
    if group:
        yield group


def _places(group: Sequence[Headed]) -> dict[Key, Place]:
    return {key: place for found in group for key, place in found.places.items()}
