"""Batches, momentum and Adam as a spreadsheet of live formulas: one row an update, a column for each moment, too.

What an update computes is in the next row, where the new weights are: there stand the moments that made them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from core.backprop.engine.optimizer import BETA1, BETA2, EPSILON, MOMENTUM, RATE, Optimizer, State
from core.backprop.engine.optimizer import UPDATE as NUMBER
from core.backprop.export.cells import FIRST, SPREADSHEET, UPDATE, Block, Column, columns
from core.backprop.export.charts import CURVES, add_curve, empty_chart, show
from core.backprop.export.paper import for_paper
from core.backprop.export.program import Program, program
from core.backprop.export.spreadsheet import DESCENT, GROUP, HEAD, HINT, Sheet, Styles, heads, placed, top, write
from core.backprop.lesson.lesson import passes
from core.backprop.notation.infix import infix

PLACES = {RATE: ("A3", "B3"), MOMENTUM: ("C3", "D3"), BETA1: ("C3", "D3"), BETA2: ("A2", "B2"), EPSILON: ("C2", "D2")}
CELLS = {RATE: "learning_rate", MOMENTUM: "momentum", BETA1: "beta_1", BETA2: "beta_2", EPSILON: "epsilon"}  # by name


def optimizer_sheet(states: Sequence[State], optimizer: Optimizer, start: str = "") -> bytes:
    """The .xlsx of the updates that lead from each of the states to the next one; there are two of them at least.

    `start` is a sentence that says what the network is. Cells also hold their values. Raises ValueError for fewer.
    """
    if len(states) < 2:
        raise ValueError("A spreadsheet needs one update at least.")
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"title": "Backprop Lab: a network and its optimizer as a spreadsheet"})
        _sheet(book, states, optimizer, start)
    return file.getvalue()


def _sheet(book: Workbook, states: Sequence[State], optimizer: Optimizer, start: str) -> None:
    sheet, styles, graph = book.add_worksheet(DESCENT, Sheet), Styles.of(book), states[0].network.graph
    lines, values = program(graph), _values(states, optimizer)
    given = (*graph.targets, *graph.inputs, *graph.frozen)
    new = _formulas(states[0], optimizer)
    groups = {
        "": (UPDATE,),
        "given": given,
        "weights": graph.weights,
        "forward pass": tuple(lines.forward),
        "backward pass: deltas": tuple(lines.deltas),
        "gradients of the weights": tuple(lines.gradients),
        "what made these weights": tuple(name for name in new if name not in graph.weights),
    }
    block = Block(placed({name: ids for name, ids in groups.items() if ids}, 0), {})
    top(sheet, styles, f"{optimizer.name}, one row an update", HINT, start)
    for name, number in optimizer.settings.items():
        label, cell = PLACES[name]
        sheet.write(label, name.replace("_", " "), styles.bold)
        sheet.write(cell, number, styles.input)
        book.define_name(CELLS[name], f"={DESCENT}!${cell[0]}${cell[1]}")
    heads(sheet, styles, groups, block)
    sheet.write(FIRST - 1, block.columns[UPDATE], 0)
    moments = tuple(states[0].moments)
    for name in (*given, *graph.weights, *moments):
        sheet.write(FIRST - 1, block.columns[name], values[name][0], None if name in moments else styles.input)
    for name in (UPDATE, *given):
        above = f"={block.cell(name, '{row}')}" + ("+1" if name == UPDATE else "")
        write(sheet, Column(block.columns[name], above, values[name], above=True))
    passing = Program(lines.forward, lines.deltas, lines.gradients, {})
    for column in (*columns(block, passing, values), *_made(block, new, values)):
        write(sheet, column)
    chart = empty_chart(book, f"{graph.loss} over the updates", 0)
    add_curve(chart, sheet, graph.loss, block.columns[graph.loss], len(states), CURVES[0])
    chart.set_legend({"none": True})
    show(sheet, chart, f"The loss {graph.loss} as a curve over the updates.")
    for_paper(sheet, FIRST + len(states) - 1, len(block.columns), (GROUP, HEAD))


def _formulas(state: State, optimizer: Optimizer) -> dict[str, Callable[[Callable[[str], str]], str]]:
    """What an update computes, by the name of its column: a function from the cell of an id to the formula."""
    graph = state.network.graph
    found: dict[str, Callable[[Callable[[str], str]], str]] = {}
    for weight in graph.weights:
        for symbol, formula in optimizer.formulas(weight, graph.gradient(weight)).items():
            found[symbol.name] = lambda cell, formula=formula: "=" + infix(formula, SPREADSHEET, cell)  # type: ignore[misc]
    return found


def _made(
    block: Block, new: Mapping[str, Callable[[Callable[[str], str]], str]], values: Mapping[str, Sequence[float | str]]
) -> Iterator[Column]:
    def cell(id: str) -> str:
        name = id.removesuffix("⁺")
        if name in CELLS:
            return CELLS[name]
        if id == NUMBER:
            return block.cell(UPDATE, "{new}")
        in_this_row = id.endswith("⁺") or (name in new and "\u0302" in name)
        return block.cell(name, "{new}" if in_this_row else "{row}")

    for name, formula in new.items():
        yield Column(block.columns[name], formula(cell), values[name], above=True)


def _values(states: Sequence[State], optimizer: Optimizer) -> dict[str, list[float | str]]:
    """Every number by the name of its column; of the first row, what an update would have made is empty."""
    rows = [{**passes(state.network), **state.moments, UPDATE: state.update} for state in states]
    made = [{}, *(state.numbers(optimizer) for state in states[:-1])]
    hats = {name for name in made[1] if "\u0302" in name}
    names = [*rows[0], *hats]
    return {name: [row.get(name, made[at].get(name, "")) for at, row in enumerate(rows)] for name in names}  # type: ignore[misc]
