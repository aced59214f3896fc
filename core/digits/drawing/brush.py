"""Strokes inked on the page's canvas with a round pen, as a browser would, but without one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from core.digits.drawing.strokes import CANVAS

FINER = 4  # the pen is drawn so many times larger, then averaged: soft edges, like a browser's

Line = NDArray[np.float64]  # (points, 2), x and y with y down: where the pen went without being lifted
Random = np.random.Generator


def inked(drawing: Sequence[Line], pen: float, finer: int = FINER) -> NDArray[np.uint8]:
    """Lines in pixels of the canvas as dark ink on white, (280, 280), drawn with a pen of that thickness.

    With `finer` 1 edges are hard, which a fifth of the time buys; once the drawing is prepared, that is hardly seen.
    """
    large = Image.new("L", (CANVAS * finer, CANVAS * finer), 255)
    brush, radius = ImageDraw.Draw(large), pen * finer / 2
    for line in drawing:
        points = line * finer
        brush.line([(x, y) for x, y in points], 0, round(pen * finer))
        for x, y in points:
            brush.ellipse((x - radius, y - radius, x + radius, y + radius), 0)
    return np.array(large.reduce(finer))


def placed(drawing: Sequence[Line], size: tuple[float, float], centre: tuple[float, float]) -> list[Line]:
    """Lines scaled in proportion until they fit into (width, height), their middle at `centre`."""
    points = np.concatenate(drawing)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (np.array(size) / np.maximum(high - low, 1e-9)).min()
    return [(line - (low + high) / 2) * scale + centre for line in drawing]


def anywhere(drawing: Sequence[Line], rng: Random, sizes: tuple[float, float] = (110.0, 240.0)) -> list[Line]:
    """Lines scaled until their longer side is one of these sizes, at a random place on the canvas."""
    size = rng.uniform(*sizes)
    room = max((CANVAS - 30 - size) / 2, 0)
    x, y = CANVAS / 2 + rng.uniform(-1, 1, 2) * room
    return placed(drawing, (size, size), (x, y))


def smooth(points: Line) -> Line:
    """A soft curve near these points: corners are cut three times (G. M. Chaikin, 1974)."""
    for _ in range(3):
        before, after = points[:-1], points[1:]
        points = np.stack([0.75 * before + 0.25 * after, 0.25 * before + 0.75 * after], axis=1).reshape(-1, 2)
    return points
