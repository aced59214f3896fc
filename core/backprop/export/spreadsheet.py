"""The spreadsheet twin: an .xlsx workbook with a network's descent in live formulas, rendered from the graph.

One row an update. The backward pass has a column for every delta, as the lesson has a step, rather than each gradient
written out in one cell: so a formula is short enough to read and does not grow with the network. What is yellow may be
changed; everything else follows. The second sheet runs the same descent at six learning rates.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import cast

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from core.backprop.engine.descent import Descent, descend
from core.backprop.engine.network import Network
from core.backprop.export.cells import FIRST, UPDATE, Block, Column, columns, history
from core.backprop.export.charts import CURVES, add_curve, empty_chart, show
from core.backprop.export.paper import for_paper
from core.backprop.export.program import RATE, Program, program
from core.backprop.lesson.presets import RATES

MOST_UPDATES = 1000
DESCENT, COMPARISON = "descent", "learning rates"  # the sheets
HEAD, GROUP = FIRST - 2, FIRST - 3  # rows counted from 0, as XlsxWriter does; the chart is above them
BLUE, ORANGE, GREY = "#E7F0FA", "#FDEEE2", "#F2F2ED"  # forward, gradient, given
COLOURS = {"forward pass": BLUE, "backward pass: deltas": ORANGE, "gradients of the weights": ORANGE}
FIRST_BLOCK = 12  # the column of the first descent beside the comparison, to the right of its chart
HINT = "Yellow cells are yours to change. All others are formulas, and follow."
SAME_START = "The same start at six learning rates. It is the first row of the sheet “descent”; change it there."
BLANK_HINT = "Yellow cells are given. All others below their heads are yours to fill in, row by row; the chart follows."
BLANK_SAME_START = "The same start as on the sheet “descent”, at six learning rates. The cells are yours to fill in."


def spreadsheet(
    net: Network, learning_rate: float, updates: int = 100, start: str = "", first: int = 0, blank: bool = False
) -> bytes:
    """The .xlsx of so many updates of `net`, 1 to MOST_UPDATES; fewer where a number overflows.

    `start` is a sentence that says what `net` is, `first` the number of its update. A `blank` one is the same without
    what is to be computed: heads, given numbers, and charts that wait for theirs.

    Cells also hold their values, for viewers that do not compute. Raises ValueError for another number of updates or a
    learning rate that is not finite, graph.NonFinite if already `net` itself overflows.
    """
    if not 1 <= updates <= MOST_UPDATES:
        raise ValueError(f"A spreadsheet has 1 to {MOST_UPDATES:,} updates, not {updates:,}.")
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"title": "Backprop Lab: a network as a spreadsheet"})
        form = Form(first, blank, start)
        block = _descent_sheet(book, form, descend(net, learning_rate, updates))
        _comparison_sheet(book, form, block, [descend(net, rate, updates) for rate in RATES], updates + 1)
    return file.getvalue()


@dataclass(frozen=True)
class Form:
    """The number of the first row's update, whether cells are left for the learner to fill in, and where it starts."""

    first: int
    blank: bool
    start: str

    def written(self, sheet: Worksheet, all_columns: Iterable[Column]) -> None:
        """What is computed, unless that is the learner's to do."""
        for column in () if self.blank else all_columns:
            write(sheet, column)


def _descent_sheet(book: Workbook, form: Form, descent: Descent) -> Block:
    """The exercise's sheet: given numbers, forward pass, loss and gradients."""
    sheet, styles, graph = book.add_worksheet(DESCENT, Sheet), Styles.of(book), descent.family.graph
    lines, values = program(graph), history(descent, descent.updates + 1, form.first)
    given = graph.targets + graph.inputs + graph.frozen
    groups = {"": (UPDATE,), "given": given, **_groups(lines)}
    block = Block(placed(groups, 0), {RATE: RATE})
    top(sheet, styles, "A network, one row an update", BLANK_HINT if form.blank else HINT, form.start)
    sheet.write("A3", "learning rate", styles.bold)
    sheet.write("B3", descent.learning_rate, styles.input)
    book.define_name(RATE, f"={DESCENT}!$B$3")
    heads(sheet, styles, groups, block)
    sheet.write(FIRST - 1, block.columns[UPDATE], form.first)
    for name in (*given, *graph.weights):
        sheet.write(FIRST - 1, block.columns[name], values[name][0], styles.input)
    for name in (UPDATE, *given):
        above = f"={block.cell(name, '{row}')}" + ("+1" if name == UPDATE else "")
        write(sheet, Column(block.columns[name], above, values[name], above=True))
    form.written(sheet, columns(block, lines, values))
    chart = empty_chart(book, f"{graph.loss} over the updates", form.first)
    add_curve(chart, sheet, graph.loss, block.columns[graph.loss], descent.updates + 1, CURVES[0])
    chart.set_legend({"none": True})
    show(sheet, chart, f"The loss {graph.loss} as a curve over the updates.")
    for_paper(sheet, FIRST + descent.updates, len(block.columns), (GROUP, HEAD))
    return block


