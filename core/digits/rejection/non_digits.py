"""What people draw that is no digit, on the page's canvas: to learn to tell it from one, and to measure that.

`drawn(kind, rng)` is one such drawing. Digits in a row, one above the other or on top of each other are made of those
that `core.digits.data.synthetic` writes, all else of random lines.

`KINDS` is what people draw, and what is measured. `INVENTED` is only for learning: signs of no alphabet, so that what
is learned is what a digit looks like, and not what these kinds look like.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from core.digits.data.glyphs import SHAPES
from core.digits.data.synthetic import strokes
from core.digits.drawing.brush import FINER, Line, Random, anywhere, inked, placed, smooth
from core.digits.drawing.strokes import CANVAS
from core.digits.rejection.signs import invented_sign, letter

PENS = (18.0, 24.0)  # thinnest and thickest, in pixels of the canvas


def a_digit(rng: Random) -> list[Line]:
    """Any of the shapes as somebody might write it."""
    shape = SHAPES[rng.choice(len(SHAPES), p=[s.often / sum(t.often for t in SHAPES) for s in SHAPES])]
    return [stroke.astype(float) for stroke in strokes(shape, int(rng.integers(2**31)))]


def scribble(rng: Random) -> list[Line]:
    """The pen goes to and fro."""
    points = rng.uniform(0, 1, (int(rng.integers(10, 25)), 2))
    return anywhere([smooth(points)], rng)


def shading(rng: Random) -> list[Line]:
    """Up and down across an area, as to fill it."""
    count = int(rng.integers(7, 16))
    points = np.stack([np.linspace(0, 1, count), np.arange(count) % 2.0], axis=1) + rng.normal(0, 0.06, (count, 2))
    turn = rng.uniform(0, np.pi)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return anywhere([smooth(points) @ rotation], rng)


def random_walk(rng: Random) -> list[Line]:
    """A line whose heading changes at random."""
    heading = np.cumsum(rng.normal(0, 0.9, 60))
    return anywhere([np.cumsum(np.stack([np.cos(heading), np.sin(heading)], axis=1), axis=0)], rng)


def one_dot(rng: Random) -> list[Line]:
    """A touch of the pen."""
    return [rng.uniform(20, 260, (1, 2)) + rng.normal(0, 1.5, (int(rng.integers(1, 4)), 2))]


def dots(rng: Random) -> list[Line]:
    """Several touches, here and there."""
    return [rng.uniform(20, 260, (1, 2)) for _ in range(int(rng.integers(2, 9)))]


def side_by_side(rng: Random) -> list[Line]:
    """A number of two to four digits."""
    count = int(rng.integers(2, 5))
    width = 250 / count
    height = rng.uniform(0.9, 1.8) * width
    found: list[Line] = []
    for place in range(count):
        centre = (15 + (place + 0.5) * width, CANVAS / 2 + rng.normal(0, 6))
        found += placed(a_digit(rng), (0.72 * width, min(height, 240)), centre)
    return found


def one_above_the_other(rng: Random) -> list[Line]:
    """Two digits in a column."""
    return [
        stroke for y in (75.0, 205.0) for stroke in placed(a_digit(rng), (90, 95), (CANVAS / 2 + rng.normal(0, 15), y))
    ]


def on_top_of_each_other(rng: Random) -> list[Line]:
    """Someone forgot to clear the canvas: two or three digits in one place."""
    return [
        stroke
        for _ in range(int(rng.integers(2, 4)))
        for stroke in placed(a_digit(rng), (200, 200), tuple(140 + rng.normal(0, 15, 2)))
    ]


def crossed_circle(rng: Random) -> list[Line]:
    """A ring with a cross or a plus in it."""
    angles = np.linspace(0, 2 * np.pi, 40)
    ring = np.stack([np.cos(angles), rng.uniform(0.85, 1.15) * np.sin(angles)], axis=1)
    turn, reach = rng.uniform(0, np.pi), rng.uniform(0.8, 1.2)
    lines = [
        np.array([[-1.0], [1.0]]) * reach * np.array([np.cos(turn + quarter), np.sin(turn + quarter)])
        for quarter in (0, np.pi / 2)
    ]
    return anywhere([ring, *lines], rng)


def face(rng: Random) -> list[Line]:
    """A smile."""
    angles = np.linspace(0, 2 * np.pi, 40)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    mouth = circle[4:17] * 0.55
    eyes = [np.array([[side * 0.35, -0.3]]) for side in (-1, 1)]
    return anywhere([circle, mouth, *eyes], rng, (180, 240))


def flower(rng: Random) -> list[Line]:
    """Loops around a middle."""
    angles, petals = np.linspace(0, 2 * np.pi, 120), int(rng.integers(3, 6))
    radius = 0.45 + 0.55 * np.abs(np.cos(petals * angles / 2))
    return anywhere([np.stack([radius * np.cos(angles), radius * np.sin(angles)], axis=1)], rng, (160, 240))


def word(rng: Random) -> list[Line]:
    """A wave across the canvas, as joined-up writing looks from afar."""
    count = int(rng.integers(8, 14))
    points = np.stack([np.linspace(0, 1, count), 0.12 * (np.arange(count) % 2) + rng.normal(0, 0.06, count)], axis=1)
    return placed([smooth(points)], (rng.uniform(180, 240), 100), (CANVAS / 2, CANVAS / 2 + rng.normal(0, 30)))


def all_black(rng: Random) -> list[Line]:
    """A patch that is filled to its edges, up to the whole canvas."""
    side, top = rng.uniform(80, 280), rng.uniform(0, 1, 2)
    left, right = np.minimum(top * (CANVAS - side), 200), np.minimum(top * (CANVAS - side), 200) + side
    rows = np.arange(left[1], right[1], 8)
    return [np.stack([np.array([left[0], right[0]]), np.full(2, row)], axis=1) for row in rows]


def close_together(rng: Random) -> list[Line]:
    """A number of two or three digits as people write it: as wide as they come, parted a little, touching or not."""
    lines: list[Line] = []
    right = 0.0
    for _ in range(int(rng.integers(2, 4))):
        digit = a_digit(rng)
        left = min(line[:, 0].min() for line in digit)
        moved = [line + np.array((right - left, 0)) for line in digit]
        right = max(line[:, 0].max() for line in moved) + rng.uniform(-0.1, 0.4)
        lines += moved
    return anywhere(lines, rng)


def parts_of_digits(rng: Random) -> list[Line]:
    """Two or three pieces of digits, each turned by quarters of a circle, perhaps mirrored, and put anywhere."""
    lines = []
    for _ in range(int(rng.integers(2, 4))):
        digit = a_digit(rng)
        line = digit[int(rng.integers(len(digit)))]
        begin = int(rng.integers(0, max(len(line) // 2, 1)))
        part = line[begin : begin + int(len(line) * rng.uniform(0.4, 0.8)) + 2]
        x, y = (part - part.mean(axis=0)).T / (part.std() + 0.05)
        turned = np.stack(((x, y), (-y, x), (-x, -y), (y, -x))[int(rng.integers(4))], axis=1)
        mirrored = turned * (rng.choice((-1, 1)), 1)
        lines.append(mirrored * 0.25 * rng.uniform(0.7, 1.3) + rng.normal(0, 0.25, 2))
    return anywhere(lines, rng)


KINDS: Mapping[str, Callable[[Random], list[Line]]] = MappingProxyType(
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
INVENTED: Mapping[str, Callable[[Random], list[Line]]] = MappingProxyType(
    {"an invented sign": invented_sign, "parts of digits": parts_of_digits, "digits close together": close_together}
)


def drawn(kind: str, rng: Random, pens: tuple[float, float] = PENS, finer: int = FINER) -> NDArray[np.uint8]:
    """One drawing of this kind, dark ink on a white canvas of 280×280, with a pen between these two."""
    return inked({**KINDS, **INVENTED}[kind](rng), rng.uniform(*pens), finer)
