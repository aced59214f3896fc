"""Excel's format, by hand and by XlsxWriter."""

from __future__ import annotations

from io import BytesIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from core.backprop.practice.sheet.reading import read_workbook
from tests.core.backprop.practice.sheet.made import rows, workbook


def test_values_formulas_and_texts() -> None:
    file = BytesIO()
    with Workbook(file) as book:
        sheet = book.add_worksheet("a tab")
        sheet.write("B2", "w1")
        sheet.write("B3", 0.15)
        sheet.write_formula("B4", "=B3*2", None, 0.3)
        sheet.write_rich_string("C1", "a", book.add_format({"bold": True}), "_h1")
        book.add_worksheet("other").add_table("A1:B3", {"name": "Run", "columns": [{"header": "w1"}, {"header": "h1"}]})
        book.define_name("eta", "='a tab'!$B$3")
    book_read = read_workbook(file.getvalue())
    cells = book_read.tabs[0].cells
    assert (cells[1, 1].value, cells[2, 1].value, cells[2, 1].text) == ("w1", 0.15, "0.15")
    assert (cells[3, 1].value, cells[3, 1].formula) == (0.3, "B3*2")
    assert cells[0, 2].value == "a_h1"
    assert book_read.tables["run"].columns == ("w1", "h1")
    assert book_read.names["eta"].lstrip("=") == "'a tab'!$B$3"
    assert book_read.stale  # XlsxWriter asks for a new computation


def test_shared_formulas_inline_texts_and_cells_without_addresses() -> None:
    sheet = rows(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>w1</t></is></c><c t="str"><f>"a"</f><v>a</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" ref="A2:A3" si="0">B2*2</f><v>4</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/><v>6</v></c><c r="B3" s="1"/><c r="C3" t="e"><v>#REF!</v></c></row>'
    )
    cells = read_workbook(workbook(sheet)).tabs[0].cells
    assert cells[0, 0].value == "w1"
    assert cells[0, 1].value == "a"
    assert (cells[2, 0].formula, cells[2, 0].origin) == ("B2*2", (1, 0))
    assert cells[2, 2].value == "#REF!"
    assert (2, 1) not in cells


def test_an_address_counts_wherever_its_row_says_it_is() -> None:
    sheet = rows('<row r="2"><c r="A12"><v>1</v></c><c r="AB2"><v>2</v></c></row><row><c r="C3"><v>3</v></c></row>')
    cells = read_workbook(workbook(sheet)).tabs[0].cells
    assert {at: cell.value for at, cell in cells.items()} == {(11, 0): 1.0, (1, 27): 2.0, (2, 2): 3.0}


def test_formulas_without_values_are_kept() -> None:
    (cell,) = read_workbook(workbook(rows('<row r="1"><c r="A1"><f>1+1</f></c></row>'))).tabs[0].cells.values()
    assert (cell.value, cell.formula) == (None, "1+1")
