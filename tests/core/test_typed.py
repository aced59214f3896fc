"""Every way of writing a number is read as that number, and what others may read otherwise is said."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from math import isfinite

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.backprop.notation.number import format_number
from core.typed import read_certain, read_number, read_within, written

FINITE = st.floats(allow_nan=False, allow_infinity=False)
MINUS = st.sampled_from("-−–—‒‑－﹣")
DIGITS = st.sampled_from([48, *(c for c in range(0x660, 0x1FBFF) if unicodedata.decimal(chr(c), None) == 0)])
SPACES = st.sampled_from("    \u2009\u2005\u3000")
TIMES = st.sampled_from(["×", "·", "*", " × ", " * ", "⋅", "x", " ∙ "])
POWERS = st.sampled_from(
    ["e{}", "E{}", " e {}", "{times}10^{}", "{times}10^({})", "{times}10**{}", "raised", "{times}10 ^ {}"]
)
RAISED = str.maketrans("-+0123456789", "⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹")
NO_NUMBERS = (
    *("", "  ", "nan", "inf", "-inf", "Infinity", "1e999", "1_000", "0x10", "1,2,3", "1.2.3", "--1", "−−1", "e5", "1e"),
    *("×10⁵", "4²", "1 2", "2×3", "1×10", "4×10⁻", "1j", "None", "0.5 apples", "1" * 61, "x" * 100_000, "<script>"),
    *("1½2", "½½", "½/2", "1/½", "0.5½", "2⅟3", "1 234/5", "12/3 4", "10²3", "10⁻³4", "2^3", "1/2×10³", "①", "0·5"),
    *("0 123", "1 2345", "0.15 200", "3 4 5", "1,23,456", "1,234,5", "1.234.56", "h1 = 0.02", "1+1", "1-2", "2*3"),
    *("1/0", "\ud800", "\x00", "5%", "$5", "(1", "10^(3", "10^3)", "__import__('os')", "9**9**9", "1e5e5", "1/2/2024"),
    *("|", "1|2", "·", "+", "−", "⟨1/2", "1/", "/2"),
)


@st.composite
def ways(draw: st.DrawFn, number: float) -> tuple[str, bool]:
    """A way of writing a number, and whether it is one that others read otherwise."""
    mantissa, _, exponent = draw(st.sampled_from([repr(number), f"{number:.16e}", f"{number:.25g}"])).partition("e")
    mantissa = mantissa.lstrip("-")
    whole, _, part = mantissa.partition(".")
    point, grouped = draw(st.sampled_from(".．,，٫")), draw(st.booleans())
    thousands = point in ",，" and whole in map(str, range(1, 1000)) and (len(part) == 3 or (len(part) > 3 and grouped))
    if grouped and len(whole) > 3:
        whole = f"{int(whole):,}".replace(",", draw(SPACES | st.sampled_from("'’")))
    if grouped and len(part) > 3:
        part = draw(SPACES).join(part[at : at + 3] for at in range(0, len(part), 3))
    text = whole + point * bool(part) + part
    if exponent:
        way, exponent = draw(POWERS), draw(st.sampled_from([exponent, str(int(exponent))]))
        times = draw(TIMES)
        if way == "raised":
            text += f"{times}10{str(int(exponent)).translate(RAISED)}"
        else:
            text += way.format(exponent.replace("-", draw(MINUS)), times=times)
    zero = draw(DIGITS)
    text = "".join(chr(zero + int(each)) if each in "0123456789" else each for each in text)
    sign = draw(MINUS) + draw(st.sampled_from(["", " "])) if number < 0 else draw(st.sampled_from(["", "+"]))
    return draw(st.sampled_from(["", " ", "\u200e"])) + sign + text + draw(st.sampled_from(["", "\n"])), thousands


@given(st.data(), FINITE | st.integers(-(10**7), 10**7).map(float) | st.decimals(-2000, 2000, places=3).map(float))
def test_every_way_of_writing_a_number_is_that_number(data: st.DataObject, number: float) -> None:
    text, thousands = data.draw(ways(number))
    assume(len(text) <= 60)
    found = read_number(text)
    assert found.value == number
    assert bool(found.note) == (thousands and number != 0)
    assert found.note == "" or written(number) in found.note


@given(st.floats(-1e300, 1e300), st.integers(1, 17))
def test_what_the_app_writes_is_read_again_without_doubt(number: float, digits: int) -> None:
    assert read_certain(written(number)) == number
    assert "e+" not in written(number)
    assert read_certain(format_number(number, digits)) == float(f"{number:.{digits}g}")


@given(st.decimals(-1000, 1000, places=2), st.decimals(-1000, 1000, places=1), st.sampled_from("/⁄∕÷"))
def test_a_fraction_is_rounded_once(top: object, bottom: object, bar: str) -> None:
    assume(Fraction(str(bottom)))
    found = read_number(f"{top} {bar} {bottom}".replace(".", ","))
    assert found.value == float(Fraction(str(top)) / Fraction(str(bottom)))


def test_every_fraction_that_is_one_character() -> None:
    for at in map(chr, range(0xA0, 0x2200)):
        if unicodedata.decomposition(at).startswith("<fraction>") and at != "⅟":  # the first half of one
            top, bottom = map(int, unicodedata.normalize("NFKC", at).split("⁄"))
            assert read_certain(at) == top / bottom
            assert read_certain(f"–{at}") == -top / bottom
            if top:
                assert read_certain(f"2{at}") == read_certain(f"2 {at}") == (2 * bottom + top) / bottom


@pytest.mark.parametrize(
    ("text", "number", "said"),
    [
        ("1,234", 1.234, "with a decimal comma; for 1234 leave the comma out"),
        ("−12,345e3", -12345.0, "for 12345 leave the comma out"),
        ("1,234 567", 1.234567, "decimal comma"),
        ("1,234,567", 1234567.0, "a comma between the thousands"),
        ("1.234.567", 1234567.0, "a point between the thousands"),
        ("1,234.5", 1234.5, "a comma between the thousands"),
        ("1.234,5", 1234.5, "a point between the thousands"),
        ("1,234/2", 0.617, "decimal comma"),
        ("1 1/2", 1.5, "1 and 1/2"),
        ("1/2e3", 0.0005, "1 over 2e3"),
        ("1e-400", 0.0, "smaller than a 64-bit number can hold"),
    ],
)
def test_what_others_read_otherwise_is_said(text: str, number: float, said: str) -> None:
    found = read_number(text)
    assert found.value == number
    assert f"“{text}”" in found.note
    assert said in found.note
    with pytest.raises(ValueError, match="was read as"):
        read_certain(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("0,05", 0.05), ("5,5", 5.5), (",5", 0.5), ("5.", 5.0), ("0,138", 0.138), ("0.138 498", 0.138498)),
        *(("1 234", 1234.0), ("1'234,5", 1234.5), ("1.234", 1.234), ("12,34", 12.34), ("1,2345", 1.2345)),
        *(("10⁻³", 1e-3), ("-10^3", -1000.0), ("4,5·10⁻⁵", 4.5e-5), ("10^{-3}", 1e-3), ("1/-4", -0.25), ("0/5", 0.0)),
        *(("0e9999", 0.0), ("٣٫٥", 3.5), ("７", 7.0)),
    ],
)
def test_what_has_one_meaning_is_read_in_silence(text: str, number: float) -> None:
    assert read_certain(text) == number


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_not_a_number_is_refused_in_a_short_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"(?s)^[“T].*\.$") as error:
        read_number(text)
    assert len(str(error.value)) < 170


@given(st.text() | st.text("0123456789.,-−–+eE/½¼⅟ ×x*·^⁻¹²()'|٣", max_size=12))
def test_any_text_is_a_finite_number_or_refused(text: str) -> None:
    try:
        found = read_number(text)
    except ValueError:
        return
    assert isfinite(found.value)
    assert 0 <= found.unit <= abs(found.value) or not found.value


def test_a_range_cuts_nothing_to_fit() -> None:
    assert read_within("5", 1, 200, whole=True).value == 5
    assert read_within("5,0", 1, 200, whole=True).value == 5
    for text, sentence in (
        ("5,5", "not a whole"),
        ("0", "smallest number here is 1"),
        ("1e9", "largest number here is 200"),
    ):
        with pytest.raises(ValueError, match=f"“{text}” is.*{sentence}"):
            read_within(text, 1, 200, whole=True)
