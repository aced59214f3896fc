"""Texts of people in a table for a spreadsheet: none of them is computed there."""

from __future__ import annotations

FORMULA = tuple("=+-@＝＋－＠")  # with which a cell begins that a spreadsheet would compute


def harmless(text: str) -> str:
    """A cell that no spreadsheet computes: text that begins like a formula gets an apostrophe before it."""
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text
