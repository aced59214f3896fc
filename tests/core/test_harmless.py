"""Texts of people are no formulas in a spreadsheet."""

from __future__ import annotations

from core.harmless import harmless


def test_what_begins_like_a_formula_gets_an_apostrophe() -> None:
    assert [harmless(text) for text in ("+1", "-1", "@x", " =1", "Ada")] == ["'+1", "'-1", "'@x", "' =1", "Ada"]
    assert harmless("\t=1") == "'\t=1"
