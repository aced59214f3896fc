"""Channels of a picture, and pictures made smaller; `test_preprocess` has what becomes of both."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.digits.pixels import border, channels, farthest, reduced


def test_a_difference_counts_in_the_colour_where_it_is_largest() -> None:
    picture = np.full((3, 4, 3), 255, np.uint8)
    picture[1, 2] = (255, 250, 100)
    planes = channels(picture)
    far = farthest(planes, np.full(3, 255, np.float32))
    assert far[1, 2] == 155
    assert far.sum() == 155
    assert border(planes).shape == (3, 14)


@given(st.integers(1, 60), st.integers(1, 60), st.floats(1, 9), st.integers(0, 99))
@settings(max_examples=30, deadline=None)
def test_a_smaller_picture_has_the_same_mean(height: int, width: int, pixel: float, seed: int) -> None:
    image = np.random.default_rng(seed).random((height, width), np.float32)
    small = reduced(image, pixel)
    assert small.shape == (max(round(height / pixel), 1), max(round(width / pixel), 1))
    assert small.mean() == pytest.approx(image.mean(), abs=1e-5)
