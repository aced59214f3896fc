"""Where the exercise stands in a workbook: blocks of numbers under, or beside, the names of quantities.

A block is one descent: a row an update, or a column an update, or one update spread over several small tables. What has
a name and one number elsewhere, such as η above the table, is a constant of its tab.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from core.backprop.practice.sheet.names import RATE, UPDATE, quantity
from core.backprop.practice.sheet.workbook import Cell, Place, Tab, Workbook

LEAST_NAMES = 4  # that a block has
WEIGHT = re.compile(r"w\d+")
GIVEN = re.compile(r"[itb]_?[hko]?\d|w\d+")
Key = tuple[str, int]  # a quantity and the update it belongs to, counted from 0 within the block


@dataclass(frozen=True)
class Block:
    """The places of a descent's numbers on one tab, by quantity and update; and the constants beside it."""

    tab: Tab
    places: Mapping[Key, Place]
    constants: Mapping[str, Place]

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


@dataclass(frozen=True)
class _Found:
    """A run of headings with the numbers under them, or beside them if it lies on its `side`."""

    names: Mapping[str, int]  # by the line that crosses the headings
    head: int
    first: int
    lines: int
    side: bool

    def place(self, name: str, update: int) -> Place:
        across, along = self.names[name], self.first + update
        return (across, along) if self.side else (along, across)

    @property
    def heads(self) -> Iterator[Place]:
        return ((at, self.head) if self.side else (self.head, at) for at in self.names.values())

    @cached_property
    def places(self) -> dict[Key, Place]:
        return {(name, update): self.place(name, update) for update in range(self.lines) for name in self.names}


def blocks(book: Workbook) -> tuple[Block, ...]:
    """Every block of every tab, in their order, from top to bottom."""
    return tuple(block for tab in book.tabs for block in _blocks(tab))


def _blocks(tab: Tab) -> Iterator[Block]:
    taken: set[Place] = set()
    chosen: list[_Found] = []
    for found in sorted(_candidates(tab), key=lambda each: -len(each.names) * each.lines):
        covered = {*found.heads, *found.places.values()}
        if taken.isdisjoint(covered):
            taken |= covered
            chosen.append(found)
    chosen.sort(key=lambda each: min(each.places.values()))
    descents = [found for found in chosen if found.lines > 1 and _is_block(found.places)]
    single = [found for found in chosen if found not in descents and found.lines == 1]
    groups = [found.places for found in descents] or [each for each in _gathered(single) if _is_block(each)]
    numbers = set().union(*(places.values() for places in groups))
    constants = list(_constants(tab, numbers))
    for places in groups:
        top, near = min(places.values()), dict[str, Place]()
        for name, place in sorted(constants, key=lambda each: _distance(each[1], top)):
            if (name, 0) not in places:
                near.setdefault(name, place)
        yield Block(tab, places, near)


def _constants(tab: Tab, taken: set[Place]) -> Iterator[tuple[str, Place]]:
    """Every name outside of the blocks with the number beside it, or else under it."""
    for (row, col), cell in tab.cells.items():
        name = quantity(cell.value) if isinstance(cell.value, str) else None
        if name and (name == RATE or GIVEN.fullmatch(name)):
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


def _gathered(single: list[_Found]) -> Iterator[dict[Key, Place]]:
    """Small tables of one update as one block, up to where a name comes a second time."""
    places: dict[Key, Place] = {}
    for found in single:
        if any(key in places for key in found.places):
            yield places
            places = {}
        places |= found.places
    if places:
        yield places


def _candidates(tab: Tab) -> Iterator[_Found]:
    heads = {
        place: name
        for place, cell in tab.cells.items()
        if isinstance(cell.value, str) and not cell.formula and (name := quantity(cell.value))
    }
    for side in (False, True):
        lines: dict[int, dict[int, str]] = {}
        for (row, col), name in heads.items():
            line, at = (col, row) if side else (row, col)
            lines.setdefault(line, {})[at] = name
        for head, names in lines.items():
            for run in _runs(_told_apart(tab, names, head, side)):
                if found := _below(tab, run, head, side):
                    yield found


def _told_apart(tab: Tab, names: Mapping[int, str], head: int, side: bool) -> dict[int, str]:
    """The names of a line, where those that come twice are read with what stands over them: out over h1."""
    often, joined = Counter(names.values()), dict(names)
    for at, name in names.items():
        own, over = (tab.cells.get((at, line) if side else (line, at)) for line in (head, head - 1))
        if often[name] > 1 and own and over and isinstance(over.value, str):
            joined[at] = quantity(f"{over.value} {own.value}") or name
    return joined


def _runs(names: Mapping[int, str]) -> Iterator[dict[str, int]]:
    """A line of headings in runs without a name twice, which begin anew after a gap or where a name comes again.

    Weights that come again at the end of a run are the new ones.
    """
    order = sorted(names)
    if len(set(names.values())) == len(order):
        yield {names[at]: at for at in order}
        return
    starts = [index for index, at in enumerate(order) if at - 1 not in names]
    for start, end in zip(starts, [*starts[1:], len(order)], strict=True):
        yield from _without_gaps(order[start:end], names)


def _without_gaps(order: Sequence[int], names: Mapping[int, str]) -> Iterator[dict[str, int]]:
    run: dict[str, int] = {}
    for index, at in enumerate(order):
        name = names[at]
        if name in run:
            rest = [names[each] for each in order[index:]]
            again = [each for each in rest if WEIGHT.fullmatch(each)]
            if WEIGHT.fullmatch(name) and f"∂E_total/∂{name}" in run and len(again) == len(rest) == len(set(rest)):
                run |= {f"{names[each]}⁺": each for each in order[index:]}
                break
            yield run
            run = {}
        run[name] = at
    if run:
        yield run


def _below(tab: Tab, names: dict[str, int], head: int, side: bool) -> _Found | None:
    """The headings with the lines of numbers that follow; a line counts as long as half of it is filled."""

    def is_number(line: int, at: int) -> bool:
        cell = tab.cells.get((at, line) if side else (line, at))
        return cell is not None and (bool(cell.formula) or not isinstance(cell.value, str))

    def filled(line: int) -> int:
        return sum(is_number(line, at) for at in names.values())

    first = head + 1
    if not filled(first) and filled(first + 1):  # a line between, such as one of formulas in words
        first += 1
    lines = 0
    while 2 * (full := filled(first + lines)) >= len(names) and full:
        lines += 1
    if lines > 1:  # what is given once, in the first line only, is a constant
        names = {name: at for name, at in names.items() if WEIGHT.match(name) or is_number(first + 1, at)}
    return _Found(names, head, first, lines, side) if lines else None
