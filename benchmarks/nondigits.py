"""What people draw that is no digit, on the page's canvas: for measuring whether it is told from one.

`drawn(kind, rng)` is one such drawing. Digits in a row, one above the other or on top of each other are made of those
that `core.digits.synthetic` writes, all else of random strokes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from core.digits.shapes import SHAPES
from core.digits.synthetic import strokes

CANVAS = 280
PENS = (18.0, 24.0)  # thinnest and thickest, in pixels of the canvas
FINER = 4  # the pen is drawn so many times larger, then averaged: soft edges, like a browser's

Stroke = NDArray[np.float64]  # (points, 2), x and y with y down
Random = np.random.Generator

LETTERS = {  # each stroke the corners that its straight lines join, in tenths; letters that look like no digit
    "A": "0,10 5,0 10,10 / 2,6 8,6",
    "E": "9,0 1,0 1,10 9,10 / 1,5 7,5",
    "F": "9,0 1,0 1,10 / 1,5 7,5",
    "H": "1,0 1,10 / 9,0 9,10 / 1,5 9,5",
    "K": "1,0 1,10 / 9,0 1,5 9,10",
    "M": "0,10 1,0 5,7 9,0 10,10",
    "N": "1,10 1,0 9,10 9,0",
    "P": "1,10 1,0 6,0 8,1 8,4 6,5 1,5",
    "R": "1,10 1,0 6,0 8,1 8,4 6,5 1,5 / 4,5 9,10",
    "T": "0,0 10,0 / 5,0 5,10",
    "V": "0,0 5,10 10,0",
    "W": "0,0 2,10 5,3 8,10 10,0",
    "X": "0,0 10,10 / 10,0 0,10",
    "Y": "0,0 5,5 10,0 / 5,5 5,10",
    "hash": "3,0 2,10 / 8,0 7,10 / 0,3 10,3 / 0,7 10,7",
    "arrow": "0,5 10,5 / 6,1 10,5 6,9",
    "square": "0,0 10,0 10,10 0,10 0,0",
    "triangle": "5,0 10,9 0,9 5,0",
    "house": "0,4 5,0 10,4 10,10 0,10 0,4 10,4",
    "star": "5,0 8,10 0,4 10,4 2,10 5,0",
    "plus": "5,0 5,10 / 0,5 10,5",
    "tick": "0,6 3,10 10,0",
    "equals": "0,3 10,3 / 0,7 10,7",
    "envelope": "0,0 10,0 10,8 0,8 0,0 5,4 10,0",
    "zigzag": "0,0 2,10 4,0 6,10 8,0 10,10",
}


def inked(drawing: Sequence[Stroke], pen: float) -> NDArray[np.uint8]:
    """Strokes in pixels of the canvas as dark ink on white, (280, 280), drawn with a round pen."""
    large = Image.new("L", (CANVAS * FINER, CANVAS * FINER), 255)
    brush, radius = ImageDraw.Draw(large), pen * FINER / 2
    for stroke in drawing:
        points = stroke * FINER
        brush.line([(x, y) for x, y in points], 0, round(pen * FINER))
        for x, y in points:
            brush.ellipse((x - radius, y - radius, x + radius, y + radius), 0)
    return np.array(large.reduce(FINER))


def placed(drawing: Sequence[Stroke], size: tuple[float, float], centre: tuple[float, float]) -> list[Stroke]:
    """Strokes scaled in proportion until they fit into (width, height), their middle at `centre`."""
    points = np.concatenate(drawing)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (np.array(size) / np.maximum(high - low, 1e-9)).min()
    return [(stroke - (low + high) / 2) * scale + centre for stroke in drawing]


def _anywhere(drawing: Sequence[Stroke], rng: Random, smallest: float = 110) -> list[Stroke]:
    size = rng.uniform(smallest, 240)
    room = (CANVAS - 30 - size) / 2
    middle = CANVAS / 2 + rng.uniform(-1, 1, 2) * max(room, 0)
    return placed(drawing, (size, size), (middle[0], middle[1]))


def _smooth(points: Stroke, closed: bool = False) -> Stroke:
    """A soft curve near these points: Chaikin's corner cutting, three times."""
    for _ in range(3):
        after = np.roll(points, -1, axis=0) if closed else points[1:]
        before = points if closed else points[:-1]
        points = np.stack([0.75 * before + 0.25 * after, 0.25 * before + 0.75 * after], axis=1).reshape(-1, 2)
    return np.concatenate([points, points[:1]]) if closed else points


def _digit(rng: Random) -> list[Stroke]:
    shape = SHAPES[rng.choice(len(SHAPES), p=[s.often / sum(t.often for t in SHAPES) for s in SHAPES])]
    return [stroke.astype(float) for stroke in strokes(shape, int(rng.integers(2**31)))]


def scribble(rng: Random) -> list[Stroke]:
    """The pen goes to and fro."""
    points = rng.uniform(0, 1, (int(rng.integers(10, 25)), 2))
    return _anywhere([_smooth(points)], rng)


def shading(rng: Random) -> list[Stroke]:
    """Up and down across an area, as to fill it."""
    count = int(rng.integers(7, 16))
    points = np.stack([np.linspace(0, 1, count), np.arange(count) % 2.0], axis=1) + rng.normal(0, 0.06, (count, 2))
    turn = rng.uniform(0, np.pi)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return _anywhere([_smooth(points) @ rotation], rng)


