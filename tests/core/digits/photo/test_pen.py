"""Thin and faint lines become as thick and dark as those that the network knows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.digits.photo.pen import SIDE, THICKNESS, thickened, thickness
from core.digits.pixels import Ink


def cross(side: int, pen: int, level: float = 1.0) -> Ink:
    image = np.zeros((side, side), np.float32)
    middle = (side - pen) // 2
    image[middle : middle + pen] = image[:, middle : middle + pen] = level
    return image


@given(st.integers(60, 300), st.integers(1, 5), st.floats(0.15, 1))
@settings(max_examples=8, deadline=None)
def test_any_pen_becomes_as_thick_and_as_dark(side: int, pen: int, level: float) -> None:
    thick = thickened(cross(side, pen, level))
    assert max(thick.shape) <= 1.15 * SIDE
    assert thick.max() == 1
    assert thickness(thick) / max(thick.shape) == pytest.approx(THICKNESS, rel=0.35)


def test_a_thick_pen_stays_as_thick_as_it_is() -> None:
    assert np.array_equal(thickened(cross(100, 14, 0.4)), cross(100, 14))


def test_thickness_is_that_of_a_line() -> None:
    line = np.zeros((100, 100), np.float32)
    line[40:46] = 1
    assert thickness(line) == pytest.approx(6, rel=0.35)


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 99))
@settings(max_examples=10, deadline=None)
def test_any_ink_stays_ink(height: int, width: int, seed: int) -> None:
    image = np.random.default_rng(seed).random((height, width), np.float32)
    thick = thickened(image)
    assert thick.dtype == np.float32
    assert thick.min() >= 0
    assert thick.max() <= 1
