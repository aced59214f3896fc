"""What to say about an answer: right, nearly, or which of the things that go wrong it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf, isclose

from core.backprop.notation.number import format_number
from core.backprop.practice.slips import Slip
from core.backprop.practice.typed import LEAST_DIGITS, Typed
from core.backprop.practice.wrong import Mistake

NEAR = 1e-3  # the relative error of a result that was computed from numbers of four digits
CLOSE = 0.02  # the relative error up to which an answer looks like rounding too early


class Kind(StrEnum):
    RIGHT = "right"
    FEW_DIGITS = "few digits"
    CUT_OFF = "cut off"
    SLIP = "slip"
    CLOSE = "close"
    WRONG = "wrong"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Verdict:
    """`mistakes` are the wrong programs that give this very answer, the most telling first."""

    kind: Kind
    title: str
    sentence: str
    mistakes: tuple[Mistake, ...] = ()

    @property
    def right(self) -> bool:
        return self.kind is Kind.RIGHT


SILENT = Verdict(Kind.UNREADABLE, "", "")  # where nothing was answered yet


def judge(typed: Typed, right: float, wrong: Sequence[Slip]) -> Verdict:
    """The verdict on `typed` where `right` is asked and `wrong` are numbers that one may get instead.

    An answer is right if it is correctly rounded to the digits typed, of which at least three must be significant.
    """
    if typed.agrees(right):
        return Verdict(Kind.RIGHT, "Right", "")
    if typed.digits > LEAST_DIGITS and typed.cut_off(right):
        rounded = format_number(right, typed.digits)
        return Verdict(Kind.RIGHT, "Right", f"Rounded instead of cut off, it ends in {rounded[-1]}.")
    wrong = [slip for slip in wrong if typed.digits >= slip.digits]
    exact = [slip for slip in wrong if typed.agrees(slip.number)]
    if (
        typed.digits < LEAST_DIGITS
        and typed.begins(right)
        and not any(isclose(typed.value, slip.number) for slip in exact)
    ):
        return Verdict(Kind.FEW_DIGITS, "Right so far", f"Give it with at least {LEAST_DIGITS} significant digits.")
    if typed.cut_off(right):
        return Verdict(Kind.CUT_OFF, "Nearly", "The digits are cut off; rounded, the last one is one more.")
    if exact:
        return _slipped(exact)
    nearest = min(wrong, key=lambda slip: _apart(typed.value, slip.number), default=None)
    apart = _apart(typed.value, right)
    if nearest and _apart(typed.value, nearest.number) < min(apart, NEAR):
        return _slipped([nearest])
    if apart < CLOSE:
        return Verdict(
            Kind.CLOSE,
            "Close, but not right",
            "It looks like rounding too early: keep all digits until the end, and type only those you are sure of.",
        )
    return Verdict(Kind.WRONG, "Not yet", _compared(typed.value, right))


def _slipped(found: Sequence[Slip]) -> Verdict:
    mistakes = tuple(dict.fromkeys(slip.mistake for slip in found if slip.mistake))
    return Verdict(Kind.SLIP, found[0].title, found[0].sentence, mistakes)


def _apart(typed: float, number: float) -> float:
    """How far the answer is from the number, relative to it."""
    return abs(typed - number) / abs(number) if number else (inf if typed else 0.0)


def _compared(typed: float, right: float) -> str:
    """A little help without giving the number away."""
    if not right:
        return "Look closely at each number that it is made of: one of them decides it all."
    if not typed:
        return "It is not 0, though it may be small."
    size = "too large" if abs(typed) > abs(right) else "too small"
    if typed * right < 0:
        return f"The sign is not right, and without it the number would be {size}."
    return f"The sign is right, the number is {size}."
