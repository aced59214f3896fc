"""One way to write a digit: a few strokes, each of them the points that a pen passes through in a smooth curve."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

STEPS = 5  # straight lines that a curve between two points is drawn with


@dataclass(frozen=True)
class Shape:
    """One way to write a digit; `often` is how frequent it is compared to the other ways.

    `path` has the points of each stroke as "x,y" with y down, in tenths of the height, strokes parted by "/". The pen
    passes through them in a smooth curve, but for points with "!", where it turns a corner.
    """

    digit: int
    name: str
    often: float
    path: str

    @cached_property
    def points(self) -> Floats:
        """Every point of every stroke, (points, 2)."""
        points = [[float(x) for x in point.strip("!").split(",")] for stroke in self._strokes for point in stroke]
        return np.array(points, np.float32) / np.float32(10)

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """How many points each stroke has."""
        return tuple(len(stroke) for stroke in self._strokes)

    @cached_property
    def curve(self) -> Floats:
        """The matrix that makes curves of points, (samples, points): Catmull-Rom splines are linear in their points."""
        curve = np.zeros((sum(self.samples), sum(self.lengths)), np.float32)
        row = column = 0
        for stroke, samples in zip(self._strokes, self.samples, strict=True):
            corners = np.array([p.endswith("!") for p in stroke])
            curve[row : row + samples, column : column + len(stroke)] = _spline(corners)
            row, column = row + samples, column + len(stroke)
        return curve

    @property
    def samples(self) -> tuple[int, ...]:
        """How many points each stroke's curve has."""
        return tuple((length - 1) * STEPS + 1 for length in self.lengths)

    @cached_property
    def drawn(self) -> NDArray[np.intp]:
        """The samples from which a line leads to the next one: all but the last of each stroke."""
        return np.setdiff1d(np.arange(sum(self.samples)), np.cumsum(self.samples) - 1)

    @cached_property
    def _strokes(self) -> list[list[str]]:
        return [stroke.split() for stroke in self.path.split("/")]


def _spline(corners: NDArray[np.bool_]) -> Floats:
    """The matrix of a Catmull-Rom spline through len(corners) points, which does not look across corners."""
    last = len(corners) - 1
    t = np.arange(STEPS) / STEPS
    basis = np.stack([2 * t**2 - t**3 - t, 3 * t**3 - 5 * t**2 + 2, 4 * t**2 - 3 * t**3 + t, t**3 - t**2], 1) / 2
    spline = np.zeros((last * STEPS + 1, last + 1), np.float32)
    for i in range(last):
        rows = spline[i * STEPS : (i + 1) * STEPS]
        rows[:, i : i + 2] += basis[:, 1:3]
        for weight, near, far in ((basis[:, 0], i, i - 1), (basis[:, 3], i + 1, i + 2)):
            if 0 <= far <= last and not corners[near]:
                rows[:, far] += weight
            else:  # an end: go on as if the line went straight
                rows[:, near] += 2 * weight
                rows[:, 2 * i + 1 - near] -= weight
    spline[-1, last] = 1
    return spline
