"""Lines inked on the canvas: how thick, how large, where."""

from __future__ import annotations

import numpy as np
import pytest

from core.digits.drawing.brush import anywhere, inked, placed, smooth
from core.digits.drawing.strokes import CANVAS

BAR = np.array([[100.0, 50.0], [100.0, 200.0]])


@pytest.mark.parametrize("finer", [1, 4])
def test_a_line_is_as_thick_as_the_pen_and_longer_by_it(finer: int) -> None:
    picture = inked([BAR], pen=20, finer=finer)
    assert picture.shape == (CANVAS, CANVAS)
    assert picture.dtype == np.uint8
    ink = (255 - picture.astype(float)) / 255
    assert ink[125].sum() == pytest.approx(20, abs=1.1)
    assert ink[:, 100].sum() == pytest.approx(150 + 20, abs=1.5)
    assert picture[0, 0] == 255


def test_a_pen_that_only_touches_leaves_a_round_dot() -> None:
    ink = (255 - inked([np.array([[140.0, 140.0]])], pen=30).astype(float)) / 255
    assert ink.sum() == pytest.approx(np.pi * 15**2, rel=0.05)


def test_lines_are_placed_in_proportion() -> None:
    (line,) = placed([BAR * (2, 1)], size=(100, 60), centre=(140, 90))
    assert line == pytest.approx(np.array([[140, 60], [140, 120]]))
    wide, high = placed([np.array([[0.0, 0.0], [4.0, 0.0]]), np.array([[0.0, 0.0], [0.0, 2.0]])], (100, 100), (50, 50))
    assert wide == pytest.approx(np.array([[0, 25], [100, 25]]))
    assert high == pytest.approx(np.array([[0, 25], [0, 75]]))


def test_anywhere_is_on_the_canvas_and_as_large_as_asked_for() -> None:
    rng = np.random.default_rng(0)
    middles = []
    for _ in range(50):
        (line,) = anywhere([BAR], rng, sizes=(100, 120))
        assert 100 <= np.ptp(line, axis=0).max() <= 120
        assert line.min() >= 15
        assert line.max() <= CANVAS - 15
        middles.append(line.mean(axis=0))
    assert np.std(middles, axis=0).min() > 20  # not always in the same place


def test_smooth_cuts_corners_and_keeps_straight_lines() -> None:
    corner = smooth(np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]))
    assert np.abs(corner - (1, 0)).max(axis=1).min() > 0.1  # the corner itself is not passed
    straight = smooth(np.array([[0.0, 0.0], [1.0, 2.0], [2.0, 4.0]]))
    assert straight[:, 1] == pytest.approx(2 * straight[:, 0])
