"""A number as a person types it, on any page, and what was understood. Nothing is evaluated.

Decimal comma or point, any minus, any digits, thin spaces and apostrophes between groups, fractions, powers of ten:
whatever has one meaning is read. What has more than one is read with a sentence about it, or refused with one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from math import floor, isinf, log10

LONGEST = 60  # characters, as many as a field takes; 17 digits say everything a 64-bit number can
FRACTION_DIGITS = 6  # that count as typed in a fraction, since 1/3 has no number of digits of its own
FARTHEST = 99_999  # power of ten: from here on 60 digits are 0 or too large, whatever they are
EXACT = Context(prec=200, Emax=MAX_EMAX, Emin=MIN_EMIN)  # a quotient, so that it is rounded once

SAME = {
    "-": "‐‑‒–—―−﹣－➖⁻",
    "+": "＋➕⁺",
    "*": "×·⋅∙✕✖∗＊xXｘＸ",
    "/": "⁄∕÷／",
    "^": "ˆ＾",
    "'": "’‘ʼ＇٬",
    ",": "，",
    ".": "．٫",
    "e": "EｅＥ⏨",
    "(": "{（",
    ")": "}）",
}
PLAIN = {other: plain for plain, others in SAME.items() for other in others}
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
RAISED_RUN = re.compile("[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")

SIGN = r"(?P<sign>[+-]?) ?"
DIGITS = (
    r"(?P<whole>\d+|[1-9]\d{0,2}(?P<group>[ '.,])\d{3}(?:(?P=group)\d{3})*|)"
    r"(?:(?P<point>(?!(?P=group))[.,])(?P<part>\d{3}(?: \d{3})* \d{1,3}|\d*))?"
)
EXPONENT = r"(?P<exponent>[+-]? ?\d+)"
POWER = r"10 ?(?:\^|\*\*) ?(?P<open>\()? ?(?P<power>[+-]? ?\d+) ?(?(open)\))"
DECIMAL = re.compile(f"{SIGN}{DIGITS}(?: ?e ?{EXPONENT}| ?\\* ?{POWER})?", re.ASCII)
ONLY_POWER = re.compile(SIGN + POWER, re.ASCII)
VULGAR = re.compile(SIGN + r"(?:(?P<whole>\d+) ?)?⟨(?P<top>\d+)/(?P<bottom>\d+)⟩", re.ASCII)
MIXED = re.compile(SIGN + r"(?P<whole>\d+) (?P<top>\d{1,2}) ?/ ?(?P<bottom>\d+)", re.ASCII)
FRACTION = re.compile(r"([+-]? ?[\d.,']+(?:e[+-]?\d+)?) ?/ ?([+-]?[\d.,']+(?:e[+-]?\d+)?)", re.ASCII)


@dataclass(frozen=True)
class Reading:
    """`digits` counts the significant digits, `unit` is what one of the last place is worth; 0 has neither.

    `note` is a sentence on how the text was read where others may read it otherwise, else "".
    """

    value: float
    digits: int
    unit: float
    note: str = ""


def read_number(text: str) -> Reading:
    """The number in `text`: 0.5, .5, 0,5, −2, 1e-3, 4.5×10⁻⁵, 4.5*10^-5, 10⁻³, 0.138 498, 1/2, ½, 1½.

    Raises ValueError with a sentence for anything else; `inf` and `nan` are not numbers here.
    """
    text = text.strip()
    if not text:
        raise ValueError("The field is empty; type a number such as 0.5.")
    shown = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    plain = _plain(text) if len(text) <= 2 * LONGEST else ""
    found = (_decimal(plain) or _mixed(plain) or _fraction(plain)) if 0 < len(plain) <= LONGEST else None
    if found is None:
        raise ValueError(f"“{shown}” is not a number; type one such as 0.5, −2 or 1e-3.")
    exact, digits, doubt = found
    value = float(exact)
    if isinf(value):
        raise ValueError(f"“{shown}” is larger than a 64-bit number can hold (about 1.8 × 10³⁰⁸).")
    if not value:
        small = f"“{shown}” is smaller than a 64-bit number can hold, and was read as 0." if exact else ""
        return Reading(0.0, 0, 0.0, small)
    if doubt:
        doubt = f"“{shown}” was read as {written(value)}{doubt}."
    if digits is None:
        return Reading(value, FRACTION_DIGITS, unit_of(value, FRACTION_DIGITS), doubt)
    return Reading(value, digits, 10.0 ** (exact.adjusted() - digits + 1), doubt)


def read_within(text: str, least: float, most: float, whole: bool = False) -> Reading:
    """The number in `text`, from `least` to `most`, or a whole one; nothing is rounded or cut to fit.

    Raises ValueError with a sentence for anything else.
    """
    found = read_number(text)
    if whole and not found.value.is_integer():
        raise ValueError(found.note or f"“{text.strip()}” is not a whole number.")
    if found.value < least:
        raise ValueError(f"“{text.strip()}” is too small: the smallest number here is {written(least)}.")
    if found.value > most:
        raise ValueError(f"“{text.strip()}” is too large: the largest number here is {written(most)}.")
    return found


def read_certain(text: str) -> float:
    """The number in a text that nobody is there to answer for, such as a link's. Raises ValueError in any doubt."""
    found = read_number(text)
    if found.note:
        raise ValueError(found.note)
    return found.value


