from __future__ import annotations

from math import sqrt
from statistics import mean, stdev

import numpy as np
import pytest

from core.digits.interval import Z, student, t_quantile, welch, wilson


@pytest.mark.parametrize(("correct", "total"), [(0, 10), (1, 10), (5, 10), (9_950, 10_000), (10_000, 10_000), (1, 1)])
def test_at_the_ends_the_observed_share_is_just_1_96_standard_errors_away(correct: int, total: int) -> None:
    share = correct / total
    low, high = wilson(correct, total)
    assert 0 <= low <= share <= high <= 1
    for end in (low, high):
        if end != share:  # Wilson's definition, with the standard error at the end itself
            assert abs(share - end) / sqrt(end * (1 - end) / total) == pytest.approx(Z, rel=1e-6)


def test_a_published_interval() -> None:
    low, high = wilson(81, 263)  # Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_no_tries_say_nothing() -> None:
    assert wilson(0, 0) == (0, 1)


@pytest.mark.parametrize(
    ("freedom", "quantile"),
    [  # the 97.5 % column of every table of Student's distribution
        (1, 12.706),
        (2, 4.303),
        (3, 3.182),
        (4, 2.776),
        (5, 2.571),
        (9, 2.262),
        (10, 2.228),
        (20, 2.086),
        (30, 2.042),
        (60, 2.000),
        (120, 1.980),
        (1e6, 1.960),
    ],
)
def test_students_quantiles_are_those_of_the_tables(freedom: float, quantile: float) -> None:
    assert t_quantile(freedom) == pytest.approx(quantile, abs=5.1e-4)


def test_between_the_tables_lines_a_sum_of_the_density_agrees() -> None:
    for freedom in (1.0, 1.7, 4.5, 33.3):
        x = np.linspace(0, t_quantile(freedom), 1_000_001)
        density = (1 + x**2 / freedom) ** (-(freedom + 1) / 2)
        far = np.linspace(0, np.pi / 2, 1_000_001)[:-1]  # all of it, by angles
        whole = np.trapezoid(np.cos(far) ** (freedom - 1), far) * sqrt(freedom)
        assert np.trapezoid(density, x) / whole == pytest.approx(0.95, abs=2e-5)


def test_students_own_example() -> None:
    more_sleep = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]  # hours, ten patients, two drugs paired
    low, high = student(more_sleep)
    assert (round(low, 2), round(high, 2)) == (0.70, 2.46)  # as every textbook has it


def test_the_interval_covers_the_mean_as_often_as_it_says() -> None:
    rng = np.random.default_rng(5)
    for size in (2, 3, 10):
        samples = rng.normal(3.0, 2.0, (20_000, size))
        reach = t_quantile(size - 1) * samples.std(axis=1, ddof=1) / sqrt(size)
        assert np.mean(abs(samples.mean(axis=1) - 3) < reach) == pytest.approx(0.95, abs=0.006)


def test_welchs_interval_is_students_where_both_spread_alike_and_wider_where_one_is_small() -> None:
    first, second = [1.0, 2.0, 4.0, 5.0], [3.0, 4.0, 6.0, 7.0]
    low, high = welch(first, second)
    pooled = stdev(first) * sqrt(2 / 4)
    assert (low, high) == pytest.approx((2 - t_quantile(6) * pooled, 2 + t_quantile(6) * pooled))
    assert mean(welch(first, [9.0, 9.0])) == pytest.approx(6.0)
    assert welch([1.0, 1.0], [2.0, 2.0]) == (1.0, 1.0)
    wide = welch(first, [0.0, 100.0])
    assert wide[1] - wide[0] > 2 * 12.7 * 50 * 0.9
