"""How exact the numbers of a sheet are: as exact as the digits that are shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

NUMBER = re.compile(r"[-+]?(?P<whole>\d*)(?:\.(?P<part>\d*))?(?:[eE](?P<power>[-+]?\d{1,4}))?", re.ASCII)
FULL = 14  # significant digits from which on a number is as exact as a spreadsheet computes
DUST = 1e-9  # what the order of operations and a program's own rounding may do, relative to a number


@dataclass(frozen=True)
class Precision:
    """Rounded to so many `decimals` or to so many significant `digits`, whichever is less exact; or not at all."""

    decimals: int | None = None
    digits: int | None = None

    def half_unit(self, value: float) -> float:
        """How far the number may be from what was computed."""
        half = 0.0
        if self.decimals is not None:
            half = 10.0**-self.decimals / 2
        if self.digits is not None and value:
            half = max(half, 10.0 ** (floor(log10(abs(value))) - self.digits + 1) / 2)
        return half * (1 + 1e-6) + DUST * abs(value)


def precision(texts: Sequence[str]) -> Precision:
    """That of a column by the digits of its numbers: zeros at the end are not shown, so the longest ones count."""
    shapes = [shape for text in texts if (shape := _shape(text))]
    if not shapes:
        return Precision()
    full = sum(1 for _, digits in shapes if digits >= FULL - 2)
    if max(digits for _, digits in shapes) >= FULL and 3 * full >= len(shapes):
        return Precision()
    return Precision(max(decimals for decimals, _ in shapes), max(digits for _, digits in shapes))


def _shape(text: str) -> tuple[int, int] | None:
    """Decimals and significant digits of a number other than 0."""
    match = NUMBER.fullmatch(text)
    digits = (match["whole"] + (match["part"] or "")).lstrip("0") if match else ""
    if not match or not digits.strip("0"):
        return None
    decimals = len(match["part"] or "") - int(match["power"] or 0)
    if not match["power"] and decimals == 1 and digits[-1] == "0":  # 3.0 is how 3 is written
        decimals, digits = 0, digits[:-1]
    return max(0, decimals), len(digits)
