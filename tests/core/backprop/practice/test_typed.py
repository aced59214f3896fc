"""What a learner types becomes a number with the precision of its digits, or a sentence."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.backprop.notation.number import format_number
from core.backprop.practice.typed import Typed, parse_typed

numbers = st.floats(-1e12, 1e12).filter(lambda x: not x or abs(x) > 1e-12)


def answer(text: str) -> Typed | str:
    try:
        return parse_typed(text)
    except ValueError as error:
        return str(error)


@pytest.mark.parametrize(
    ("text", "value", "digits"),
    [
        ("0.0275", 0.0275, 3),
        ("0,0275", 0.0275, 3),
        (" .5 ", 0.5, 1),
        ("0.500", 0.5, 3),
        ("−0.0428", -0.0428, 3),
        ("–2", -2, 1),
        ("- 2.50", -2.5, 3),
        ("1e-3", 0.001, 1),
        ("1.50E-3", 0.0015, 3),
        ("4.50×10⁻⁵", 4.5e-5, 3),
        ("4.50 × 10^-5", 4.5e-5, 3),
        ("4.5*10^-5", 4.5e-5, 2),
        ("0.138 498", 0.138498, 6),
        ("1 234", 1234, 4),
        ("½", 0.5, 6),
        ("-½", -0.5, 6),
        ("1/3", 1 / 3, 6),
        ("-1 / 4", -0.25, 6),
        ("0", 0, 0),
        ("0.000", 0, 0),
    ],
)
def test_numbers_as_people_write_them(text: str, value: float, digits: int) -> None:
    typed = parse_typed(text)
    assert typed.value == pytest.approx(value, rel=1e-15)
    assert typed.digits == digits


@given(st.text(max_size=30) | st.text("0123456789.,-−–+eE/½¼¾ ×x*·^⁻¹²", max_size=12))
@example("0e9999")
@example("1e-400")
@example("0/5")
def test_whatever_is_typed_is_a_finite_number_or_a_sentence(text: str) -> None:
    typed = answer(text)
    if isinstance(typed, str):
        assert typed.endswith(".")
    else:
        assert abs(typed.value) < float("inf")
        assert 0 <= typed.tolerance < float("inf")


@given(numbers, st.integers(3, 17))
def test_a_correctly_rounded_number_agrees_however_it_is_written(x: float, digits: int) -> None:
    scientific = f"{x:.{digits - 1}e}"
    for text in (scientific, scientific.replace(".", ","), format_number(x, digits), repr(x), f"{x:.{digits}g}"):
        assert parse_typed(text).agrees(x)


@given(numbers.filter(bool), st.integers(3, 9), st.sampled_from((-1, 1)))
def test_a_number_that_is_off_in_its_last_digit_does_not_agree(x: float, digits: int, way: int) -> None:
    typed = parse_typed(f"{x:.{digits - 1}e}")
    assert not typed.agrees(typed.value + way * 0.51 * typed.unit)
    assert typed.agrees(typed.value + way * 0.49 * typed.unit)


def test_at_least_three_digits_count() -> None:
    assert not parse_typed("0.03").agrees(0.0275)
    assert parse_typed("0.03").begins(0.0275)
    assert parse_typed("0.15").agrees(0.15000001)  # is 0.150
    assert parse_typed("1").agrees(1.0)
    assert not parse_typed("0").agrees(1e-9)
    assert parse_typed("0").agrees(0.0)


def test_digits_that_are_cut_off_are_not_rounded() -> None:
    assert parse_typed("0.1384").cut_off(0.13849)
    assert not parse_typed("0.1384").agrees(0.13849)
    assert parse_typed("-0.1384").cut_off(-0.13849)
    assert not parse_typed("0.1384").cut_off(-0.13849)
    assert not parse_typed("0.1383").cut_off(0.13849)
