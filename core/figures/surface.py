"""The loss over two weights as a map: bands of equal height and the descent's path on them."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.backprop.explore.slices import Floats, Shadow, Surface
from core.backprop.notation.name import split_name
from core.backprop.notation.number import format_number
from core.figures.axis import Tick, Window, around, ticks
from core.figures.packed import pack_bytes
from core.figures.thinning import evenly

LEVELS, MOST_LEVELS = 10, 14  # contour lines, about and at most
STEEP = 30.0  # where the highest loss is so many times the lowest, the lines are at 1, 2 and 5 times the powers of ten
DEEPEST = 1e-4  # of the highest loss; below that there are no more lines
FINE = 2000  # steps between two contour lines; with more, 16 bits could not hold those of all lines
MOST_STEPS = 300  # of a path, spread evenly, its ends and the present update among them
WIDTHS = {"path": 1.0, "valley": 12.0}  # of a window, at least

Windows = tuple[Window, Window]


def windows(shadow: Shadow, zoom: str) -> Windows:
    """From where to where the two weights are shown, so that the whole path is seen."""
    found = []
    for path in (shadow.across, shadow.up):
        needed = [float(path.min()), float(path.max())]
        found.append(around([round(x, 1) for x in needed] if zoom != "path" else needed, WIDTHS[zoom], margin=0.3))
    return found[0], found[1]


def holds(windows: Windows, shadow: Shadow, update: int) -> bool:
    """Whether the point after that update is within these windows."""
    return all(low <= way[update] <= high for (low, high), way in zip(windows, (shadow.across, shadow.up), strict=True))


def levels(losses: Floats) -> list[Tick]:
    """The losses at which contour lines are drawn, from low to high; none where the surface is flat.

    Where the highest loss is many times the lowest they are at 1, 2 and 5 times the powers of ten.
    """
    low, high = float(losses.min()), float(losses.max())
    if not high > low * (1 + 1e-12):
        return []
    if _steep(low, high):
        floor = max(low, DEEPEST * high)
        powers = range(int(np.floor(np.log10(floor))), int(np.ceil(np.log10(high))))
        lines = [(factor * 10.0**power) for power in powers for factor in (1, 2, 5)]
        return [(line, format_number(line, 2)) for line in lines if floor < line < high][-MOST_LEVELS:]
    return [(line, text) for line, text in ticks((low, high), LEVELS) if low < line < high]


def _steep(low: float, high: float) -> bool:
    return high > STEEP * max(low, DEEPEST * high)


def contours(surface: Surface, shadow: Shadow, update: int) -> dict[str, Any]:
    """The map as plain data; places are from 0 to 1, left to right and bottom to top.

    `packed` is a number for each point of the grid, from the bottom row up, 16 bits each: how many contour lines are
    below it, in steps of 1 / FINE, as differences along each row. The path has the present update at point `done`.
    """
    lines = levels(surface.losses)
    x, y = _places(shadow.across, surface.across), _places(shadow.up, surface.up)
    few = evenly(len(x), MOST_STEPS, update)
    return {
        "side": len(surface.across),
        "fine": FINE,
        "packed": pack_bytes(_heights(surface.losses, [line for line, _ in lines])),
        "levels": [text for _, text in lines],
        "names": [split_name(name) for name in surface.weights],
        "weights": surface.weights,
        "windows": [[float(ends[0]), float(ends[-1])] for ends in (surface.across, surface.up)],
        "ticks": [_ticks(ends) for ends in (surface.across, surface.up)],
        "path": [[float(x[k]), float(y[k])] for k in few.tolist()],
        "done": int(np.searchsorted(few, update)),
    }


def _heights(losses: Floats, lines: list[float]) -> bytes:
    """The number of contour lines below each loss, with fractions, as differences of 16 bits along each row.

    First the lower byte of each, then the higher.
    """
    steps = np.zeros(losses.shape, np.int32)
    if lines:
        low, high = float(losses.min()), float(losses.max())
        # Heights are spaced as the lines are, by the logarithm between 1, 2 and 5: otherwise lines would get corners.
        even = (lambda x: np.log(np.maximum(x, lines[0] / 10))) if _steep(low, high) else np.asarray
        marks = [float(even(line)) for line in lines]
        apart = marks[1] - marks[0] if len(marks) > 1 else float(even(high)) - marks[0]
        marks = [marks[0] - apart, *marks, marks[-1] + apart]
        steps = np.rint(np.interp(even(losses), marks, np.arange(len(marks))) * FINE).astype(np.int32)
    steps[:, 1:] -= steps[:, :-1]
    return (steps & 0xFF).astype(np.uint8).tobytes() + (steps >> 8 & 0xFF).astype(np.uint8).tobytes()


def _places(weights: Floats, axis: Floats) -> Floats:
    places: Floats = ((weights - axis[0]) / (axis[-1] - axis[0])).clip(-9, 9).round(4)
    return places


def _ticks(axis: Floats) -> list[Tick]:
    low, high = float(axis[0]), float(axis[-1])
    return [(round((where - low) / (high - low), 4), text) for where, text in ticks((low, high))]
