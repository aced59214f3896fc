"""Markdown on the pages: the lesson's texts, and what visitors typed as part of it."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "texts"


def text(name: str) -> str:
    """The lesson text `pages/texts/{name}.md`, Markdown."""
    return (FOLDER / f"{name}.md").read_text("utf-8")


def escaped(typed: str) -> str:
    """What a visitor typed, such as a name: nothing in it is Markdown."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()<>#+-.!|~$:^" else letter for letter in typed)
