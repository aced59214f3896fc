"""A block's numbers by name, an array each with one entry an update, and how exact they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isfinite, nan

import numpy as np
from numpy.typing import NDArray

from core.backprop.engine.expression import Expression, Real, Symbol
from core.backprop.engine.graph import Graph
from core.backprop.engine.substitution import ids
from core.backprop.practice.sheet.blocks import Block
from core.backprop.practice.sheet.derivatives import ABOVE
from core.backprop.practice.sheet.headed import Key
from core.backprop.practice.sheet.names import RATE, UPDATE
from core.backprop.practice.sheet.precision import Precision, precision
from core.backprop.practice.sheet.workbook import Workbook

Numbers = NDArray[np.float64]
LEAST_ROWS = 5  # from which on a column says by itself how its numbers are rounded


@dataclass(frozen=True)
class BlockNumbers:
    """The `values` by id; ids with @-1 are the same numbers, one update later."""

    block: Block
    graph: Graph
    values: dict[str, Real]
    updates: int

    @cached_property
    def half(self) -> Mapping[str, Numbers]:
        """Half of what a unit of the last digit is worth, by id."""
        half = _half_units(self.block, self.values, self.graph)
        return half | {name + ABOVE: np.concatenate(([0.0], each[:-1])) for name, each in half.items()}

    def expected(self, e: Expression) -> Numbers:
        """A formula on every update; not a number where something is missing."""
        with np.errstate(all="ignore"):
            try:
                value = np.asarray(e.evaluate(self.values), np.float64)
            except KeyError:
                value = np.asarray(np.nan)
        return np.broadcast_to(value, (self.updates,))

    def tolerance(self, e: Expression, id: str) -> Numbers:
        """How far a right number may be from `expected`: its own rounding, and that of all it is computed from."""
        right = self.expected(e)
        together = np.array(self.half.get(id, np.zeros(self.updates)))
        if not ids(e) <= self.values.keys():
            return together
        with np.errstate(all="ignore"):
            for name in sorted(ids(e)):
                half = self.half.get(name)
                if half is not None and half.any():
                    moved = [e.evaluate({**self.values, name: self.values[name] + by}) for by in (half, -half)]
                    together = together + np.maximum(*(np.abs(np.asarray(each) - right) for each in moved))
        return together + 1e-9 * np.abs(right) + 1e-15


def block_numbers(
    book: Workbook, block: Block, graph: Graph, formulas: Mapping[Key, Expression], rate: float | None
) -> BlockNumbers:
    """From the cells, and where those have formulas without their values, from the formulas."""
    stale = book.stale and _is_stale(block, formulas)
    names = [name for name in block.names if name != UPDATE]
    values: dict[str, Numbers] = {}
    empty: list[Key] = []
    for name in names:
        numbers = [nan] * block.updates
        for update, cell in enumerate(block.columns[name]):
            if cell is None:
                continue
            if cell.formula and (cell.value is None or (stale and (name, update) in formulas)):
                empty.append((name, update))
            elif isinstance(cell.value, float) and isfinite(cell.value):
                numbers[update] = cell.value
        values[name] = np.array(numbers)
    for name, place in block.constants.items():
        cell = block.tab.cells.get(place)
        if name not in values and cell and isinstance(cell.value, float):
            if name in graph.weights:  # a weight's number beside the table is that of its beginning
                continue
            values[name] = np.full(block.updates, cell.value)
    if rate is not None and RATE not in block.names:
        values[RATE] = np.full(block.updates, rate)
    if empty:
        _compute(values, formulas, empty, graph, block.updates)
    _complete(values, graph, block.updates)
    every: dict[str, Real] = dict(values)
    for name, each in values.items():
        every[name + ABOVE] = np.concatenate(([nan], each[:-1]))
    return BlockNumbers(block, graph, every, block.updates)


def _is_stale(block: Block, formulas: Mapping[Key, Expression]) -> bool:
    """Whether the values of the first update, where all is there, are not what its formulas give."""
    row = {name: cell.value for name in block.names if (cell := block.cell(name, 0)) and isinstance(cell.value, float)}
    found = {name: _value(formula, row) for (name, update), formula in formulas.items() if update == 0}
    return any(abs(value - row.get(name, np.inf)) > 1e-6 * abs(value) for name, value in found.items())


def _compute(
    values: dict[str, Numbers], formulas: Mapping[Key, Expression], empty: Iterable[Key], graph: Graph, updates: int
) -> None:
    """Update by update what the formulas give, which may need each other in any order."""
    waiting: dict[int, list[str]] = {}
    for name, update in empty:
        waiting.setdefault(update, []).append(name)
    for update in sorted(waiting):
        row: dict[str, Real] = {}
        for name, numbers in values.items():
            row |= {f"{name}@{away}": float(numbers[update + away]) for away in (-1, 1) if 0 <= update + away < updates}
            row[name] = float(numbers[update])
        left = waiting[update]
        for _ in range(len(left)):
            again = []
            for name in left:
                formula = formulas.get((name, update))
                value = _value(formula, row)
                if formula == Symbol(name) and update:  # what is given, from the line before
                    value = float(values[name][update - 1])
                if not isfinite(value):
                    again.append(name)
                else:
                    row[name] = value
                    values[name][update] = value
            if not again or len(again) == len(left):
                break
            left = again


def _value(formula: Expression | None, row: Mapping[str, Real]) -> float:
    if formula is None:
        return float("nan")
    try:
        with np.errstate(all="ignore"):
            return float(formula.evaluate(row))
    except (KeyError, ValueError, TypeError, ZeroDivisionError, OverflowError):
        return float("nan")


def _half_units(block: Block, values: Mapping[str, Real], graph: Graph) -> dict[str, Numbers]:
    """Half of what a unit of the last digit is worth, for all that is computed; given numbers are exact."""
    computed = [name for name in block.names if name in values and not _is_given(name, graph)]
    texts = {
        name: [cell.text for cell in block.columns[name] if cell and cell.text and cell.value] for name in computed
    }
    weights = [name for name in computed if name in graph.weights]
    for name in weights:  # the first one is given
        texts[name] = texts[name][1:]
    few = any(len(some) < LEAST_ROWS for some in texts.values())
    everything = precision([text for some in texts.values() for text in some]) if few else Precision()
    half: dict[str, Numbers] = {}
    for name in computed:
        own: Precision = precision(texts[name]) if len(texts[name]) >= LEAST_ROWS else everything
        half[name] = own.half_units(np.asarray(values[name], np.float64))
        if name in weights:
            half[name][0] = 0.0
    return half


def _is_given(name: str, graph: Graph) -> bool:
    return name in (*graph.inputs, *graph.targets, *graph.frozen, RATE)


def _complete(values: dict[str, Numbers], graph: Graph, updates: int) -> None:
    """What the sheet does not show, from what it shows."""
    for name in graph.given:
        values.setdefault(name, np.full(updates, np.nan))
    for q in graph.quantities:
        if q.name not in values:
            with np.errstate(all="ignore"):
                values[q.name] = np.broadcast_to(np.asarray(q.formula.evaluate(values), np.float64), (updates,))
    for weight in graph.weights:
        if f"{weight}⁺" not in values:
            values[f"{weight}⁺"] = np.concatenate((values[weight][1:], [np.nan]))
