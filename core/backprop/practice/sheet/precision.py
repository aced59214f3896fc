"""How exact the numbers of a sheet are: as exact as the digits that are shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NUMBER = re.compile(r"[-+]?(?P<whole>\d*)(?:\.(?P<part>\d*))?(?:[eE](?P<power>[-+]?\d{1,4}))?", re.ASCII)
FULL = 14  # significant digits from which on a number is as exact as a spreadsheet computes
MOST_TEXTS = 600  # of a column that are looked at, from all of its length
DUST = 1e-9  # what the order of operations and a program's own rounding may do, relative to a number


@dataclass(frozen=True)
class Precision:
    """Rounded to so many `decimals` or to so many significant `digits`, whichever is less exact; or not at all."""

    decimals: int | None = None
    digits: int | None = None

    def half_units(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """How far each number may be from what was computed; 0 for what is none."""
        size = np.abs(np.where(np.isfinite(values), values, 0.0))
        half = np.full(size.shape, 0.0 if self.decimals is None else 10.0**-self.decimals / 2)
        if self.digits is not None:
            with np.errstate(divide="ignore"):
                unit = 10.0 ** (np.floor(np.log10(size)) - self.digits + 1) / 2
            half = np.maximum(half, unit)
        return np.where(np.isfinite(values), half * (1 + 1e-6) + DUST * size, 0.0)


def precision(texts: Sequence[str]) -> Precision:
    """That of a column by the digits of its numbers: zeros at the end are not shown, so the longest ones count."""
    some = texts[:: 1 + len(texts) // MOST_TEXTS]
    shapes = [shape for text in some if (shape := _shape(text))]
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
