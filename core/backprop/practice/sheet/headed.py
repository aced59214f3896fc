"""Runs of headings with the numbers that belong to them, along a row or a column of a tab."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.backprop.practice.sheet.names import quantity
from core.backprop.practice.sheet.workbook import Place, Tab

WEIGHT = re.compile(r"w\d+")
NEAR = 8  # columns next to a run in which a heading may belong to it
MOST_UNNAMED = 60
Key = tuple[str, int]  # a quantity and the update it belongs to, counted from 0 within the block
Corrections = Mapping[tuple[str, Place], str]  # by tab and place what a heading is said to be; nothing: not to look at


@dataclass(frozen=True)
class Headed:
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
    def heads(self) -> dict[str, Place]:
        """Where each name stands."""
        return {name: (at, self.head) if self.side else (self.head, at) for name, at in self.names.items()}

    @cached_property
    def places(self) -> dict[Key, Place]:
        return {(name, update): self.place(name, update) for update in range(self.lines) for name in self.names}


def labels(tab: Tab, said: Corrections) -> dict[Place, str]:
    """Every text of a tab that names a quantity, with what it is taken for."""
    return {
        place: name
        for place, cell in tab.cells.items()
        if isinstance(cell.value, str) and (name := named(tab, place, cell.value, said))
    }


def headed(tab: Tab, names: Mapping[Place, str], said: Corrections) -> Iterator[Headed]:
    """Every run of headings of a tab with those `names`, along its rows and its columns, that has numbers."""
    heads = {place: name for place, name in names.items() if not tab.cells[place].formula}
    for side in (False, True):
        lines: dict[int, dict[int, str]] = {}
        for (row, col), name in heads.items():
            line, at = (col, row) if side else (row, col)
            lines.setdefault(line, {})[at] = name
        for head, of_line in lines.items():
            for run in _runs(_told_apart(tab, of_line, head, side, said)):
                if found := _below(tab, run, head, side):
                    yield found


def named(tab: Tab, place: Place, text: str, said: Corrections) -> str | None:
    """What a heading is taken for: what the learner said of it, or what it names."""
    return said[tab.name, place] or None if (tab.name, place) in said else quantity(text)


def unread(tab: Tab, found: Headed, said: Corrections) -> Iterator[Place]:
    """The texts in line with headings, or near them, that have a number and name nothing."""
    ends = min(found.names.values()) - NEAR, max(found.names.values()) + NEAR
    for at in range(max(0, ends[0]), ends[1] + 1):
        place = (at, found.head) if found.side else (found.head, at)
        text, number = (tab.cells.get((at, line) if found.side else (line, at)) for line in (found.head, found.first))
        if not (text and isinstance(text.value, str) and not text.formula and number):
            continue
        if not isinstance(number.value, str) and not named(tab, place, text.value, said):
            yield place


def unnamed(tab: Tab) -> tuple[Place, ...]:
    """The row of texts over numbers that has most of them, for a tab in which no heading names a thing."""
    rows: dict[int, list[Place]] = {}
    for (row, column), cell in tab.cells.items():
        below = tab.cells.get((row + 1, column))
        if isinstance(cell.value, str) and not cell.formula and below and not isinstance(below.value, str):
            rows.setdefault(row, []).append((row, column))
    longest = max(rows.values(), key=lambda places: len(places), default=[])
    return tuple(sorted(longest))[:MOST_UNNAMED]


def _told_apart(tab: Tab, names: Mapping[int, str], head: int, side: bool, said: Corrections) -> dict[int, str]:
    """The names of a line, where those that come twice are read with what stands over them: out over h1."""
    often, joined = Counter(names.values()), dict(names)
    for at, name in names.items():
        own, over = (tab.cells.get((at, line) if side else (line, at)) for line in (head, head - 1))
        place = (at, head) if side else (head, at)
        if often[name] > 1 and (tab.name, place) not in said and own and over and isinstance(over.value, str):
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


def _below(tab: Tab, names: dict[str, int], head: int, side: bool) -> Headed | None:
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
    return Headed(names, head, first, lines, side) if lines else None
