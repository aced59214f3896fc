"""A spreadsheet as it was read: cells with their values and formulas, as text; nothing is computed or run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

A1 = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})", re.ASCII)
LETTERS = 26


class Cell(NamedTuple):
    """What stands in a cell: a number, a text, or nothing that was kept beside the formula.

    `text` is the number as the file has it, with the digits that it was given. A formula may be shared by many cells:
    its text is then that of the cell at `origin`, and references move with the distance from there.
    """

    value: float | str | None
    text: str = ""
    formula: str = ""
    origin: tuple[int, int] | None = None


Place = tuple[int, int]  # row and column, counted from 0


@dataclass(frozen=True)
class Tab:
    name: str
    cells: Mapping[Place, Cell]


@dataclass(frozen=True)
class Table:
    """A table that has a name, as Excel makes them: its formulas say columns by their headings."""

    tab: str
    first: Place  # of the headings
    last: Place
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Workbook:
    """`names` are defined names with what they stand for; `stale` means that kept values may not be the formulas'."""

    tabs: tuple[Tab, ...]
    tables: Mapping[str, Table] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    stale: bool = False

    def tab(self, name: str) -> Tab | None:
        return next((tab for tab in self.tabs if tab.name.casefold() == name.casefold()), None)


def place(address: str) -> Place:
    """(33, 6) for G34. Raises ValueError for what is no address."""
    match = A1.fullmatch(address.replace("$", ""))
    if not match:
        raise ValueError(f"{address[:20]!r} is no cell.")
    return int(match[2]) - 1, column(match[1])


@lru_cache(maxsize=1024)
def column(letters: str) -> int:
    """0 for A, 26 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number - 1


def letters(column: int) -> str:
    """A for 0, AA for 26."""
    text, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, LETTERS)
        text = chr(ord("A") + rest) + text
    return text


def address(place: Place) -> str:
    """G34 for (33, 6)."""
    return f"{letters(place[1])}{place[0] + 1}"
