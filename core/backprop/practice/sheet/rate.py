"""The learning rate of a block: what stands beside the table may be another one than its updates are made with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from core.backprop.engine.expression import Symbol
from core.backprop.engine.graph import Graph
from core.backprop.practice.sheet.blocks import Block
from core.backprop.practice.sheet.constants import numbers_in, with_numbers
from core.backprop.practice.sheet.derivatives import ABOVE
from core.backprop.practice.sheet.functions import FormulaError
from core.backprop.practice.sheet.names import RATE
from core.backprop.practice.sheet.numbers import block_numbers
from core.backprop.practice.sheet.resolving import Resolver
from core.backprop.practice.sheet.trial import trial
from core.backprop.practice.sheet.workbook import Cell, Workbook

FIRST = 12  # updates that say which network and which learning rate a block is about
NEAR = 0.02  # how alike two learning rates are that come from rounded numbers


def learning_rate(book: Workbook, block: Block, others: Sequence[Block], graph: Graph) -> float | None:
    """By the formulas of the first updates, by its label or the tab, or by the numbers; None where nothing says it."""
    if RATE in block.names:
        return _number(block.cell(RATE, 0))
    place = block.constants.get(RATE)
    label = _number(block.tab.cells.get(place) if place else None)
    return _of_formulas(book, block, others, graph, label) or label or _of_numbers(book, block, graph)


def _number(cell: Cell | None) -> float | None:
    return cell.value if cell and isinstance(cell.value, float) else None


def _of_formulas(
    book: Workbook, block: Block, others: Sequence[Block], graph: Graph, label: float | None
) -> float | None:
    """The number in the updates' formulas that makes most of them right; the label's counts wherever it stands."""
    votes: Counter[float] = Counter()
    given = frozenset((*graph.inputs, *graph.targets, *graph.frozen))
    unknown = Resolver(book, block, others, given)
    for name in block.names:
        update = 0 if name.endswith("⁺") else 1
        cell = block.cell(name, update)
        if name.removesuffix("⁺") not in graph.weights or not cell or not cell.formula:
            continue
        try:
            formula = unknown.resolved((name, update), block.places[name, update], cell)
        except FormulaError:
            continue
        for number in numbers_in(formula):
            if number.value == label:
                votes[number.value] += 1
            elif number.name or label is None:
                guess = with_numbers(formula, {number: Symbol(RATE)})
                votes[number.value] += trial(graph).same(guess, Symbol(name))
    best = max(votes, key=lambda value: votes[value], default=None)
    return best if best is not None and votes[best] else None


def _of_numbers(book: Workbook, block: Block, graph: Graph) -> float | None:
    """What most weights moved by in units of their gradients, where they agree."""
    numbers = block_numbers(book, block.first(FIRST), graph, {}, None).values
    found: list[float] = []
    for weight in graph.weights:
        gradient = f"∂E_total/∂{weight}"
        if {weight, gradient} <= numbers.keys():
            with np.errstate(all="ignore"):
                moved = (numbers[weight + ABOVE] - numbers[f"{weight}"]) / numbers[gradient + ABOVE]
            found += [each for each in np.asarray(moved).tolist()[1:6] if np.isfinite(each)]
    if len(found) < 2:
        return None
    middle = float(np.median(found))
    close = [each for each in found if abs(each - middle) <= NEAR * abs(middle)]
    return float(f"{middle:.3g}") if 2 * len(close) > len(found) else None
