"""Numbers as people read them."""

from __future__ import annotations

from collections.abc import Callable


def percent(share: float) -> str:
    """A probability with one decimal; 99.97 % is not 100.0 %, and 0.01 % is not 0.0 %."""
    if share < 0.0005:
        return "< 0.1 %"
    return "> 99.9 %" if share >= 0.9995 else f"{100 * share:.1f} %"


def plain(number: float, digits: int = 3) -> str:
    """A number in so many significant digits, with a minus that is as long as a plus."""
    return f"{number:.{digits}g}".replace("-", "−")


def signed(number: float, digits: int = 3, written: Callable[[float, int], str] = plain) -> str:
    """A number as `written` writes it, always with a sign."""
    text = written(number, digits)
    return text if text.startswith("−") else f"+{text}"
