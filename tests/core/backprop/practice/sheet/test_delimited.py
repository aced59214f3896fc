"""CSV with whatever separators and decimal signs there are."""

from __future__ import annotations

import pytest

from core.backprop.practice.sheet.delimited import read
from core.errors import SheetError


@pytest.mark.parametrize(
    "text",
    ["w1;h1\n0,15;0,5\n", "w1,h1\n0.15,0.5\n", "w1\th1\n0.15\t0.5\n", 'w1,h1\n"0,15","0,5"\n', "w1;h1\r\n0.15;0.5\r\n"],
)
def test_separators_and_decimal_signs(text: str) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        (tab,) = read(text.encode(encoding), 100, 100).tabs
        assert {at: cell.value for at, cell in tab.cells.items()} == {
            (0, 0): "w1",
            (0, 1): "h1",
            (1, 0): 0.15,
            (1, 1): 0.5,
        }
        assert tab.cells[1, 0].text == "0.15"


def test_only_what_is_no_number_is_text() -> None:
    (tab,) = read("½;-1e-3;2x10^3;1/4;0x5b;w1;−0,5;12 a\n".encode(), 100, 100).tabs
    assert [cell.value for cell in tab.cells.values()] == [0.5, -0.001, 2000.0, 0.25, "0x5b", "w1", -0.5, "12 a"]


def test_a_formula_in_text_is_one() -> None:
    assert read(b"w1;=A1*2\n", 100, 100).tabs[0].cells[0, 1].formula == "A1*2"


@pytest.mark.parametrize("content", [b"1\n" * 200, b"1;" * 300, b"\0\1\2\3"])
def test_too_much_or_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(SheetError):
        read(content, 100, 100)
