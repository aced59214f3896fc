"""Ruled lines and squares taken out of the ink: whatever is thin, straight, and goes right across the paper.

Every straight line that is nearly level is tried: where it meets ink that is fainter above and below in most of its
parts, it is one of the paper's. So one faint line is found as surely as thirty, and turned or in perspective as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.digits.pixels import Ink

SLOPES = np.linspace(-0.16, 0.16, 49)  # a page held by hand is turned by up to 9°
PARTS = 12  # of a line: each shows it or does not
WHOLE = 10  # parts that a line of its own shows at least
SEVERAL, ENOUGH = 3, 6  # of so many parallel lines, each need show no more parts than this
SAME = 0.05  # slopes that differ less are parallel, as far as perspective lets them be
THIN = 1 / 150  # of the picture's width: nothing thicker is a ruled line
EVERY = 4  # one column in so many is looked at
LEAST = 0.02  # ink by which a line is stronger than what is above and below it
CROSSED = 1.6  # times a ruled line's own ink: stronger is the pen that crosses it


@dataclass(frozen=True)
class Line:
    """`row` is where it crosses the middle column, `slope` rows a column, `parts` how many of its parts show it.

    `from_border` says that it runs in from the picture's border, as no line of a digit does.
    """

    row: int
    slope: float
    parts: int
    from_border: bool


def unruled(image: Ink) -> Ink:
    """The ink without ruled lines, level or upright ones."""
    return _without_level_lines(_without_level_lines(image).T).T


def level_lines(image: Ink) -> list[Line]:
    """The ruled lines of this picture that are nearly level."""
    height, width = image.shape
    thin = max(round(width * THIN), 2)
    if width < PARTS:
        return []
    columns = np.arange(0, width, min(EVERY, width // PARTS))
    some = np.pad(image[:, columns], ((thin, thin), (0, 0)), mode="edge")
    ridge = image[:, columns] - np.maximum(some[: -2 * thin], some[2 * thin :]) > LEAST
    ridge[1:] |= ridge[:-1].copy()  # a line half-way between two slopes that are tried
    ridge[:-1] |= ridge[1:].copy()
    part = np.arange(len(columns)) * PARTS // len(columns)
    begins = np.flatnonzero(np.diff(part, prepend=-1))
    margin = int(np.ceil(np.abs(SLOPES).max() * width / 2)) + 1
    padded = np.pad(ridge, ((margin, margin), (0, 0)))
    rows, sizes = np.arange(height)[:, None] + margin, np.diff([*begins, len(columns)])
    shown = np.zeros((len(SLOPES), height, PARTS), bool)
    for place, slope in enumerate(SLOPES):
        along = padded[rows + np.rint(slope * (columns - width / 2)).astype(np.intp), np.arange(len(columns))]
        shown[place] = np.add.reduceat(along, begins, axis=1, dtype=np.intp) > 0.5 * sizes
    parts = shown.sum(axis=2)
    best = parts.max(axis=0)
    found: list[Line] = []
    for row in np.argsort(-best, kind="stable").tolist():
        if best[row] < ENOUGH:
            break
        slopes = np.flatnonzero(parts[:, row] == best[row])
        place = slopes[len(slopes) // 2]
        line = Line(row, float(SLOPES[place]), int(best[row]), bool(shown[place, row, 0] or shown[place, row, -1]))
        if all(abs(row - other.row) > 2 * thin + abs(line.slope - other.slope) * width / 2 for other in found):
            found.append(line)  # lines of one family do not cross
    return [
        line
        for line in found
        if (line.parts >= WHOLE and line.from_border)
        or sum(abs(line.slope - other.slope) < SAME for other in found) >= SEVERAL
    ]


def _without_level_lines(image: Ink) -> Ink:
    lines = level_lines(image)
    if not lines:
        return image
    cleared = image.copy()
    for line in lines:
        rows, columns = _traced(image, line)
        along = image[rows, columns]
        own = np.maximum(CROSSED * np.median(along.max(axis=0)), 3 * LEAST)
        cleared[rows, columns] = np.where(along > own, cleared[rows, columns], 0)
    return cleared


def _traced(image: Ink, line: Line) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The pixels of a line and of the soft edges on both its sides, (thickness, length); it may be slightly bent."""
    height, width = image.shape
    thin = max(round(width * THIN), 2)
    columns = np.arange(width)
    straight = line.row + line.slope * (columns - width / 2)
    offsets = np.arange(-thin, thin + 1)
    levels = image[np.rint(straight + offsets[:, None]).astype(np.intp).clip(0, height - 1), columns]
    size = max(width // PARTS, 1)
    count = width // size
    by_part = np.median(levels[:, : count * size].reshape(len(offsets), count, size), axis=2)
    bends, middles = offsets[by_part.argmax(axis=0)], size * (np.arange(count) + 0.5)
    bent = straight + np.interp(columns, middles, bends)
    rows = np.rint(bent + np.arange(-thin + 1, thin)[:, None]).astype(np.intp).clip(0, height - 1)
    return rows, np.broadcast_to(columns, rows.shape)
