"""Addresses of cells."""

from __future__ import annotations

import pytest

from core.backprop.practice.sheet.workbook import Tab, Workbook, address, column, letters, place


@pytest.mark.parametrize(("text", "at"), [("A1", (0, 0)), ("G34", (33, 6)), ("$AA$10", (9, 26)), ("xfd1", (0, 16383))])
def test_an_address_is_a_row_and_a_column(text: str, at: tuple[int, int]) -> None:
    assert place(text) == at
    assert address(at) == text.replace("$", "").upper()


def test_letters_and_columns_are_each_others_inverse() -> None:
    assert [column(letters(number)) for number in range(2000)] == list(range(2000))


@pytest.mark.parametrize("text", ["", "A", "1", "A1B", "ABCD1"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no cell"):
        place(text)


def test_a_tab_is_found_by_its_name_in_any_case() -> None:
    book = Workbook((Tab("LR_0.1", {}),))
    assert book.tab("lr_0.1") is book.tabs[0]
    assert book.tab("other") is None
