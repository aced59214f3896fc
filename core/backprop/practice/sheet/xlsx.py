"""Excel's format, also written by LibreOffice and Google: one XML document a tab, texts and named tables in others."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from core.backprop.practice.sheet.package import Handlers, Package, parse_xml
from core.backprop.practice.sheet.workbook import Cell, Place, Tab, Table, Workbook, column, place

MOST_LETTERS = 3  # of a column
NO_ATTRIBUTES: dict[str, str] = {}


def read(package: Package) -> Workbook:
    """Raises SheetError for too many cells, expat.ExpatError for broken XML."""
    sheets: list[tuple[str, str]] = []
    names: dict[str, str] = {}
    stale, defined = False, ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal stale, defined
        match tag.rpartition(":")[2]:
            case "sheet":
                id = next((value for key, value in attributes.items() if key.endswith(":id")), "")
                sheets.append((attributes.get("name", ""), id))
            case "calcPr":
                stale = attributes.get("fullCalcOnLoad") in ("1", "true")
            case "definedName":
                defined = attributes.get("name", "").casefold()

    def text(data: str) -> None:
        if defined:
            names[defined] = names.get(defined, "") + data

    def end(tag: str) -> None:
        nonlocal defined
        defined = ""

    parse_xml(package.read("xl/workbook.xml"), Handlers(start, end, text))
    shared = _shared_strings(package)
    targets = dict(_relations(package, "xl/workbook.xml"))
    tabs: list[Tab] = []
    tables: dict[str, Table] = {}
    for name, id in sheets:
        part = targets.get(id, "")
        if "worksheets/" not in part:  # a tab that is a chart
            continue
        tabs.append(Tab(name, _cells(package, part, shared)))
        for _, target in _relations(package, part):
            if "tables/" in target and target in package:
                tables |= _table(package, target, name)
    return Workbook(tuple(tabs), tables, names, stale)


def _relations(package: Package, part: str) -> Iterator[tuple[str, str]]:
    """The ids that a part gives to other parts of the file; links that lead out of it are left out."""
    found: list[tuple[str, str]] = []
    folder, _, file = part.rpartition("/")

    def start(tag: str, attributes: dict[str, str]) -> None:
        target = attributes.get("Target", "")
        if target and attributes.get("TargetMode") != "External":
            inside = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found.append((attributes.get("Id", ""), inside))

    content = package.read(f"{folder}/_rels/{file}.rels")
    if content:
        parse_xml(content, Handlers(start))
    return iter(found)


def _shared_strings(package: Package) -> list[str]:
    content = package.read("xl/sharedStrings.xml")
    strings: list[str] = []
    inside = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        tag = tag.rpartition(":")[2]
        if tag == "si":
            package.count(0)
            strings.append("")
        inside = tag == "t"

    def end(tag: str) -> None:
        nonlocal inside
        inside = False

    def text(data: str) -> None:
        if inside and strings:
            strings[-1] += data

    if content:
        parse_xml(content, Handlers(start, end, text))
    return strings


def _cells(package: Package, part: str, shared: list[str]) -> dict[Place, Cell]:
    cells: dict[Place, Cell] = {}
    masters: dict[str, tuple[str, Place]] = {}  # formulas that several cells share, by their index
    row, col = -1, -1  # where it is; the column only of cells that do not say
    into = ""
    of_cell: dict[str, str] = {}
    of_formula: dict[str, str] = {}
    value: list[str] = []
    formula: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, col, into, of_cell, of_formula
        if tag == "c":
            of_cell, of_formula, col = attributes, NO_ATTRIBUTES, col + 1
        elif tag == "v" or tag == "t":
            into = "v"
        elif tag == "f":
            into, of_formula = "f", attributes
        elif tag == "row":
            row, col = int(attributes.get("r", row + 2)) - 1, -1
            package.count(row, 0)

    def text(data: str) -> None:
        if into == "v":
            value.append(data)
        elif into == "f":
            formula.append(data)

    def end(tag: str) -> None:
        nonlocal into, col
        if tag != "c":
            into = ""
            return
        if value or formula or of_formula:  # most cells of some sheets are empty
            at = _place(of_cell["r"], row) if "r" in of_cell else (row, col)
            package.count(at[0])
            written = "".join(formula)
            origin: Place | None = None
            if of_formula.get("t") == "shared":
                if written:
                    masters[of_formula.get("si", "")] = (written, at)
                written, origin = masters.get(of_formula.get("si", ""), ("", None))
            read, digits = _value("".join(value), of_cell.get("t", "n"), shared)
            if written or read is not None:
                cells[at] = Cell(read, digits, written, origin)
            col = at[1]
            value.clear()
            formula.clear()

    def plain(name: str) -> str:
        return name.rpartition(":")[2]

    content = package.read(part)
    if b"<x:worksheet" in content[:2000] or b"<main:worksheet" in content[:2000]:  # a prefix before every tag
        parse_xml(content, Handlers(lambda tag, at: start(plain(tag), at), lambda tag: end(plain(tag)), text))
    else:
        parse_xml(content, Handlers(start, end, text))
    return cells


def _place(reference: str, row: int) -> Place:
    """Where a cell is; nearly always in the row that is being read."""
    letters = reference.removesuffix(str(row + 1))
    usual = letters.isalpha() and letters.isascii() and len(letters) <= MOST_LETTERS
    return (row, column(letters)) if usual else place(reference)


def _value(content: str, kind: str, shared: list[str]) -> tuple[float | str | None, str]:
    if kind == "s":
        at = int(content) if content.isdigit() else -1
        return (shared[at] if 0 <= at < len(shared) else ""), ""
    if kind == "n" or kind == "b":
        try:
            number = float(content)
        except ValueError:
            return (content or None), ""
        return number, repr(number)
    return (content or None), ""


def _table(package: Package, part: str, tab: str) -> dict[str, Table]:
    found: dict[str, Table] = {}
    columns: list[str] = []
    head: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "table":
            head.update(attributes)
        elif tag == "tableColumn":
            columns.append(" ".join(attributes.get("name", "").replace("_x000a_", " ").split()))

    parse_xml(package.read(part), Handlers(start))
    first, _, last = head.get("ref", "").partition(":")
    try:
        table = Table(tab, place(first), place(last or first), tuple(columns))
    except ValueError:
        return found
    return {head.get("displayName", head.get("name", "")).casefold(): table}
