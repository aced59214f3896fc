"""How people write the ten digits: each shape a few strokes, each stroke the points a pen passes through."""

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


SHAPES = (
    Shape(0, "round", 4, "5,0 2,1.5 1,5 2,8.5 5,10 8,8.5 9,5 8,1.5 5,0"),
    Shape(0, "crossing itself", 2, "6.5,.5 4,.5 1.5,3 1,6 2.5,9.3 5.5,10 8.5,7.5 9,4 7,.8 4,-.5"),
    Shape(0, "not quite closed", 1, "5.5,.5 2.5,1.5 1,5 2,8.5 5,10 8,8.5 9,5 8.5,2 7,.5"),
    Shape(0, "curled in", 1, "7,2.5 5,2.5 4,1 2,2.5 1,6 3,9.5 6,10 8.7,7 8.5,3 6.5,.3 4,1"),
    Shape(0, "slashed", 3, "5,0 2,1.5 1,5 2,8.5 5,10 8,8.5 9,5 8,1.5 5,0 / 9,.5 1,9.5"),
    Shape(0, "slashed through", 2, "5,1 2.5,2.3 1.5,5 2.5,7.7 5,9 7.5,7.7 8.5,5 7.5,2.3 5,1 / 9.5,-.5 .5,10.5"),
    Shape(0, "slashed twice as long", 1, "5,1.5 3,3 2.5,5 3,7 5,8.5 7,7 7.5,5 7,3 5,1.5 / 8.5,-1.5 1.5,11"),
    Shape(0, "slashed steeply", 1, "5,.8 3,2.3 2,5 2.8,7.7 5,9.2 7.2,7.7 8,5 7.2,2.3 5,.8 / 6.5,-1 3.8,11"),
    Shape(0, "finished with a hook", 1, "3,.8 1,4 1.5,8.5 5,10 8.5,8 9,4 7,.6 4,.3 2,.5"),
    Shape(0, "wide open", 0.5, "3,0 1,4 1.5,8 5,10 8.5,8 9,4 7.3,0"),
    Shape(0, "open on the left", 0.5, "1,3.5 4,1 7.5,.8 9,4 7.5,8.5 4,10 1.5,8.3 1.8,6"),
    Shape(1, "stroke", 5, "5,0 5,5 5,10"),
    Shape(1, "flag", 3, "3,2.5 5.5,0! 5.5,5 5.5,10"),
    Shape(1, "long flag", 2, "1.5,4.5 6,0! 6,5 6,10"),
    Shape(1, "flag and foot", 2, "3,2.5 5.5,0! 5.5,5 5.5,10 / 2.5,10 8.5,10"),
    Shape(1, "foot", 1, "5,0 5,5 5,10 / 2.5,10 7.5,10"),
    Shape(1, "rising foot", 0.7, "5,0 4.5,5 4.3,9 5,10 6.2,8.8"),
    Shape(1, "as high a flag", 1, "1.5,6.5 4,3.5 6.3,0! 6.2,5 6,10"),
    Shape(1, "bent flag", 1, "2,2.5 4,1.7 5.7,0 5.8,3 5.5,6 5,10"),
    Shape(2, "swan", 4, "1,2.5 3,.3 6.5,.5 7.5,3 5,6.5 1,10! 5,9.8 9,9.8"),
    Shape(2, "loop", 3, "1,2 3.5,0 6.5,1 6.5,4 4,8 2,9.5 1,8.5 2.5,7.8 5,9.3 8.5,9.5"),
    Shape(2, "wave", 2, "1,2 3.5,0 7,1 6.5,4.5 3.5,8 1,9.7! 3,9 6,10 9,9"),
    Shape(2, "angular", 1, "1,.7 7,.3! 4,5.5 1,10! 8,10"),
    Shape(2, "loop left", 1, "1,2 3,.3 5.5,1 5.5,5 3.5,9 2,9.7 2,8.3 4,7 9,5"),
    Shape(2, "short foot", 1, "1.5,2.5 3.5,0 6.5,1 6.5,3.5 4,7.5 2.5,10! 4,9.5 6,9.8"),
    Shape(2, "curled head", 1, "3,3.5 1.7,2 4,0 7.5,1.5 7,4.5 3.5,8 1,9.7! 5,9.3 9.5,9.5"),
    Shape(3, "round", 4, "1.5,1.5 4.5,0 7.2,1.7 6,4 3.5,4.8! 7,5.8 8,8 5.5,10 1.5,9"),
    Shape(3, "looped", 2, "1.5,1.2 5,0 7.3,2 5.5,4.5 3.5,5 4.2,4.2 7,5.8 7.5,8.5 4.5,10 1,9"),
    Shape(3, "flat top", 2, "1.5,.2 8,0! 4,4! 7.2,5 8,7.7 5.5,10 1.5,9.2"),
    Shape(3, "big belly", 1, "2.5,.8 5,0 6.5,1.5 5.5,3.3 4,3.8! 7.5,4.5 8.5,7.3 5.5,10 1,8.5"),
    Shape(3, "lying", 1, "1,2 4,0 7,1 6.5,3.5 3,5.5! 6.5,5 8.5,7 6.5,9.5 2,10"),
    Shape(4, "open", 4, "2.5,0 1,6! 5,6 9,6 / 7,1.5 6.7,5 6.5,10"),
    Shape(4, "cup", 3, "1.7,.5 1.2,4 2.5,5.8 5,5.6 7.5,4.5 / 8,0 7.5,5 7,10"),
    Shape(4, "closed", 3, "6.5,10 6.7,5 6.5,0! 3.5,3.5 .5,7! 5,6.8 9.5,6.7"),
    Shape(4, "pulled down", 2, "2.5,0 1.3,5.5! 4.5,5.3 7.5,2! 6.7,5 6,10"),
    Shape(4, "short stem", 1, "4.5,0 2.5,3.5 .5,7! 5,7 9.5,7 / 6,4 6,7 5.8,10"),
    Shape(4, "long stem", 1, "3,.5 1.3,5.2! 4,5.2 9,4.7 / 6.5,0 6,5 5.5,11.5"),
    Shape(4, "tied", 1, "2.5,0 1,4.5 1.5,6 4,5.5 8,4.7 / 7.5,2 6.3,6 5.5,10"),
    Shape(4, "low bar", 1, "4,0 2.5,3.5 1,7! 5,6.8 9.5,6.2 / 5.8,4.3 5.6,7 5.3,10"),
    Shape(5, "roof last", 3, "2.5,.5 2,4.5! 5,3.8 8,6.5 6,9.6 1.5,9.3 / 2.5,.4 5.5,.3 8.5,0"),
    Shape(5, "one stroke", 3, "8,0 2.5,.3! 2,4.5! 5,3.7 8,6.3 6.5,9.5 1,9.5"),
    Shape(5, "snake", 2, "8,0 4,.3 2.5,3 5,4.5 7.5,6.5 6,9.5 1,9.7"),
    Shape(5, "loose roof", 1, "2.5,1 1.8,4.7! 5,4 7.8,6.7 5.5,9.8 1,9.3 / 4,.3 6.5,.2 9,-.3"),
    Shape(5, "hook", 1, "8.5,.3 3.5,.5! 2.7,3.7! 5.5,3.5 7,5.5 6.3,8.5 4,10 1.5,8.7"),
    Shape(5, "roof flying off", 1, "3,1.5 2.5,4.7! 5.5,4.5 6.5,7 4.5,9.7 1,9 / 3,1.3 6.5,.8 10,-.7"),
    Shape(5, "wound up", 1, "8,.3 3,.5! 2.3,4.3 5,4 7.5,6.5 6.5,9.5 3.5,10 1.5,8.3 2.5,7.5 4,8.5"),
    Shape(6, "bow", 4, "7,.2 3.5,2.5 1.5,6.5 3,9.7 6.3,9.5 7.3,7 5,5.3 2,7.3"),
    Shape(6, "straight back", 3, "5.5,0 2.5,4.5 1.5,8 4,10 7,8.5 6.5,6 4,5.8 2,8"),
    Shape(6, "small eye", 2, "5,0 2,3.5 1,7.5 2.5,9.9 5.5,9.6 6.5,8 5,7 3,8.2 2,9.5"),
    Shape(6, "open", 1, "4.5,0 2,4 1.5,8 3.5,10 6.3,9 7.5,6.5 7,5 5.5,5.5"),
    Shape(6, "crossing", 1, "6.5,0 3,3.5 1.8,7.5 4,10 7,8.5 6,6.3 3.5,6.5 .7,7.5"),
    Shape(6, "slanted eye", 1.5, "4.5,0 2,4 1,8 2.7,10 5.7,8.5 8.3,5 7.8,4 5.5,5.5 3.5,8.5"),
    Shape(7, "plain", 4, "1.5,.4 5,.3 8.5,0! 6,4.5 4,10"),
    Shape(7, "crossed", 3, "1.5,.4 5,.3 8.5,0! 6,4.5 4,10 / 3,5.3 8.5,4.9"),
    Shape(7, "serif", 2, "1.5,2.2 1.5,.3! 5,.3 8.5,0! 6,4.5 4.5,10"),
    Shape(7, "serif and crossed", 2, "1.2,2 1.5,.3! 5,.4 8.5,0! 6,4.5 4.5,10 / 3,5.5 8.2,5"),
    Shape(7, "bent", 2, "1.5,1.2 3,.3 6,.7 8,.5 7.3,3 5.5,6 5,10"),
    Shape(7, "hooked foot", 1, "1.5,.8 5,.4 8,.5 7,4 5.3,8 5.3,9.8 7,9.5"),
    Shape(7, "hanging serif", 1, "1,3.5 1.5,.7 4,.3 8.5,.2! 6.5,4.5 5.5,10"),
    Shape(7, "crossed low", 1, "1,1 3,.2 8,.5 6.5,4.5 4.5,10 / 2.5,6.3 8,5.7"),
    Shape(7, "zigzag", 1, "2,3.5 3.5,.3! 4.5,1 8.5,.2! 6,5 5,9.7 6.5,9.3"),
    Shape(8, "one stroke", 4, "7.5,1.3 4.5,0 2.2,2 4.5,4.5 7.5,7 5.5,9.9 2.3,8.5 3.5,5.8 6.5,3.2 7.5,1"),
    Shape(8, "from the middle", 2, "5,4.8 2.5,3 4,.2 6.8,1 6.8,3.2 3.5,5.8 2.2,8.2 5,10 7.7,8 6.5,5.8 4.5,4.6"),
    Shape(8, "two rings", 3, "5,0 2.8,1 3,3.6 5,4.7 7,3.6 7.2,1 5,0 / 5,4.7 2.3,6 2.3,8.7 5,10 7.7,8.7 7.7,6 5,4.7"),
    Shape(8, "open top", 1, "8,.3 5,.8 2.5,2.2 4.5,4.5 7.5,7 5.5,9.9 2.3,8.5 3.5,5.8 6,3 7,.5"),
    Shape(8, "slim", 1, "6.3,1.2 5,0 3.8,1.7 5,4.5 6.2,7.5 5,10 3.7,8.2 4.8,5 6.2,2.5 6.2,1"),
    Shape(9, "straight leg", 4, "7.3,1.5 5,0 2.2,1.8 2.8,4.5 5.5,4.5 7.3,1.7! 7,6 6.5,10"),
    Shape(9, "bent leg", 3, "7.5,2 5,0 2,2 3,5 6,4.5 7.5,1.5 7.5,5 6.5,9 2.5,9.6"),
    Shape(9, "from above", 2, "7,.8 4.5,.2 2,3 4,5.2 6.7,3.5 7.5,.8! 6.8,5 5,10"),
    Shape(9, "ring and leg", 2, "5,0 2.5,1 2.2,3.5 4.5,5 7,3.7 7,1.2 5,0 / 7.3,.8 7.2,5 6.5,10"),
    Shape(9, "open", 2, "8,1.2 5,0 2.5,1.8 3.5,4 7,3.3 8,1.5 7.3,5 5,10"),
    Shape(9, "begun below", 2, "6.5,3.9 7.5,1.5 5,0 2.5,1.8 3.7,4 6.3,4.1 7.3,6 6.5,8.5 4.5,10"),
    Shape(9, "small head", 3, "7,1.5 5.5,0 3.8,1 4.3,2.9 6.3,2.6 7.2,.8! 6.5,5 4,10"),
    Shape(9, "knotted", 1, "3.5,3.8 6.3,2.7 7.5,1 5.5,0 3,1 4,3.2 6.5,4.8 6.7,7.3 4,10"),
)


def named(digit: int, name: str) -> Shape:
    """The shape with this name. Raises KeyError if there is none."""
    for shape in SHAPES:
        if (shape.digit, shape.name) == (digit, name):
            return shape
    raise KeyError(f"no {digit} is called {name!r}")


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
