"""Is this one digit at all? A sentence instead of a guess where the drawing looks like something else.

What counts is the shape of the ink, before the network, and then how sure the network is. `Traits` are measured on the
ink scaled to a grid of 48×48, so that neither size nor place matter. No single rule is clever: together they catch a
dot, a patch, a scribble, several digits, and much of what has the holes or the length of line of no digit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.digits.pieces import pieces
from core.digits.preprocess import Picture, cropped, ink

GRID = 48
INKED = 0.5  # of the strongest ink in a cell of the grid
SMALL_HOLE = 4  # cells: a smaller one is a gap between two strokes

NOTHING = "Nothing is drawn yet."
DOT = "This is a dot: draw a digit with a few strokes, larger than the pen is thick."
PATCH = "This is a filled patch without any line: clear the canvas and draw one digit."
SEVERAL = "These look like several digits: draw one at a time."
SCRIBBLE = "This looks like a scribble, with more lines than any digit has."
STRANGE = "This does not look like any digit."
UNSURE = "This could be several digits or none: the network is not sure of any."


@dataclass(frozen=True)
class Traits:
    """What the ink of a drawing looks like.

    `longest` is the longer side of its box in pixels of the picture, `aspect` the box's width to its height. `filled`
    is the share of the box with ink, `line` the length of the ink's outline in sides of the grid: two sides for each
    side of line. `holes` are places enclosed by ink. `pieces` have at least 0.3 of the box's longer side, `dots` are
    all others. `between` are empty columns or rows between pieces, as a share of the longer side.
    """

    longest: int
    aspect: float
    filled: float
    line: float
    holes: int
    pieces: int
    dots: int
    between: float


def traits(picture: Picture) -> Traits:
    """The traits of the ink in a picture. Raises ValueError on no ink, as `prepare` does."""
    box = cropped(ink(picture))
    height, width = box.shape
    side = max(height, width)
    rows, columns = (_averaging(length, side) for length in (height, width))
    coarse = rows @ box @ columns.T
    mask = np.pad(coarse > INKED * coarse.max(), 1)
    found, count = pieces(mask)
    extents = [max(np.ptp(np.nonzero(found == number), axis=1)) + 1 for number in range(1, count + 1)]
    large = sum(extent >= 0.3 * GRID for extent in extents)
    empty, regions = pieces(~mask, diagonally=False)
    sizes = np.bincount(empty.ravel(), minlength=regions + 1)[2:]  # 1 is the outside, which comes first
    outline = int((mask[1:] != mask[:-1]).sum() + (mask[:, 1:] != mask[:, :-1]).sum())
    inked_rows, inked_columns = mask.any(axis=1), mask.any(axis=0)
    return Traits(
        longest=side,
        aspect=width / height,
        filled=float(mask.sum() / (inked_rows.sum() * inked_columns.sum())),
        line=outline * 0.8 / GRID,  # a slanting outline is longer in steps than it is
        holes=int((sizes >= SMALL_HOLE).sum()),
        pieces=large,
        dots=count - large,
        between=max(_gap(inked_rows), _gap(inked_columns)) / GRID,
    )


def _averaging(length: int, side: int) -> NDArray[np.float32]:
    """The matrix that averages `length` pixels into cells of a grid over `side` of them."""
    edges = np.arange(GRID + 1)[:, None] * side / GRID
    pixels = np.arange(length + 1)
    overlap = np.minimum(edges[1:], pixels[1:]) - np.maximum(edges[:-1], pixels[:-1])
    return np.asarray(overlap.clip(0) * GRID / side, np.float32)


def _gap(inked: NDArray[np.bool_]) -> int:
    """The longest run without ink between two with it."""
    places = np.flatnonzero(inked)
    return int(np.diff(places).max(initial=1)) - 1
