"""A descent as columns of live spreadsheet formulas: which id has which cell, and what stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

from core.backprop.engine.descent import Descent
from core.backprop.engine.expression import ONE, Expression, Quotient, Sum
from core.backprop.engine.functions import Exp, Log, Positive, Relu, Root, Sigmoid, Softmax, Tanh
from core.backprop.export.program import Program
from core.backprop.notation.infix import ZERO, Above, Dialect, call, infix

FIRST = 13  # the row of update 0, counted from 1 as a spreadsheet does; rate, chart and heads are above
UPDATE = "update"
FAILED = "#NUM!"  # the value of a cell that overflowed


def function(e: Expression) -> Expression:
    """A function of mathematics in those of a spreadsheet. EXP overflows beyond 709, and the cell then says so."""
    match e:
        case Sigmoid():
            return e.definition
        case Exp(x):
            return call("EXP", x)
        case Tanh(x):
            return call("TANH", x)
        case Relu(x):
            return call("MAX", ZERO, x)
        case Positive(x):
            return call("IF", Above(x, ZERO), ONE, ZERO)
        case Softmax(x, among):
            return Quotient(call("EXP", x), Sum(tuple(call("EXP", each) for each in among)))
        case Log(x):
            return call("LN", x)
        case Root(x):
            return call("SQRT", x)
    raise TypeError(f"no spreadsheet function for {type(e).__name__}")


SPREADSHEET = Dialect(function, power="^", spaces=False)


@dataclass(frozen=True)
class Block:
    """Where a descent is on its sheet: an id has a column, from row FIRST on, or one fixed cell `elsewhere`."""

    columns: Mapping[str, int]  # counted from 0
    elsewhere: Mapping[str, str]

    def cell(self, id: str, row: int | str) -> str:
        return self.elsewhere.get(id) or f"{xl_col_to_name(self.columns[id])}{row}"

    def template(self, formula: Expression) -> str:
        """The formula with {row} where a row's number goes."""
        return "=" + infix(formula, SPREADSHEET, lambda id: self.cell(id, "{row}"))


@dataclass(frozen=True)
class Column:
    """A formula for each row, or for each but the first where it is about the row `above`.

    {row} in it is the row that it is about, {new} the one that it stands in.
    """

    index: int
    template: str
    values: Sequence[float | str]
    above: bool = False

    def cells(self) -> Iterator[tuple[int, str, float | str]]:
        """The row, counted from 1, the formula and the value of each cell."""
        for row, value in enumerate(self.values[self.above :], FIRST + self.above):
            yield row, self.template.format(row=row - self.above, new=row), value


def columns(block: Block, lines: Program, values: Mapping[str, Sequence[float | str]]) -> Iterator[Column]:
    """All that is computed: forward pass, gradients, and each weight from the row above."""
    for id, formula in {**lines.forward, **lines.deltas, **lines.gradients}.items():
        yield Column(block.columns[id], block.template(formula), values[id])
    for weight, formula in lines.update.items():
        yield Column(block.columns[weight], block.template(formula), values[weight], above=True)


def history(descent: Descent, rows: int, first: int = 0) -> dict[str, list[float | str]]:
    """Every number and every gradient by id, one a row from update `first` on; FAILED after an overflow."""
    family, graph = descent.family, descent.family.graph
    numbers = {**family.numbers, **family.values(), UPDATE: first + np.arange(descent.updates + 1)}
    numbers |= {graph.gradient(name).id: gradient for name, gradient in family.gradients().items()}
    missing = [FAILED] * (rows - descent.updates - 1)
    return {id: np.broadcast_to(x, descent.updates + 1).tolist() + missing for id, x in numbers.items()}
