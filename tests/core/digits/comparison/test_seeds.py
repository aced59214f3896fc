"""Seeds show a difference only where its interval leaves 0 out; those that are shared are paired."""

from __future__ import annotations

from statistics import mean, stdev

import pytest

from core.digits.comparison.seeds import Spread, difference, said, spread
from core.digits.interval import student, welch

LUCK = {0: 99.50, 1: 99.30, 2: 99.60, 3: 99.45}  # what the seed alone is worth


def test_a_spread_has_an_interval_of_two_seeds_or_more() -> None:
    values = list(LUCK.values())
    assert spread(LUCK) == Spread(4, mean(values), stdev(values), student(values))
    assert spread({7: 99.5}) == Spread(1, 99.5)
    assert spread({}) is None


def test_pairs_show_what_two_groups_cannot() -> None:
    better = {seed: value + 0.05 + 0.004 * seed for seed, value in LUCK.items()}
    paired = difference(LUCK, better)
    assert paired is not None
    assert paired.paired
    assert paired.shown
    assert paired.mean == pytest.approx(0.056)
    assert said(paired).startswith("0.06 points more (95 % interval +0.05 to +0.06, 4 seeds in pairs)")
    apart = difference(LUCK, {seed + 10: value for seed, value in better.items()})
    assert apart is not None
    assert (apart.paired, apart.shown, apart.n) == (False, False, 8)
    assert apart.interval == welch(list(LUCK.values()), list(better.values()))
    assert said(apart).startswith("No difference that these seeds can show (95 % interval −0.")


def test_only_shared_seeds_are_paired_and_one_is_no_pair() -> None:
    other = {0: 99.4, 1: 99.2, 9: 50.0}
    paired = difference(LUCK, other)
    assert paired is not None
    assert (paired.paired, paired.n) == (True, 2)
    assert paired.interval == pytest.approx((-0.1, -0.1))
    assert "0.10 points less" in said(paired)
    found = difference(LUCK, {0: 99.4, 8: 99.3})
    assert found is not None
    assert not found.paired


def test_too_few_seeds_show_nothing() -> None:
    assert difference(LUCK, {9: 99.5}) is None
    assert difference({0: 1.0}, {0: 2.0}) is None
    assert said(None) == "One seed shows nothing: two or more of each are needed."
