"""Numbers as text, and text as numbers."""

from __future__ import annotations

import re
from math import isclose

DIGITS, RAISED = "-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
SUPERSCRIPT, PLAIN = str.maketrans(DIGITS, RAISED), str.maketrans(RAISED, DIGITS)
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII)
POWER = re.compile(rf"\s*×\s*10([{RAISED}]+)$")
LONGEST = 40  # characters; 17 digits say everything a 64-bit number can


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


def parse_number(text: str) -> float:
    """The number that a person typed: 0.5, .5, 0,5, −2, 1e-3, or one copied from the page such as 4.5×10⁻⁵.

    Raises ValueError with a sentence for anything else; `inf` and `nan` are not numbers here.
    """
    text = text.strip()
    plain = POWER.sub(lambda power: "e" + power[1].translate(PLAIN), text).replace("−", "-").lower()
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if not plain:
        raise ValueError("The field is empty; type a number such as 0.5.")
    if len(plain) > LONGEST or not NUMBER.fullmatch(plain):
        shown = text if len(text) <= LONGEST else text[:LONGEST] + "…"
        raise ValueError(f"“{shown}” is not a number; type one such as 0.5, −2 or 1e-3.")
    number = float(plain)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"“{text}” is larger than a 64-bit number can hold (about 1.8 × 10³⁰⁸).")
    return number
