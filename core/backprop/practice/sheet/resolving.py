"""The formulas of a block in names of the network instead of cells.

A number one update above is w5@-1, one of another update, block or tab has a mark that says where it is from. A cell
without a name is the formula in it, or its number with its address for a name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from core.backprop.engine.expression import Expression, Number, Symbol
from core.backprop.practice.sheet.blocks import Block
from core.backprop.practice.sheet.formula import parse
from core.backprop.practice.sheet.functions import FormulaError
from core.backprop.practice.sheet.headed import Key
from core.backprop.practice.sheet.names import RATE
from core.backprop.practice.sheet.workbook import Cell, Place, Tab, Table, Workbook, address

DEEPEST = 8  # formulas in cells without a name that lead to others
ROWS = re.compile(r"(?<=[A-Za-z])([0-9]+)(?![\w.(])", re.ASCII)
COLUMNS = re.compile(r"\w*\[(?![.$'])(?:[^\[\]]|\[[^\[\]]*\])*\]")  # of named tables, which have no rows in them
MOST_FORMULAS = 2000  # of one block that are parsed, where not all rows have the same
START = "@start"
SAME = 1e-9


@dataclass(frozen=True)
class Resolved:
    """A formula in names; `everywhere` if the same text means the same in every row."""

    formula: Expression
    everywhere: bool


@dataclass
class Resolver:
    """All formulas of one block. `rate` is its learning rate where that is one number in a cell."""

    book: Workbook
    block: Block
    others: Sequence[Block]
    given: frozenset[str]  # inputs, targets and biases that do not learn: they have no update
    rate: float | None = None
    _memo: dict[tuple[object, ...], Resolved] = field(default_factory=dict)
    _parsed: int = 0

    def resolved(self, key: Key, place: Place, cell: Cell) -> Expression:
        """Raises FormulaError for what is not understood."""
        origin = cell.origin or place
        moved = place[0] - origin[0], place[1] - origin[1]
        text = cell.formula
        columns = COLUMNS.findall(text) if "[" in text else []
        pieces = ROWS.split(COLUMNS.sub("[]", text) if columns else text)
        rows = tuple(int(row) - origin[0] for row in pieces[1::2])
        memo = (key[0], *pieces[::2], *columns, rows, moved[1], key[1] == 0)
        if known := self._memo.get(memo):
            return known.formula
        self._parsed += 1
        if self._parsed > MOST_FORMULAS:
            raise FormulaError("there are too many different formulas.")
        scope = _Scope(self, key[1], self.block.tab, place)
        found = Resolved(parse(cell.formula, scope, moved), scope.everywhere)
        if found.everywhere and not self.block.sideways:
            self._memo[memo] = found
        return found.formula

    def elsewhere(self, tab: Tab, place: Place) -> tuple[Block, Key] | None:
        """The other block that a cell belongs to."""
        return next(
            ((other, other.keys[place]) for other in self.others if other.tab is tab and place in other.keys), None
        )

    @cached_property
    def labelled(self) -> Mapping[tuple[str, Place], str]:
        """The constants beside this block and the others."""
        return {
            (block.tab.name, place): name
            for block in (*self.others, self.block)
            for name, place in block.constants.items()
        }


@dataclass
class _Scope:
    """What references mean in the formula of one cell."""

    resolver: Resolver
    update: int
    tab: Tab
    at: Place
    depth: int = 0
    everywhere: bool = True

    def cell(self, tab: str, place: Place, fixed: bool) -> Expression:
        here = self.resolver.book.tab(tab) if tab else self.tab
        if here is None:
            raise FormulaError(f"there is no tab {tab[:40]!r}.")
        block = self.resolver.block
        if here is block.tab and (key := block.keys.get(place)):
            return self._own(key, fixed)
        self.everywhere = self.everywhere and fixed
        if found := self.resolver.elsewhere(here, place):
            return self._foreign(*found)
        if name := self.resolver.labelled.get((here.name, place)):
            return self._constant(name, here, place)
        return self._unnamed(here, place)

    def column(self, table: str, inner: str) -> Expression:
        """A column of a named table, in the row of the formula: [[#This Row],[w1]], [@w1], [@[w1]]."""
        found = self._table(table)
        parts = re.findall(r"\[([^\[\]]*)\]", inner) or [inner]
        this_row = "@" in inner or any(part.casefold() == "#this row" for part in parts)
        named = [part.strip().lstrip("@").strip() for part in parts if not part.startswith("#")]
        heading = " ".join((named[-1] if named else "").replace("'", "").split()).casefold()
        columns = [column.replace("'", "").casefold() for column in found.columns]
        if heading not in columns or not this_row:
            raise FormulaError("a column of a table is not found.")
        return self.cell(found.tab, (self.at[0], found.first[1] + columns.index(heading)), False)

    def _table(self, name: str) -> Table:
        tables = self.resolver.book.tables
        if name.casefold() in tables:
            return tables[name.casefold()]
        for table in tables.values():
            inside = table.first[0] <= self.at[0] <= table.last[0] and table.first[1] <= self.at[1] <= table.last[1]
            if not name and table.tab == self.tab.name and inside:
                return table
        raise FormulaError("a table is not found.")

    def name(self, name: str) -> Expression:
        text = self.resolver.book.names.get(name.casefold())
        if text is None or self.depth >= DEEPEST:
            raise FormulaError(f"the name {name[:40]!r} is not known.")
        inner = _Scope(self.resolver, self.update, self.tab, self.at, self.depth + 1)
        return parse(text, inner)

    def _own(self, key: Key, fixed: bool) -> Expression:
        name, update = key
        if name == RATE or name in self.resolver.given:
            return Symbol(name)
        if fixed:
            self.everywhere = False
        away = update - self.update
        return Symbol(name if away == 0 else f"{name}@{away}")

    def _foreign(self, other: Block, key: Key) -> Expression:
        name, _ = key
        if name in self.resolver.given or name == RATE:
            place = other.places[key]
            own = self.resolver.block.cell(name, 0)
            cell = other.tab.cells.get(place)
            if name != RATE and (not own or not cell or own.value == cell.value):
                return Symbol(name)
            if cell and isinstance(cell.value, float):
                return self._rate(cell.value, other.tab, place)
        return Symbol(f"{name}@{other.tab.name} {address(other.places[key])}")

    def _constant(self, name: str, tab: Tab, place: Place) -> Expression:
        cell = tab.cells.get(place)
        if not cell or not isinstance(cell.value, float):
            return self._unnamed(tab, place)
        if name == RATE:
            return self._rate(cell.value, tab, place)
        if name in self.resolver.given:
            own = self.resolver.block.cell(name, self.update)
            same = not own or own.value == cell.value
            return Symbol(name) if same else Number(cell.value, address(place))
        return Symbol(name if self.update == 0 else name + START)

    def _rate(self, value: float, tab: Tab, place: Place) -> Expression:
        rate = self.resolver.rate
        if rate is not None and abs(rate - value) <= SAME * abs(value):
            return Symbol(RATE)
        where = address(place) if tab is self.resolver.block.tab else f"{tab.name}!{address(place)}"
        return Number(value, where)

    def _unnamed(self, tab: Tab, place: Place) -> Expression:
        cell = tab.cells.get(place)
        where = address(place) if tab is self.resolver.block.tab else f"{tab.name}!{address(place)}"
        if cell is None:
            return Number(0.0, where)
        if cell.formula:
            if self.depth >= DEEPEST:
                raise FormulaError("formulas lead from cell to cell without end.")
            inner = _Scope(self.resolver, self.update, tab, place, self.depth + 1)
            origin = cell.origin or place
            found = parse(cell.formula, inner, (place[0] - origin[0], place[1] - origin[1]))
            self.everywhere = self.everywhere and inner.everywhere
            return found
        if isinstance(cell.value, str) or cell.value is None:
            return Symbol(f"the text in {where}")  # which has no number, so the formula is wrong
        return self._rate(cell.value, tab, place)
