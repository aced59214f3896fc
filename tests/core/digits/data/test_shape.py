"""One way to write a digit: its curve and its strokes."""

from __future__ import annotations

import numpy as np

from core.digits.data.glyphs import named
from core.digits.data.shape import Shape
from core.digits.data.synthetic import strokes, write
from tests.core.digits.data.test_synthetic import STEADY


def test_a_spline_is_straight_between_corners_and_smooth_elsewhere() -> None:
    angle = named(7, "plain")
    (angular,) = strokes(Shape(7, "angle", 1, "0,0 10,0! 10,10"), seed=0, hand=STEADY)
    assert np.allclose(angular[:6, 1], -0.5)
    assert np.allclose(angular[5:, 0], 0.5)
    turns = np.diff(np.unwrap(np.arctan2(*np.diff(angle.curve @ angle.points, axis=0).T[::-1])))
    assert (np.abs(turns) > 1).sum() == 1  # its one corner


def test_strokes_are_parted() -> None:
    crossed = named(7, "crossed")
    assert crossed.lengths == (5, 2)
    assert crossed.samples == (21, 6)
    assert write(crossed, 4, np.random.default_rng(0)).shape == (4, 27, 2)
    assert [len(stroke) for stroke in strokes(crossed, seed=0)] == [21, 6]
    assert 20 not in crossed.drawn  # no line from the end of the leg to the bar
    assert len(crossed.drawn) == 25
