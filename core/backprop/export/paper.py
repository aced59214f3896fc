"""How a sheet comes out of a printer: across the paper, in few pages that can be read, each with its heads."""

from __future__ import annotations

from math import ceil

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

A4 = 9
ACROSS = 15  # columns side by side, in which numbers can still be read
MARGIN = 0.4  # inches


def for_paper(sheet: Worksheet, rows: int, columns: int, heads: tuple[int, int]) -> None:
    """Prints so many rows and columns, counted from A1; the rows of the heads and column A again on every page."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(MARGIN, MARGIN, MARGIN, 0.6)
    sheet.set_footer("&L&A&RPage &P of &N")
    sheet.print_area(0, 0, rows - 1, columns - 1)
    sheet.fit_to_pages(ceil(columns / ACROSS), 0)
    sheet.repeat_rows(*heads)
    sheet.repeat_columns(0)
