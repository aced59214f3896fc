"""Is this one digit at all? A sentence instead of a guess where the drawing looks like something else.

What counts is the shape of the ink, before the network, and then how sure the network is. `Traits` are measured on the
ink scaled to a grid of 48×48, so that neither size nor place matter. No single rule is clever: together they catch a
dot, a patch, several digits and the densest scribbles; a letter or a loose scribble that has the holes and the length
of line of a digit passes, and so does most of what the network is sure of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.digits.drawn.pieces import pieces
from core.digits.preprocess import NO_INK, Picture, averaged, cropped, ink, prepare

GRID = 48
INKED = 0.5  # of the strongest ink in a cell of the grid
SMALL_HOLE = 4  # cells: a smaller one is a gap between two strokes

FILLED = 0.7  # of the box: more is no line but a blot, unless the box is slim like that of a one
SQUARE = 1.7  # a box that is less wide or high than so many times the other side is not slim
DOT_SIDE = 0.2  # of the picture: a larger blot is no dot
LONG = 7.2  # outline, in sides of the grid
WIDE = 1.75  # the widest digits are a five with a long roof and a two with a long foot
BETWEEN = 0.02  # of the longer side
MOST_PIECES = (1, 1, 1, 1, 2, 2, 1, 1, 1, 1)  # of each digit: an open four, the roof of a five
MOST_HOLES = (2, 0, 1, 1, 1, 1, 2, 1, 3, 2)  # of each digit, loops and slashes included
LEAST_SURE = 0.6  # probability

NOTHING = "There is no digit here: nothing is drawn, or everything has one colour."
DOT = "That is only a dot: draw a digit that is larger than the pen is thick."
BLOT = "That is a filled patch: clear it and draw one digit with lines."
SEVERAL = "That looks like several digits, or something else in parts: draw one digit."
SCRIBBLE = "That looks like a scribble: it has more lines than any digit."
STRANGE = "That looks like no digit: it has loops that no digit has in these places."
UNSURE = "That looks like no digit in particular: the network is not sure of any."


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


def doubt(picture: Picture, probabilities: Sequence[float] | NDArray[np.floating[Any]]) -> str | None:
    """Why a drawing is not one digit, in a sentence; None if it may well be one.

    `picture` is what was drawn, (H, W), (H, W, 3) or (H, W, 4) uint8, `probabilities` are the network's ten for it;
    they do not matter where nothing is drawn. Raises ValueError for another picture or not ten probabilities.
    """
    if np.shape(probabilities) != (10,):
        raise ValueError(f"there must be ten probabilities, not {np.shape(probabilities)}.")
    try:
        prepare(picture)
    except ValueError as error:
        if str(error) == NO_INK:
            return NOTHING
        raise
    seen = traits(picture)
    if seen.pieces == 0 or (seen.filled > FILLED and abs(log(seen.aspect)) < log(SQUARE)):
        return DOT if seen.pieces == 0 or seen.longest < DOT_SIDE * max(picture.shape[:2]) else BLOT
    guess = int(np.argmax(probabilities))
    if seen.pieces > MOST_PIECES[guess] or seen.dots > 1 or seen.between > BETWEEN or seen.aspect > WIDE:
        return SEVERAL
    if seen.line > LONG or seen.holes > max(MOST_HOLES):
        return SCRIBBLE
    if seen.holes > MOST_HOLES[guess]:
        return STRANGE
    return UNSURE if max(probabilities) < LEAST_SURE else None


def traits(picture: Picture) -> Traits:
    """The traits of the ink in a picture. Raises ValueError on no ink, as `prepare` does."""
    box = cropped(ink(picture))
    height, width = box.shape
    side = max(height, width)
    coarse = averaged(averaged(box, 0, side / GRID, GRID).T, 0, side / GRID, GRID).T
    mask = np.pad(coarse > INKED * coarse.max(), 1)
    found, count = pieces(mask)
    extents = [max(np.ptp(np.nonzero(found == number), axis=1)) + 1 for number in range(1, count + 1)]
    large = sum(bool(extent >= 0.3 * GRID) for extent in extents)
    empty, regions = pieces(~mask, diagonally=False)
    sizes = np.bincount(empty.ravel(), minlength=regions + 1)[2:]  # 1 is the outside, which comes first
    outline = int((mask[1:] != mask[:-1]).sum() + (mask[:, 1:] != mask[:, :-1]).sum())
    return Traits(
        longest=side,
        aspect=width / height,
        filled=float(mask.sum() / (mask.any(axis=1).sum() * mask.any(axis=0).sum())),
        line=outline * 0.8 / GRID,  # a slanting outline is longer in steps than it is
        holes=int((sizes >= SMALL_HOLE).sum()),
        pieces=large,
        dots=count - large,
        between=max(_gap(mask, axis=1), _gap(mask, axis=0)) / GRID,
    )


def _gap(mask: NDArray[np.bool_], axis: int) -> int:
    """The longest run of rows (axis 1) or columns (axis 0) without ink between two with it."""
    places = np.flatnonzero(mask.any(axis=axis))
    return int(np.diff(places).max(initial=1)) - 1