def written(number: float) -> str:
    """The shortest text that is read as this number, with no doubt: 0.05, −2, 1e-6, 20."""
    text = repr(float(number)).removesuffix(".0").replace("e-0", "e-").replace("e+", "e")
    return text.replace("-", "−", 1) if text.startswith("-") else text


def unit_of(value: float, digits: int) -> float:
    """What one unit of the last of so many significant digits is worth."""
    return 10.0 ** (floor(log10(abs(value))) - digits + 1) if value else 0.0


Found = tuple[Decimal, int | None, str]  # the number, its digits unless it is a fraction, and what is in doubt


def _plain(text: str) -> str:
    """The text in ASCII: one character for each that means the same, ⟨1/2⟩ for ½, 10^(-5) for 10⁻⁵."""
    text = RAISED_RUN.sub(lambda run: f"^({run[0].translate(RAISED)})", text)
    return re.sub(" +", " ", "".join(map(_character, text)))


def _character(at: str) -> str:
    digit = unicodedata.decimal(at, None)
    if digit is not None:
        return str(digit)
    if unicodedata.category(at) == "Cf":  # invisible, such as a mark of the direction in a copied text
        return ""
    if unicodedata.decomposition(at).startswith("<fraction>"):
        return f"⟨{unicodedata.normalize('NFKC', at).replace('⁄', '/')}⟩"
    return " " if at.isspace() else PLAIN.get(at, at)


def _decimal(plain: str) -> Found | None:
    found = DECIMAL.fullmatch(plain)
    if found is None:
        found = ONLY_POWER.fullmatch(plain)
        return (_scaled(found, "1"), 1, "") if found else None
    whole, group, part = found["whole"], found["group"] or "", (found["part"] or "").replace(" ", "")
    whole = whole.replace(group, "") if group else whole
    if not whole + part:
        return None
    thousands = found["point"] == "," and len(part) >= 3 and re.fullmatch(r"[1-9]\d{0,2}", found["whole"])
    doubt = ""
    if thousands and (len(part) == 3 or " " in found["part"]):
        doubt = f", with a decimal comma; for {whole}{part} leave the comma out"
    elif group in (".", ","):
        doubt = f", with a {'comma' if group == ',' else 'point'} between the thousands"
    number = _scaled(found, f"{whole or 0}.{part}")
    return number, len(number.as_tuple().digits), doubt


def _scaled(found: re.Match[str], digits: str) -> Decimal:
    """Digits with the sign and the power of ten that were found beside them."""
    groups = found.groupdict()
    exponent = int((groups.get("exponent") or groups.get("power") or "0").replace(" ", ""))
    return Decimal(f"{found['sign']}{digits}e{max(-FARTHEST, min(FARTHEST, exponent))}")


def _mixed(plain: str) -> Found | None:
    """½ and 1½; 1 1/2 too, which is said, because it may have been meant as 11/2."""
    found = VULGAR.fullmatch(plain) or MIXED.fullmatch(plain)
    if found is None:
        return None
    whole, top, bottom = int(found["whole"] or 0), int(found["top"]), int(found["bottom"])
    if not top < bottom:
        return None
    number = EXACT.divide(Decimal(whole * bottom + top), Decimal(bottom))
    doubt = f": {whole} and {top}/{bottom}" if found.re is MIXED else ""
    return (number.copy_negate() if found["sign"] == "-" else number), None, doubt


def _fraction(plain: str) -> Found | None:
    found = FRACTION.fullmatch(plain)
    parts = [_decimal(part) for part in found.groups()] if found else []
    if found is None or None in parts:
        return None
    (top, _, above), (bottom, _, below) = parts  # type: ignore[misc]  # neither is None
    if not bottom:
        raise ValueError(f"“{found[0]}” divides by zero.")
    power = f": {found[1]} over {found[2]}" if "e" in found[2] and "e" not in found[1] else ""
    return EXACT.divide(top, bottom), None, above or below or power