def random_walk(rng: Random) -> list[Stroke]:
    """A drunken pen."""
    heading = np.cumsum(rng.normal(0, 0.9, 60))
    return _anywhere([np.cumsum(np.stack([np.cos(heading), np.sin(heading)], axis=1), axis=0)], rng)


def one_dot(rng: Random) -> list[Stroke]:
    """A touch of the pen."""
    return [rng.uniform(20, 260, (1, 2)) + rng.normal(0, 1.5, (int(rng.integers(1, 4)), 2))]


def dots(rng: Random) -> list[Stroke]:
    """Several touches, here and there."""
    return [rng.uniform(20, 260, (1, 2)) for _ in range(int(rng.integers(2, 9)))]


def side_by_side(rng: Random) -> list[Stroke]:
    """A number of two to four digits."""
    count = int(rng.integers(2, 5))
    width = 250 / count
    height = rng.uniform(0.9, 1.8) * width
    found: list[Stroke] = []
    for place in range(count):
        centre = (15 + (place + 0.5) * width, CANVAS / 2 + rng.normal(0, 6))
        found += placed(_digit(rng), (0.72 * width, min(height, 240)), centre)
    return found


def one_above_the_other(rng: Random) -> list[Stroke]:
    """Two digits in a column."""
    return [
        stroke for y in (75.0, 205.0) for stroke in placed(_digit(rng), (90, 95), (CANVAS / 2 + rng.normal(0, 15), y))
    ]


def on_top_of_each_other(rng: Random) -> list[Stroke]:
    """Someone forgot to clear the canvas: two or three digits in one place."""
    return [
        stroke
        for _ in range(int(rng.integers(2, 4)))
        for stroke in placed(_digit(rng), (200, 200), tuple(140 + rng.normal(0, 15, 2)))
    ]


def crossed_circle(rng: Random) -> list[Stroke]:
    """A ring with a cross or a plus in it."""
    angles = np.linspace(0, 2 * np.pi, 40)
    ring = np.stack([np.cos(angles), rng.uniform(0.85, 1.15) * np.sin(angles)], axis=1)
    turn, reach = rng.uniform(0, np.pi), rng.uniform(0.8, 1.2)
    lines = [
        np.array([[-1.0], [1.0]]) * reach * np.array([np.cos(turn + quarter), np.sin(turn + quarter)])
        for quarter in (0, np.pi / 2)
    ]
    return _anywhere([ring, *lines], rng)


def face(rng: Random) -> list[Stroke]:
    """A smile."""
    angles = np.linspace(0, 2 * np.pi, 40)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    mouth = circle[4:17] * 0.55
    eyes = [np.array([[side * 0.35, -0.3]]) for side in (-1, 1)]
    return _anywhere([circle, mouth, *eyes], rng, smallest=180)


def flower(rng: Random) -> list[Stroke]:
    """Loops around a middle."""
    angles, petals = np.linspace(0, 2 * np.pi, 120), int(rng.integers(3, 6))
    radius = 0.45 + 0.55 * np.abs(np.cos(petals * angles / 2))
    return _anywhere([np.stack([radius * np.cos(angles), radius * np.sin(angles)], axis=1)], rng, smallest=160)


def letter(rng: Random) -> list[Stroke]:
    """A letter or a sign that looks like no digit."""
    path = LETTERS[str(rng.choice(list(LETTERS)))]
    corners = [np.array([[float(x) for x in p.split(",")] for p in part.split()]) / 10 for part in path.split("/")]
    corners = [points + rng.normal(0, 0.03, points.shape) for points in corners]
    slant, width = rng.normal(0, 0.08), rng.uniform(0.75, 1.0)
    return _anywhere([points @ np.array([[width, 0], [slant, 1]]) for points in corners], rng)


def word(rng: Random) -> list[Stroke]:
    """A wave across the canvas, as joined-up writing looks from afar."""
    count = int(rng.integers(8, 14))
    points = np.stack([np.linspace(0, 1, count), 0.12 * (np.arange(count) % 2) + rng.normal(0, 0.06, count)], axis=1)
    return placed([_smooth(points)], (rng.uniform(180, 240), 100), (CANVAS / 2, CANVAS / 2 + rng.normal(0, 30)))


def all_black(rng: Random) -> list[Stroke]:
    """A patch that is filled to its edges, up to the whole canvas."""
    side, top = rng.uniform(80, 280), rng.uniform(0, 1, 2)
    left, right = np.minimum(top * (CANVAS - side), 200), np.minimum(top * (CANVAS - side), 200) + side
    rows = np.arange(left[1], right[1], 8)
    return [np.stack([np.array([left[0], right[0]]), np.full(2, row)], axis=1) for row in rows]


KINDS: Mapping[str, Callable[[Random], list[Stroke]]] = MappingProxyType(
    {
        "a dot": one_dot,
        "several dots": dots,
        "a scribble": scribble,
        "shading": shading,
        "a random walk": random_walk,
        "a filled patch": all_black,
        "digits side by side": side_by_side,
        "one above the other": one_above_the_other,
        "on top of each other": on_top_of_each_other,
        "a crossed circle": crossed_circle,
        "a face": face,
        "a flower": flower,
        "a letter or sign": letter,
        "a word": word,
    }
)


def drawn(kind: str, rng: Random) -> NDArray[np.uint8]:
    """One drawing of this kind, dark ink on a white canvas of 280×280."""
    return inked(KINDS[kind](rng), rng.uniform(*PENS))
