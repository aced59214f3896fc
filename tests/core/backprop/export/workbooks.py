"""Spreadsheets for tests: what is in an .xlsx file, its formulas computed in Python, and cells changed."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REFERENCE = re.compile(r"(?:(?:'([^']+)'|\b([a-z]+))!)?(?<![A-Za-z0-9])\$?([A-Z]{1,3})\$?(\d+)\b")
FUNCTIONS: Mapping[str, object] = {
    "EXP": math.exp,
    "LN": math.log,
    "SQRT": math.sqrt,
    "TANH": math.tanh,
    "MAX": max,
    "IF": lambda condition, yes, no: yes if condition else no,
}

Number = float | str | None


@dataclass(frozen=True)
class Cell:
    formula: str  # "" for a number or a text that was put in
    value: Number


Sheets = dict[str, dict[str, Cell]]  # by the sheet's name and the cell's


def read(file: bytes) -> Sheets:
    """The cells of every sheet."""
    with ZipFile(BytesIO(file)) as parts:
        book = ElementTree.fromstring(parts.read("xl/workbook.xml"))
        names = [sheet.attrib["name"] for sheet in book.iter(f"{MAIN}sheet")]
        strings = ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))
        texts = ["".join(part.text or "" for part in item.iter(f"{MAIN}t")) for item in strings.iter(f"{MAIN}si")]
        sheets = [ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{n}.xml")) for n in range(1, len(names) + 1)]
    return {name: _cells(sheet, texts) for name, sheet in zip(names, sheets, strict=True)}


def _cells(sheet: ElementTree.Element, texts: list[str]) -> dict[str, Cell]:
    found = {}
    for cell in sheet.iter(f"{MAIN}c"):
        value = cell.findtext(f"{MAIN}v")
        kind = cell.attrib.get("t", "n")
        number: Number = value if kind in ("str", "e") else texts[int(value)] if kind == "s" and value else value
        if kind == "n" and value is not None:
            number = float(value)
        found[cell.attrib["r"]] = Cell(cell.findtext(f"{MAIN}f") or "", number)
    return found


def columns(cells: Mapping[str, Cell], head: int) -> dict[str, list[Number]]:
    """The values below each text in the row `head`, whose first one in a sheet counts."""
    last = max(int(re.sub(r"\D", "", name)) for name in cells)
    found: dict[str, list[Number]] = {}
    for name, cell in cells.items():
        letters = re.sub(r"\d", "", name)
        if name == f"{letters}{head}" and isinstance(cell.value, str):
            rows = (cells.get(f"{letters}{row}") for row in range(head + 1, last + 1))
            found.setdefault(cell.value, [each.value for each in rows if each is not None])
    return found


def computed(sheets: Sheets, names: Mapping[str, tuple[str, str]]) -> Callable[[str, str], Number]:
    """A function of sheet and cell that computes formulas by itself, never by the values in the file.

    `names` has the sheet and the cell of each defined name.
    """
    known: dict[tuple[str, str], Number] = {}

    def value(sheet: str, name: str) -> Number:
        if (sheet, name) not in known:
            cell = sheets[sheet][name]
            known[sheet, name] = calculated(cell.formula, sheet) if cell.formula else cell.value
        return known[sheet, name]

    def calculated(formula: str, sheet: str) -> Number:
        text = REFERENCE.sub(lambda r: f"value({(r[1] or r[2] or sheet)!r}, {(r[3] + r[4])!r})", formula)
        for name, place in names.items():
            text = text.replace(name, f"value{place}")
        number: float = eval(text.replace("^", "**"), {"value": value, **FUNCTIONS})
        return number

    return value


def spoilt(file: bytes, inputs: Mapping[str, float] | None = None) -> bytes:
    """The same workbook, but all formulas have wrong values, and `inputs` other numbers in cells of the first sheet."""
    output = BytesIO()
    with ZipFile(BytesIO(file)) as parts, ZipFile(output, "w", ZIP_DEFLATED) as copy:
        for part in parts.namelist():
            content = parts.read(part)
            if part.startswith("xl/worksheets/sheet"):
                text = re.sub(r"</f><v>[^<]*</v>", "</f><v>7</v>", content.decode())
                for cell, number in (inputs or {}).items() if part.endswith("sheet1.xml") else ():
                    text, found = re.subn(rf'(<c r="{cell}"[^>]*>)<v>[^<]*</v>', rf"\g<1><v>{number!r}</v>", text)
                    assert found == 1, cell
                content = text.encode()
            copy.writestr(part, content)
    return output.getvalue()
