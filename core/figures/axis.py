"""Where to write which numbers along an axis, and how far it reaches; for any finite numbers, also 1e308 and 5e-324."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, floor, inf, isfinite, log10
from sys import float_info

from core.backprop.notation.number import format_number

Window = tuple[float, float]  # from, to
Tick = tuple[float, str]  # where, and what is written there

STEPS = (1, 2, 5, 10)
MOST_DECADES = 12  # of a logarithmic axis
NARROWEST = 1e-6  # the least width of a window, relative to its numbers, which one could hardly distinguish in less
ROOMY = 6.0  # times as wide as is needed: a window wider than that is not kept
FARTHEST = 1e307  # how far from 0 a window reaches; the width of a wider one could be more than a number can hold


def ticks(window: Window, about: int = 5) -> list[Tick]:
    """Some `about` round numbers within the window, from low to high; one for a window without width."""
    low, high = window
    if not (isfinite(high - low) and high > low):
        return [(low, format_number(low, 3))]
    rough = (high - low) / about
    steps = [_times(factor, floor(log10(rough))) for factor in STEPS] if rough > 0 else []
    step = next((step for step in steps if step >= 0.8 * rough), inf)
    if step == inf or step <= 1e-12 * max(abs(low), abs(high)):  # closer than digits can tell apart
        return [(low, format_number(low, 3))]
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    digits = max(2, 1 + ceil(log10(max(abs(first), abs(last), 1)))) if first <= last else 3
    return [(count * step, _plain(count * step, digits)) for count in range(first, last + 1)]


def log_ticks(window: Window) -> list[Tick]:
    """1, 2 and 5 times the powers of ten within a window above 0; over more than two decades the powers only."""
    low, high = window
    powers = range(floor(log10(low)), ceil(log10(high)) + 1)
    decades = log10(high) - log10(low)  # the quotient of both may be more than a number can hold
    every = max(1, ceil(decades / 6))
    factors = (1, 2, 5) if decades <= 2 else (1,)
    numbers = [_times(factor, power) for power in powers if power % every == 0 for factor in factors]
    inside = [(number, _plain(number, 2)) for number in numbers if low <= number <= high]
    return inside if len(inside) > 1 else ticks(window)


def log_window(values: Iterable[float]) -> Window | None:
    """From the least to the largest of the values above 0, a little widened; None where there is none."""
    above = [value for value in values if value > 0 and isfinite(value)]
    if not above:
        return None
    high = max(above)
    low = max(min(above), high / 10.0**MOST_DECADES)
    return low / 1.15, min(high * 1.15, float_info.max)


def around(values: Iterable[float], least: float, margin: float = 0.25) -> Window:
    """A window with all values in it, the share `margin` of their spread free on both sides, `least` wide or more.

    What is farther from 0 than FARTHEST is outside.
    """
    several = [min(max(value, -FARTHEST), FARTHEST) for value in values if isfinite(value)]
    low, high = min(several), max(several)
    middle = low / 2 + high / 2
    reach = max((high - low) * (0.5 + margin), least / 2, NARROWEST * abs(middle))
    return middle - reach, middle + reach


def kept(old: Window | None, needed: Iterable[float], wanted: Window) -> Window:
    """The old window as long as it shows what is needed and is not far too large; otherwise the wanted one.

    So a picture holds still while something moves in it.
    """
    if old is None:
        return wanted
    several = list(needed)
    inside = old[0] <= min(several) and max(several) <= old[1]
    return old if inside and old[1] - old[0] <= ROOMY * (wanted[1] - wanted[0]) else wanted


def _times(factor: int, power: int) -> float:
    """`factor` times 10 to that power, correctly rounded; 0 or inf where that is too little or too much."""
    return float(f"{factor}e{power}")


def _plain(number: float, digits: int) -> str:
    """Without zeros at the end: 0.5, 20, 1,000, 10⁻³."""
    rounded = float(f"{number:.{digits}g}")
    number = rounded if isfinite(rounded) else number
    text = format_number(number, min(max(digits, 2), 15))
    if 1e-4 <= abs(number) < 1e6 or "×" not in text:
        return f"{number:,.15g}".replace("-", "−")
    mantissa, power = text.split("×")
    return power if mantissa == "1" else f"−{power}" if mantissa == "−1" else text
