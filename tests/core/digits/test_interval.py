from __future__ import annotations

from math import sqrt

import pytest

from core.digits.interval import Z, wilson


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
