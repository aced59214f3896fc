"""OpenDocument's format."""

from __future__ import annotations

import pytest

from core.backprop.practice.sheet.reading import read_workbook
from core.errors import SheetError
from tests.core.backprop.practice.sheet.made import document


def cell(value: str = "", text: str = "", formula: str = "", times: int = 1) -> str:
    attributes = f' table:number-columns-repeated="{times}"' if times > 1 else ""
    attributes += f' table:formula="of:={formula}"' if formula else ""
    attributes += f' office:value-type="float" office:value="{value}"' if value else ""
    attributes += ' office:value-type="string"' if text else ""
    return f"<table:table-cell{attributes}>{f'<text:p>{text}</text:p>' if text else ''}</table:table-cell>"


def test_values_texts_and_formulas() -> None:
    first = f"<table:table-row>{cell(text='w1')}{cell(times=3)}{cell(value='0.5', times=2)}</table:table-row>"
    empty = '<table:table-row table:number-rows-repeated="1000000">' + cell(times=1024) + "</table:table-row>"
    book = read_workbook(document(first + f"<table:table-row>{cell('2', formula='[.A1]*2')}</table:table-row>" + empty))
    cells = book.tabs[0].cells
    assert {at: each.value for at, each in cells.items()} == {(0, 0): "w1", (0, 4): 0.5, (0, 5): 0.5, (1, 0): 2.0}
    assert cells[1, 0].formula == "[.A1]*2"


def test_a_million_filled_rows_are_too_many() -> None:
    row = f'<table:table-row table:number-rows-repeated="1000000">{cell("1", times=1000)}</table:table-row>'
    with pytest.raises(SheetError, match="rows"):
        read_workbook(document(row))


def test_a_locked_file_is_said_to_be_locked() -> None:
    with pytest.raises(SheetError, match="password"):
        read_workbook(document("", "<m><encryption-data/></m>"))
