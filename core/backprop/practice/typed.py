"""A number as a learner typed it, with the precision that its digits claim. Nothing is evaluated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from math import floor, isinf, log10

from core.backprop.notation.number import PLAIN, RAISED, parse_number

LEAST_DIGITS = 3  # significant ones that an answer needs
FRACTION_DIGITS = 6  # to which a fraction must agree, since 1/3 has no number of digits of its own
DUST = 1e-12  # what the order of additions may do to a 64-bit number, relative to it

FRACTIONS = {"½": "1/2", "¼": "1/4", "¾": "3/4"}
GROUPS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))", re.ASCII)  # 0.138 498
AROUND = re.compile(r"(?<=[^\d.,]) | (?=[^\d.,])", re.ASCII)  # − 2, 1 / 2, 4.5 × 10⁻⁵
POWER = re.compile(rf"[×x*·]10(?:\^([+-]?\d+)|([{RAISED}]+))$", re.ASCII)


@dataclass(frozen=True)
class Typed:
    """`digits` counts the significant digits, `unit` is what one of the last place is worth; 0 has neither."""

    value: float
    digits: int
    unit: float

    @property
    def tolerance(self) -> float:
        """How far the true number may be: half a unit of the last place, or of the third digit if there are fewer."""
        if self.digits >= LEAST_DIGITS or not self.value:
            return self.unit / 2 if self.digits else 0.0
        return _unit(self.value, LEAST_DIGITS) / 2

    def agrees(self, number: float) -> bool:
        """Whether this is `number`, correctly rounded to the digits typed, of which at least three count."""
        return abs(self.value - number) <= self.tolerance * (1 + 1e-9) + DUST * abs(number)

    def begins(self, number: float) -> bool:
        """Whether this is `number` rounded to the digits typed, however few they are."""
        return bool(self.digits) and abs(self.value - number) <= self.unit / 2 * (1 + 1e-9)

    def cut_off(self, number: float) -> bool:
        """Whether these are the first digits of `number`, not rounded."""
        missing = abs(number) - abs(self.value)
        return self.digits >= LEAST_DIGITS and self.value * number > 0 and 0 <= missing < self.unit


def parse_typed(text: str) -> Typed:
    """The number in `text`: whatever parse_number takes, spaces between groups of digits, ½ and a fraction a/b.

    Raises ValueError with a sentence for anything else.
    """
    plain = " ".join(text.replace("–", "−").replace("⁄", "/").split())
    plain = AROUND.sub("", GROUPS.sub("", plain))
    for sign, fraction in FRACTIONS.items():
        if plain.lstrip("+-−") == sign:
            plain = plain.replace(sign, fraction)
    if plain.count("/") == 1 and not plain.startswith("/") and not plain.endswith("/"):
        top, bottom = (_number(part, text) for part in plain.split("/"))
        if not bottom:
            raise ValueError(f"“{text.strip()}” divides by zero.")
        value = top / bottom
        if isinf(value):
            raise ValueError(f"“{text.strip()}” is larger than a 64-bit number can hold (about 1.8 × 10³⁰⁸).")
        return Typed(value, FRACTION_DIGITS if value else 0, _unit(value, FRACTION_DIGITS))
    plain = POWER.sub(lambda power: "e" + (power[1] or power[2].translate(PLAIN)), plain)
    value = _number(plain, text)
    _, digits, exponent = Decimal(plain.replace("−", "-").replace(",", ".")).as_tuple()
    return Typed(value, len(digits), 10.0 ** int(exponent)) if value else Typed(0.0, 0, 0.0)


def _number(plain: str, text: str) -> float:
    """The number that is left of `text`; the error about what is no number quotes what was typed."""
    try:
        return parse_number(plain)
    except ValueError:
        parse_number(text)
        raise


def _unit(value: float, digits: int) -> float:
    """What one unit of the last of so many significant digits is worth."""
    return 10.0 ** (floor(log10(abs(value))) - digits + 1) if value else 0.0
