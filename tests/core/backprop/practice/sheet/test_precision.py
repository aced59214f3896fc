"""How exact a column is, by its digits."""

from __future__ import annotations

from core.backprop.practice.sheet.precision import Precision, precision


def test_the_longest_numbers_say_how_many_decimals_there_are() -> None:
    assert precision(["0.5069", "0.51", "0.5106"]) == Precision(decimals=4, digits=4)


def test_significant_digits_are_seen_where_decimals_vary() -> None:
    assert precision(["1.882e-04", "0.02248", "3.765e-04", "0.5069"]).half_unit(1.882e-4) < 1e-7


def test_full_numbers_are_exact() -> None:
    assert precision([repr(number / 7) for number in range(1, 9)]) == Precision()
    assert precision([]) == Precision()
    assert Precision().half_unit(0.5) < 1e-8


def test_half_a_unit() -> None:
    assert 5e-5 < Precision(decimals=4).half_unit(0.5069) < 5.01e-5
    assert 5e-8 < Precision(digits=4).half_unit(1.882e-4) < 5.01e-8
