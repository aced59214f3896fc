"""Numbers as text. How text becomes a number is the same on all pages: see core/typed.py."""

from __future__ import annotations

from math import isclose

DIGITS, RAISED = "-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
SUPERSCRIPT, PLAIN = str.maketrans(DIGITS, RAISED), str.maketrans(RAISED, DIGITS)


def format_number(x: float, digits: int = 4) -> str:
    """`x` with so many significant digits: 0.5069, −0.0428, 4.5×10⁻⁵.

    Zeros at the end are dropped only where nothing but floating-point dust was rounded away, so 0.15 stays 0.15,
    0.1 * 0.2 is 0.02, and 0.60704 becomes 0.6070. There is no −0. Below 10⁻⁴ and from 10^digits on, the power of ten
    is written out.
    """
    if x == 0:
        return "0"
    short = f"{x:.{digits}g}"
    text = short if isclose(float(short), x, rel_tol=1e-15) else f"{x:#.{digits}g}"
    mantissa, _, exponent = text.partition("e")
    power = f"×10{str(int(exponent)).translate(SUPERSCRIPT)}" if exponent else ""
    return mantissa.rstrip(".").replace("-", "−") + power
