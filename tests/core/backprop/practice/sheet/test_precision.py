"""How exact a column is, by its digits."""

from __future__ import annotations

import numpy as np

from core.backprop.practice.sheet.precision import Precision, precision


def half_unit(rounded: Precision, number: float) -> float:
    return float(rounded.half_units(np.array([number, np.nan, 0.0]))[0])


def test_the_longest_numbers_say_how_many_decimals_there_are() -> None:
    assert precision(["0.5069", "0.51", "0.5106"]) == Precision(decimals=4, digits=4)


def test_significant_digits_are_seen_where_decimals_vary() -> None:
    assert half_unit(precision(["1.882e-04", "0.02248", "3.765e-04", "0.5069"]), 1.882e-4) < 1e-7


def test_full_numbers_are_exact() -> None:
    assert precision([repr(number / 7) for number in range(1, 9)]) == Precision()
    assert precision([]) == Precision()
    assert half_unit(Precision(), 0.5) < 1e-8


def test_half_a_unit() -> None:
    assert 5e-5 < half_unit(Precision(decimals=4), 0.5069) < 5.01e-5
    assert 5e-8 < half_unit(Precision(digits=4), 1.882e-4) < 5.01e-8


def test_what_is_no_number_has_no_unit_and_nothing_that_of_its_decimals() -> None:
    np.testing.assert_allclose(Precision(4, 4).half_units(np.array([np.nan, 0.0])), [0.0, 5e-5], rtol=1e-5)


def test_of_a_long_column_some_numbers_say_it() -> None:
    assert precision([f"{number / 7:.5f}" for number in range(1, 9000)]).decimals == 5
