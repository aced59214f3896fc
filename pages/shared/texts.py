"""Words on the pages: the lesson's texts, what visitors typed as part of Markdown, and digits in a sentence."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "texts"


def text(name: str) -> str:
    """The lesson text `pages/texts/{name}.md`, Markdown."""
    return (FOLDER / f"{name}.md").read_text("utf-8")


def escaped(typed: str) -> str:
    """What a visitor typed, such as a name: nothing in it is Markdown."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()<>#+-.!|~$:^" else letter for letter in typed)


def capital(sentence: str) -> str:
    """The same with a capital letter at its beginning, and no other letter changed."""
    return sentence[:1].upper() + sentence[1:]


def a_digit(digit: int, mark: str = "") -> str:
    """A digit in a sentence, with its article and perhaps a mark around it: a 7, an **8**."""
    return f"{'an' if digit == 8 else 'a'} {mark}{digit}{mark}"
