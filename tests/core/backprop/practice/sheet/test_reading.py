"""What is no spreadsheet, or too much of one, gets a sentence; nothing is unpacked before it was judged."""

from __future__ import annotations

import pytest

from core.backprop.practice.sheet.reading import MOST_BYTES, read_workbook
from core.errors import SheetError
from tests.core.backprop.practice.sheet.made import BOOK, RELATIONS, rows, workbook, zipped
from tests.core.backprop.practice.sheet.students import Student

SOUND = Student(rows=2).xlsx()
LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><workbook><sheets>&b;</sheets></workbook>'
MILLION = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 40_000))
REFUSED = {
    "empty": (b"", "is empty"),
    "an image": (b"\x89PNG\r\n\x1a\n" + bytes(100), "no spreadsheet"),
    "a password": (b"\xd0\xcf\x11\xe0" + bytes(1000), "password"),
    "cut off": (SOUND[: len(SOUND) // 2], "damaged"),
    "no zip": (b"PK\3\4" + b"x" * 500, "damaged"),
    "too large": (b"PK\3\4" + bytes(MOST_BYTES), "at most 8 MB"),
    "a bomb of zeros": (workbook(bytes(80_000_000)), "unfolds"),
    "many parts": (zipped({f"x{number}": "" for number in range(2001)}), "unfolds"),
    "many rows": (workbook(rows(MILLION)), "20,000 rows"),
    "a far row": (workbook(rows('<row r="999999"><c r="A999999"><v>1</v></c></row>')), "20,000 rows"),
    "entities": (zipped({"xl/workbook.xml": LAUGHS}), "entities"),
    "broken XML": (workbook("<worksheet><sheetData>"), "damaged"),
    "another zip": (zipped({"word/document.xml": "<w/>"}), "no spreadsheet"),
    "binary": (zipped({"xl/workbook.bin": "x"}), ".xlsb"),
    "a bad index": (zipped({"xl/workbook.xml": BOOK, "xl/_rels/workbook.xml.rels": RELATIONS[:-9]}), "damaged"),
    "a bad cell": (workbook(rows('<row r="1"><c r="?"><v>1</v></c></row>')), "cannot be read"),
}


@pytest.mark.parametrize(("content", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_gets_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(SheetError, match=words):
        read_workbook(content)


def test_a_macro_and_a_link_to_another_file_are_bytes_nobody_looks_at() -> None:
    linked = rows('<row r="1"><c r="A1"><f>[1]Sheet1!A1</f><v>3</v></c></row>')
    book = read_workbook(workbook(linked, xl__vbaProject="not a macro"))
    assert book.tabs[0].cells[0, 0].value == 3.0


def test_the_kind_of_a_file_is_what_is_in_it() -> None:
    assert read_workbook(SOUND).tabs[0].name == "work"
    assert read_workbook(b"w1;0,5\n").tabs[0].cells[0, 1].value == 0.5
