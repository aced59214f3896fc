"""A typed answer, with the precision that its digits claim."""

from __future__ import annotations

from dataclasses import dataclass

from core.typed import Reading, read_number, unit_of

LEAST_DIGITS = 3  # significant ones that an answer needs
DUST = 1e-12  # what the order of additions may do to a 64-bit number, relative to it


@dataclass(frozen=True)
class Typed(Reading):
    """What was read, compared with a number."""

    @property
    def tolerance(self) -> float:
        """How far the true number may be: half a unit of the last place, or of the third digit if there are fewer."""
        if self.digits >= LEAST_DIGITS or not self.value:
            return self.unit / 2 if self.digits else 0.0
        return unit_of(self.value, LEAST_DIGITS) / 2

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
    """The number in `text`. Raises ValueError with a sentence for what is none."""
    return Typed(**vars(read_number(text)))
