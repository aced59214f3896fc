"""A copy of a checked sheet with what was found as comments in its cells."""

from __future__ import annotations

import re
from io import BytesIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.exceptions import XlsxWriterException  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from core.backprop.practice.sheet.report import Finding, Mark, Report
from core.backprop.practice.sheet.workbook import Cell, Place, address, column, letters

AUTHOR = "Backprop Lab"
REFERENCE = re.compile(r"(?<![\w.$'!\]])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\w(\[])")
SAME = "The same as in {}: see the comment there."
COLOURS = {Mark.WRONG: "#F3B7B7", Mark.FOLLOWED: "#F7E3B5"}


def commented(report: Report) -> bytes:
    """An .xlsx with the same tabs, numbers, texts and formulas; pictures and styles are not in it.

    A formula that names a table's column, or is not Excel's, is left out for its number.
    """
    file = BytesIO()
    marks = {(about.block.tab.name, place): mark for about in report.blocks for place, mark in about.marks.items()}
    values = {
        (about.block.tab.name, place): number for about in report.blocks for place, number in about.values.items()
    }
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        styles = {mark: book.add_format({"bg_color": colour}) for mark, colour in COLOURS.items()}
        for number, tab in enumerate(report.workbook.tabs, 1):
            sheet = _worksheet(book, tab.name, number)
            for place, cell in tab.cells.items():
                style = styles.get(marks.get((tab.name, place), Mark.RIGHT))
                _write(sheet, place, cell, values.get((tab.name, place)), style)
            for finding in report.findings:
                if finding.tab == tab.name:
                    _comment(sheet, finding)
    return file.getvalue()


def _worksheet(book: Workbook, name: str, number: int) -> Worksheet:
    try:
        return book.add_worksheet(name)
    except XlsxWriterException:  # a name that Excel does not allow
        return book.add_worksheet(f"tab {number}")


def _write(sheet: Worksheet, place: Place, cell: Cell, value: float | None, style: object) -> None:
    shown = cell.value if cell.value is not None else value
    formula = _formula(place, cell)
    if formula:
        sheet.write_formula(*place, "=" + formula, style, shown if shown is not None else 0)
    elif isinstance(shown, str):
        sheet.write_string(*place, shown[:32_000], style)
    elif shown is not None:
        sheet.write_number(*place, shown, style)


def _formula(place: Place, cell: Cell) -> str:
    """The formula as it stands in this cell; nothing where it needs what the copy does not have."""
    if not cell.formula or "[" in cell.formula:
        return ""
    if cell.origin is None or cell.origin == place:
        return cell.formula
    down, right = place[0] - cell.origin[0], place[1] - cell.origin[1]

    def moved(match: re.Match[str]) -> str:
        fixed_column, name, fixed_row, row = match.groups()
        name = name if fixed_column else letters(column(name) + right)
        return f"{fixed_column}{name}{fixed_row}{row if fixed_row else int(row) + down}"

    return REFERENCE.sub(moved, cell.formula)


def _comment(sheet: Worksheet, finding: Finding) -> None:
    options = {"author": AUTHOR, "x_scale": 2.5, "y_scale": 1.5}
    sheet.write_comment(*finding.place, finding.sentence, options)
    for place in finding.also:
        sheet.write_comment(*place, SAME.format(address(finding.place)), {"author": AUTHOR})
