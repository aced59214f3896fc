"""How a practice went, short enough for a link: a letter for each number, and one after a dot for the open number."""

from __future__ import annotations

from core.backprop.engine.network import Network
from core.backprop.practice.quiz import NUMBER, Mark, Practice, begin

GIVEN, OPEN = "-", "."
LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
LEVELS = NUMBER + 1  # of help, none among them
MOST_TRIES = len(LETTERS) // LEVELS - 1  # that a letter can tell; more are written as many


def written(practice: Practice) -> str:
    """The letters, or nothing where nothing has been answered or asked yet."""
    open_one = OPEN + _letter(practice.mark) if practice.mark != Mark() else ""
    return "".join(map(_letter, practice.marks)) + open_one if any(practice.marks) or open_one else ""


def resumed(net: Network, learning_rate: float, text: str, previous: Network | None = None) -> Practice:
    """The practice that those letters tell of.

    Raises ValueError for what cannot be the letters of a practice with this network, otherwise what `begin` raises.
    """
    practice = begin(net, learning_rate, previous=previous)
    found, _, open_one = text.partition(OPEN)
    marks = tuple(map(_mark, found))
    if len(marks) + len(open_one) > len(practice.questions) or len(open_one) > 1:
        raise ValueError("This network has fewer numbers to find.")
    return Practice(net, learning_rate, previous, marks, (_mark(open_one) if open_one else None) or Mark())


def _letter(mark: Mark | None) -> str:
    return GIVEN if mark is None else LETTERS[min(mark.tries, MOST_TRIES) * LEVELS + mark.help]


def _mark(letter: str) -> Mark | None:
    """Raises ValueError for no such letter."""
    return None if letter == GIVEN else Mark(*divmod(LETTERS.index(letter), LEVELS))
