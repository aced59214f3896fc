"""Charts of a loss over the updates, above the columns that they show."""

from __future__ import annotations

from typing import cast

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.chart_scatter import ChartScatter  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from core.backprop.export.cells import FIRST

CURVES = ("#0F5FA8", "#B64A00", "#00714F", "#8A5A9E", "#5C6670", "#B38600")


def empty_chart(book: Workbook, title: str, first: int) -> ChartScatter:
    """A chart without curves, whose axis begins at the update `first`."""
    chart = cast(ChartScatter, book.add_chart({"type": "scatter", "subtype": "straight"}))
    chart.set_title({"name": title, "name_font": {"size": 11}})
    chart.set_x_axis({"name": "updates", "min": first, "major_gridlines": {"visible": False}})
    chart.set_size({"width": 640, "height": 196})
    return chart


def add_curve(chart: ChartScatter, sheet: Worksheet, name: str, column: int, rows: int, colour: str) -> None:
    """A curve of a column over the updates, which are in column A."""
    first, last = FIRST - 1, FIRST + rows - 2
    where = {"categories": [sheet.name, first, 0, last, 0], "values": [sheet.name, first, column, last, column]}
    chart.add_series({"name": name, "line": {"color": colour, "width": 1.75}, **where})


def show(sheet: Worksheet, chart: ChartScatter, words: str) -> None:
    """Puts the chart on the sheet, with words for who cannot see it."""
    sheet.insert_chart("E1", chart, {"description": words, "x_offset": 20, "y_offset": 2, "object_position": 3})
