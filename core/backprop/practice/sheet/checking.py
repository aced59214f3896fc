"""The check itself: every cell of a block against what the graph makes of the sheet's own numbers before it.

A cell that has a formula is judged by it, any other by its number. So a mistake is found where it is made, once, and
not in all that follows from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from core.backprop.engine.architecture import graph_of
from core.backprop.notation.number import format_number
from core.backprop.practice.sheet.basis import Basis, Wrong
from core.backprop.practice.sheet.blocks import Block
from core.backprop.practice.sheet.by_formula import ByFormula
from core.backprop.practice.sheet.by_number import ByNumber
from core.backprop.practice.sheet.given import changed
from core.backprop.practice.sheet.headed import Key
from core.backprop.practice.sheet.rate import FIRST
from core.backprop.practice.sheet.shape import shapes
from core.backprop.practice.sheet.workbook import Cell, Workbook


class BlockCheck(Basis):
    """One block, judged as a network of that graph."""

    @cached_property
    def _by_formula(self) -> ByFormula:
        return ByFormula(self)

    @cached_property
    def _by_number(self) -> ByNumber:
        return ByNumber(self)

    def wrong(self) -> Iterator[Wrong]:
        """Every wrong cell."""
        for name in self.judged:
            yield from self._column(name)
        yield from changed(self)

    def fits(self, name: str) -> bool:
        """Whether the first cells of a column are right."""
        cells = self._cells(name, 2)
        written = [key for key in cells if key in self.formulas]
        typed = [key for key in cells if key not in self.formulas]
        return all(self._by_formula.is_right(key, self.formulas[key]) for key in written) and not self._by_number.off(
            name, typed
        )

    def _cells(self, name: str, updates: int) -> dict[Key, Cell]:
        """What a column holds in the first updates; a weight's first number is given."""
        start, column = int(name in self.graph.weights), self.block.columns[name][:updates]
        return {(name, update): cell for update, cell in enumerate(column) if cell and update >= start}

    def _column(self, name: str) -> Iterator[Wrong]:
        cells = self._cells(name, self.block.updates)
        by_number: list[Key] = []
        for key, cell in cells.items():
            if isinstance(cell.value, str) and cell.value.startswith("#") and cell.value != "#NUM!":
                if "#REF!" in cell.formula or not cell.formula or key not in self.formulas:
                    yield Wrong(key, ("error", cell.value), f"{self.subject(name).name} shows {cell.value}.")
            elif key not in self.formulas:
                by_number.append(key)
            elif found := self._by_formula.verdict(key, self.formulas[key]):
                yield Wrong(key, *found)
        wrong = list(self._by_number.wrong(name, by_number))
        yield from wrong
        if 2 * sum(1 for cell in cells.values() if cell.formula) > len(cells):
            yield from self._typed(cells, {each.key for each in wrong})

    def _typed(self, cells: Mapping[Key, Cell], wrong: set[Key]) -> Iterator[Wrong]:
        """Numbers that were typed where the others are computed; a first row is often typed from paper."""
        for key, cell in cells.items():
            if not cell.formula and key not in wrong and key[1] > 0 and isinstance(cell.value, float):
                name = self.subject(key[0]).name
                yield Wrong(
                    key,
                    ("typed",),
                    f"{name} is a typed number, {format_number(cell.value, 6)}, where the other "
                    f"{self.line}s have a formula: it will not follow when something above it changes.",
                )


def best_check(book: Workbook, block: Block, others: Sequence[Block]) -> BlockCheck:
    """The block as the network that its first numbers fit best."""
    best: tuple[int, BlockCheck] | None = None
    top = block.first(FIRST)
    for shape in shapes(block, others):
        check = BlockCheck(book, top, others, graph_of(shape))
        forward = [q.name for q in check.graph.quantities if q.name in check.judged]
        off = [name for name in forward if not check.fits(name)]
        if best is None or len(off) < best[0]:
            best = len(off), check
        if not any(name.startswith("a_") for name in off):
            break
    assert best is not None
    return best[1] if top is block else BlockCheck(book, block, others, best[1].graph)