def _comparison_sheet(book: Workbook, form: Form, start: Block, descents: list[Descent], rows: int) -> None:
    """Six losses side by side with their chart, and to the right of them the six descents that make them."""
    sheet, styles, graph = book.add_worksheet(COMPARISON, Sheet), Styles.of(book), descents[0].family.graph
    lines, chart = program(graph), empty_chart(book, f"{graph.loss} over the updates, by learning rate", form.first)
    top(sheet, styles, "Six learning rates", BLANK_SAME_START if form.blank else SAME_START, form.start)
    sheet.write(GROUP, 0, "learning rate", styles.bold)
    sheet.write(HEAD, 0, UPDATE, styles.head[GREY])
    sheet.write(FIRST - 1, 0, form.first)
    write(sheet, Column(0, "=A{row}+1", list(range(form.first, form.first + rows)), above=True))
    given = {name: f"{DESCENT}!${xl_col_to_name(start.columns[name])}${FIRST}" for name in graph.given}
    left = FIRST_BLOCK
    for index, descent in enumerate(descents, 1):
        rate, values = f"${xl_col_to_name(index)}${GROUP + 1}", history(descent, rows, form.first)
        sheet.write(GROUP, index, descent.learning_rate, styles.input)
        sheet.write(HEAD, index, graph.loss, styles.head[BLUE])
        groups = _groups(lines)
        own = placed(groups, left)
        block = Block(own, {RATE: rate} | {name: cell for name, cell in given.items() if name not in own})
        heads(sheet, styles, groups, block)
        sheet.write_formula(
            GROUP, left, f'="learning rate "&{rate}', styles.bold, f"learning rate {descent.learning_rate:g}"
        )
        for weight in graph.weights:
            sheet.write_formula(FIRST - 1, own[weight], f"={given[weight]}", None, cast(float, values[weight][0]))
        form.written(sheet, columns(block, lines, values))
        form.written(sheet, [Column(index, f"={block.cell(graph.loss, '{row}')}", values[graph.loss])])
        add_curve(chart, sheet, f"='{COMPARISON}'!{rate}", index, rows, CURVES[index - 1])
        left += len(own) + 1
    show(sheet, chart, f"The loss {graph.loss} over the updates, a curve for each learning rate.")
    for_paper(sheet, FIRST + rows - 1, FIRST_BLOCK - 1, (GROUP, HEAD))


class Sheet(Worksheet):  # type: ignore[misc]
    """A worksheet that takes formulas as they are.

    XlsxWriter searches each one for thirty functions of newer versions of Excel, longer than all the rest takes.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


@dataclass(frozen=True)
class Styles:
    """How cells look; `head` by the colour behind it."""

    title: Format
    hint: Format
    input: Format
    bold: Format
    head: Mapping[str, Format]

    @classmethod
    def of(cls, book: Workbook) -> Styles:
        def style(**properties: object) -> Format:
            return book.add_format(properties)

        return cls(
            title=style(bold=True, font_size=14),
            hint=style(text_wrap=True, valign="top"),
            input=style(bg_color="#FFF3B0", font_color="#1A3FB0", border=1, border_color="#C9B458"),
            bold=style(bold=True),
            head={colour: style(bold=True, bg_color=colour, align="right") for colour in (BLUE, ORANGE, GREY)},
        )


def _groups(lines: Program) -> dict[str, tuple[str, ...]]:
    """The ids of a descent's columns, under their headings."""
    return {
        "weights": tuple(lines.update),
        "forward pass": tuple(lines.forward),
        "backward pass: deltas": tuple(lines.deltas),
        "gradients of the weights": tuple(lines.gradients),
    }


def placed(groups: Mapping[str, tuple[str, ...]], left: int) -> dict[str, int]:
    """The column of each id, the first one at `left`."""
    return {id: left + index for index, id in enumerate(id for ids in groups.values() for id in ids)}


def top(sheet: Worksheet, styles: Styles, title: str, hint: str, start: str) -> None:
    """What stands beside the chart; and the heads stay in sight."""
    sheet.write("A1", title, styles.title)
    sheet.merge_range("A4:D7", hint, styles.hint)
    sheet.merge_range("A8:D10", start, styles.hint)
    sheet.set_column(0, 16383, 13)
    sheet.freeze_panes(FIRST - 1, 1)


def heads(sheet: Worksheet, styles: Styles, groups: Mapping[str, tuple[str, ...]], block: Block) -> None:
    """The ids above their columns, and the headings above the first of each group."""
    for heading, ids in groups.items():
        if ids:
            sheet.write(GROUP, block.columns[ids[0]], heading, styles.bold)
        for id in ids:
            sheet.write(HEAD, block.columns[id], id, styles.head[COLOURS.get(heading, GREY)])


def write(sheet: Worksheet, column: Column) -> None:
    """A column's formulas and their values."""
    for row, formula, value in column.cells():
        sheet.write_formula(row - 1, column.index, formula, None, value)
