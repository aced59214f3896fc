"""CSV: text with a separator between cells, which is a semicolon where the decimal sign is a comma."""

from __future__ import annotations

import csv
import io
import re

from core.backprop.practice.sheet.workbook import Cell, Place, Tab, Workbook
from core.errors import SheetError
from core.typed import read_number

SEPARATORS = "\t;,|"
NAME = "sheet"
NUMBER = re.compile(r"[-+]?\d{1,20}(?:[.,]\d{1,20})?(?:[eE][-+]?\d{1,2})?", re.ASCII)  # as programs write them
WORD = re.compile(r"[a-df-wyz]", re.ASCII | re.IGNORECASE)  # no number has such a letter
ENCODINGS = ("utf-8-sig", "cp1252")


def read(content: bytes, most_rows: int, most_cells: int) -> Workbook:
    """Raises SheetError for too many rows or cells, or what is no text."""
    if content.count(b"\n") >= most_rows:
        raise SheetError(f"This sheet has more than {most_rows:,} rows: keep only those of the exercise.")
    if max(content.count(sign.encode()) for sign in SEPARATORS) > most_cells:
        raise SheetError(f"This sheet has more than {most_cells:,} cells: keep only those of the exercise.")
    text = _text(content)
    head = text[:20_000]
    separator = max(SEPARATORS, key=lambda sign: (_even(head, sign), -SEPARATORS.index(sign)))
    cells: dict[Place, Cell] = {}
    try:
        for row, line in enumerate(csv.reader(io.StringIO(text), delimiter=separator)):
            for column, entry in enumerate(line):
                if cell := _cell(entry.strip()):
                    cells[row, column] = cell
            if len(cells) > most_cells:
                raise SheetError(f"This sheet has more than {most_cells:,} cells: keep only those of the exercise.")
    except csv.Error as error:
        raise SheetError("This file is no table: save it again as .csv or .xlsx, or choose another.") from error
    return Workbook((Tab(NAME, cells),))


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\0" in content[:4000]:
        raise SheetError("This is no spreadsheet that can be read here: choose an .xlsx, .ods or .csv file.")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _even(text: str, sign: str) -> int:
    """How many lines have the commonest number of this sign, times that number: tables score high."""
    counts = [line.count(sign) for line in text.splitlines()[:60]]
    usual = [count for count in counts if count]
    if not usual:
        return 0
    common = max(set(usual), key=usual.count)
    return usual.count(common) * common if sign != "," or ";" not in text else usual.count(common)


def _cell(entry: str) -> Cell | None:
    if not entry:
        return None
    if entry.startswith("=") and len(entry) > 1:
        return Cell(None, "", entry[1:])
    if NUMBER.fullmatch(entry):
        text = entry.replace(",", ".")
        return Cell(float(text), text)
    if WORD.search(entry):
        return Cell(entry)
    try:
        number = read_number(entry).value
    except ValueError:
        return Cell(entry)
    return Cell(number, entry.replace(",", ".").replace("−", "-"))
