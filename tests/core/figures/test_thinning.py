from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.figures.thinning import evenly, extremes, smoothed

CURVES = arrays(np.float64, st.integers(1, 3000), elements=st.floats(-1e6, 1e6))


@given(CURVES, st.integers(4, 500))
def test_few_points_hold_the_ends_and_the_extremes(values: np.ndarray, most: int) -> None:
    few = extremes(values, most)
    assert len(few) <= most
    assert few[0] == 0
    assert few[-1] == len(values) - 1
    assert (np.diff(few) > 0).all()
    assert values[few].min() == values.min()
    assert values[few].max() == values.max()


@pytest.mark.parametrize("place", [1, 777, 4321, 9998])
@pytest.mark.parametrize("height", [5.0, -5.0])
def test_a_single_odd_batch_of_ten_thousand_survives(place: int, height: float) -> None:
    values = np.sin(np.arange(10_000) / 100)
    values[place] = height
    assert place in extremes(values, 500)


def test_every_bucket_keeps_its_own_extremes_as_the_curve_grows() -> None:
    values = np.random.default_rng(0).normal(size=4000)
    before, after = extremes(values[:3000], 500), extremes(values[:3100], 500)
    assert set(before[before < 2976]) <= set(after)  # 2976 buckets of 16 are full in both; nothing drawn flickers


def test_a_short_curve_is_kept_whole() -> None:
    assert extremes([3, 1, 2], 4).tolist() == [0, 1, 2]
    assert extremes([], 4).tolist() == []


def test_the_mean_weighs_each_value_by_how_long_ago_it_was() -> None:
    values = np.random.default_rng(1).normal(size=50)
    means = smoothed(values, keep=0.8)
    for k in range(50):  # a second implementation, from the definition
        weights = 0.8 ** np.arange(k, -1, -1)
        assert means[k] == pytest.approx((weights @ values[: k + 1]) / weights.sum())


def test_the_mean_of_equal_values_is_that_value_from_the_start() -> None:
    assert smoothed([2.5] * 9) == pytest.approx(np.full(9, 2.5))
    assert smoothed([]).shape == (0,)


def test_evenly_spread_places_have_the_ends_and_the_one_to_be_kept() -> None:
    places = evenly(1001, 11, 123)
    assert places.tolist() == [0, 100, 123, *range(200, 1001, 100)]
    assert evenly(5, 11, 2).tolist() == [0, 1, 2, 3, 4]
    assert evenly(1, 11, 0).tolist() == [0]
