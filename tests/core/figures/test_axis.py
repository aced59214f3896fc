from math import isfinite, log10
from sys import float_info

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.figures.axis import around, kept, log_ticks, log_window, ticks

numbers = st.floats(-1e12, 1e12)
any_number = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from(
    [0.0, 5e-324, -5e-324, 2.5e-323, 1e-308, 1e308, -1e308, float_info.max, -float_info.max, float_info.min]
)
above_0 = any_number.map(abs).filter(lambda number: number > 0)


@pytest.mark.parametrize(
    ("window", "texts"),
    [
        ((0, 1), ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
        ((-5, 5), ["−4", "−2", "0", "2", "4"]),
        ((0, 1000), ["0", "200", "400", "600", "800", "1,000"]),
        ((-2e-9, 3e-9), ["−2×10⁻⁹", "−10⁻⁹", "0", "10⁻⁹", "2×10⁻⁹", "3×10⁻⁹"]),
        ((0, 3e7), ["0", "5×10⁶", "10⁷", "1.5×10⁷", "2×10⁷", "2.5×10⁷", "3×10⁷"]),
        ((2, 2), ["2"]),
    ],
)
def test_numbers_along_an_axis_are_round_and_short(window: tuple[float, float], texts: list[str]) -> None:
    assert [text for _, text in ticks(window)] == texts


@given(numbers, st.floats(1e-6, 1e12), st.integers(2, 12))
def test_there_are_about_as_many_as_asked_for_and_all_inside(low: float, width: float, about: int) -> None:
    marks = ticks((low, low + width), about)
    assert 1 <= len(marks) <= 1.3 * about + 1
    assert all(low - 1e-8 * width <= where <= low + width * (1 + 1e-8) for where, _ in marks) or len(marks) == 1
    assert len({text for _, text in marks}) == len(marks)


def test_a_window_wider_than_numbers_can_say_has_a_tick() -> None:
    assert len(ticks((-1.7e308, 1.7e308))) == 1
    assert len(ticks((1e300, 1e300 * (1 + 1e-16)))) == 1


@given(st.floats(-12, 6), st.floats(0.05, 14))
def test_a_logarithmic_axis_has_powers_of_ten_or_what_is_between_them(power: float, decades: float) -> None:
    low = 10.0**power
    high = low * 10.0**decades
    marks = log_ticks((low, high))
    assert 2 <= len(marks) <= 9
    if decades > 2.5:
        assert all(abs(log10(where) - round(log10(where))) < 1e-9 for where, _ in marks)


def test_a_logarithmic_window_holds_what_is_above_0_but_no_more_than_twelve_decades() -> None:
    low, high = log_window([0.0, -1.0, 0.5, 1e-3, float("nan")]) or (0, 0)
    assert low < 1e-3 < 0.5 < high
    low, high = log_window([1e-300, 1.0]) or (0, 0)
    assert 1e-13 < low < 1e-12
    assert log_window([0.0, -2.0]) is None


@given(st.lists(numbers, min_size=1), st.floats(0.1, 10))
def test_a_window_holds_all_its_values(values: list[float], least: float) -> None:
    low, high = around(values, least)
    assert low <= min(values) <= max(values) <= high
    assert high - low >= least * (1 - 1e-9) - 1e-3


def test_a_window_is_kept_while_everything_is_in_it_and_given_up_when_far_too_large() -> None:
    old = (-1.0, 4.0)
    assert kept(old, [0.0, 3.9], (-2.0, 2.0)) == old
    assert kept(old, [0.0, 4.1], (-2.0, 5.0)) == (-2.0, 5.0)
    assert kept((-100.0, 100.0), [0.0], (-1.0, 1.0)) == (-1.0, 1.0)
    assert kept(None, [0.0], (-1.0, 1.0)) == (-1.0, 1.0)


@given(any_number, any_number, st.integers(1, 12))
def test_whatever_a_window_is_its_ticks_are_numbers(one: float, other: float, about: int) -> None:
    marks = ticks((min(one, other), max(one, other)), about)
    assert 1 <= len(marks) <= 1.3 * about + 3
    assert all(isfinite(where) and text and "inf" not in text for where, text in marks)


@given(above_0, above_0)
def test_whatever_is_above_0_a_logarithmic_axis_has_ticks(one: float, other: float) -> None:
    marks = log_ticks((min(one, other), max(one, other)))
    assert 1 <= len(marks) <= 9
    assert all(isfinite(where) and text and "inf" not in text for where, text in marks)


@given(st.lists(any_number, min_size=1))
def test_whatever_the_values_are_a_window_has_a_width_that_is_a_number(values: list[float]) -> None:
    low, high = around(values, 1.0)
    assert 0 < high - low < float_info.max
    if (logarithmic := log_window(values)) is not None:
        assert 0 < logarithmic[0] <= logarithmic[1] <= float_info.max
        assert log_ticks(logarithmic)
