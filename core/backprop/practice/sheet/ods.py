"""OpenDocument's format, as LibreOffice writes it: one XML document, in which empty and equal cells are repeated."""

from __future__ import annotations

from core.backprop.practice.sheet.package import MOST_ROWS, Handlers, Package, parse_xml
from core.backprop.practice.sheet.workbook import Cell, Place, Tab, Workbook
from core.errors import SheetError

NUMBERS = ("float", "percentage", "currency")
MOST_COPIES = 1000  # of one cell or row that has something in it


def read(package: Package) -> Workbook:
    """Raises SheetError for a locked file or too many cells, expat.ExpatError for broken XML."""
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise SheetError("This file is locked with a password: save it without one.")
    tabs: list[Tab] = []
    names: dict[str, str] = {}
    cells: dict[Place, Cell] = {}
    row = col = across = down = depth = 0
    columns: list[tuple[int, Cell]] = []  # of the row that is being read
    attributes_of: dict[str, str] = {}
    text: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, col, across, down, cells, depth, attributes_of
        match tag:
            case "table:table":
                cells, row = {}, 0
                tabs.append(Tab(attributes.get("table:name", ""), cells))
            case "table:table-row":
                col, down = 0, int(attributes.get("table:number-rows-repeated", 1))
                columns.clear()
            case "table:table-cell" | "table:covered-table-cell":
                across, attributes_of = int(attributes.get("table:number-columns-repeated", 1)), attributes
                text.clear()
            case "text:p":
                if text:
                    text.append("\n")
                depth += 1
            case "office:annotation":
                depth = -1000  # a comment is no text of the cell
            case "table:named-range":
                reference = attributes.get("table:cell-range-address", "")
                names[attributes.get("table:name", "").casefold()] = "[" + reference + "]"

    def data(content: str) -> None:
        if depth > 0:
            text.append(content)

    def end(tag: str) -> None:
        nonlocal row, col, depth
        match tag:
            case "text:p":
                depth -= 1
            case "office:annotation":
                depth = 0
            case "table:table-cell" | "table:covered-table-cell":
                cell = _cell(attributes_of, "".join(text))
                if cell:
                    copies = min(across, MOST_COPIES)
                    package.count(row, copies)
                    columns.append((col, cell))
                    if copies > 1:
                        columns.extend((col + copy, cell) for copy in range(1, copies))
                col += across
            case "table:table-row":
                if columns:
                    copies = min(down, MOST_COPIES)
                    package.count(row + copies - 1, len(columns) * (copies - 1))
                    for copy in range(copies):
                        cells.update({(row + copy, at): cell for at, cell in columns})
                row += down
                if columns and row > MOST_ROWS:
                    package.count(row, 0)

    parse_xml(package.read("content.xml"), Handlers(start, end, data))
    return Workbook(tuple(tabs), {}, names)


def _cell(attributes: dict[str, str], text: str) -> Cell | None:
    formula = attributes.get("table:formula", "")
    if formula:
        formula = formula.removeprefix("of:").removeprefix("oooc:").removeprefix("=")
    kind = attributes.get("office:value-type") or attributes.get("calcext:value-type", "")
    if kind in NUMBERS:
        number = float(attributes.get("office:value", "nan"))
        return Cell(number, repr(number), formula)
    if kind == "string" or text:
        return Cell(attributes.get("office:string-value", text), "", formula)
    return Cell(None, "", formula) if formula else None
