"""How long the check of a spreadsheet takes: python -m benchmarks.sheet

The sheet is the app's own with 200 updates at one learning rate and at six others, 1,407 rows of formulas. The second
column compares with unpacking it and walking through its XML with nothing done, in the same run. The last time is of
another file: 6,000 rows of texts, numbers and formulas that mean nothing, 20 in each.
"""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from random import Random
from statistics import median
from timeit import repeat
from xml.etree.ElementTree import iterparse
from zipfile import ZipFile

from core.backprop.engine.network import Network
from core.backprop.export.spreadsheet import spreadsheet
from core.backprop.practice.sheet import check_sheet
from core.backprop.practice.sheet.blocks import blocks
from core.backprop.practice.sheet.reading import read_workbook
from core.backprop.practice.sheet.workbook import letters
from core.errors import SheetError

UPDATES = 200
ROWS, COLUMNS = 6000, 20  # of nonsense


def walked(content: bytes) -> None:
    with ZipFile(BytesIO(content)) as file:
        for name in file.namelist():
            if name.endswith(".xml"):
                for _, element in iterparse(file.open(name)):
                    element.clear()


def nonsense() -> bytes:
    rng = Random(20)

    def cell() -> str:
        address = f"{letters(rng.randrange(COLUMNS))}{rng.randrange(ROWS) + 1}"
        number = f"{rng.uniform(-9, 9):.6f}"
        return rng.choice((f"h{number[-4:]} of w5", number, f"={address}*{number}+EXP({address})"))

    return "\n".join(";".join(cell() for _ in range(COLUMNS)) for _ in range(ROWS)).encode()


def answered(content: bytes) -> None:
    with suppress(SheetError):
        check_sheet(content, "nonsense.csv")


def main() -> None:
    content = spreadsheet(Network(), 0.5, UPDATES)
    book, garbage = read_workbook(content), nonsense()
    works = {
        "walk through the XML": lambda: walked(content),
        "read the workbook": lambda: read_workbook(content),
        "find its tables": lambda: blocks(book),
        "check it": lambda: check_sheet(content, "sheet.xlsx"),
        "answer nonsense": lambda: answered(garbage),
    }
    times = {name: median(repeat(work, number=1, repeat=5)) * 1000 for name, work in works.items()}
    for name, time in times.items():
        print(f"{name:22}{time:8.0f} ms{time / times['walk through the XML']:8.1f}")
    report = check_sheet(content, "sheet.xlsx")
    print(f"{report.rows:,} rows, {len(book.tabs)} tabs, {len(report.findings)} findings")


if __name__ == "__main__":
    main()
