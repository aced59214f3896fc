"""Is this one digit at all? A sentence instead of a guess where the drawing looks like something else.

Two look at it. `Traits` are the shape of the ink, measured on a grid of 48×48 laid over it, so that neither size nor
place matters: they see parts that lie apart. The detector has learned what digits look like and what else people draw:
it sees all the rest, but cannot say what it saw. Where it rejects, the traits say what the drawing looks like, and
where they know nothing, the sentence says no more than that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from core.digits.drawing.pieces import Mask, pieces
from core.digits.pixels import Ink, Picture, area_means
from core.digits.preprocess import NO_INK, OF_PHOTOGRAPHS, Stage, stages
from core.digits.rejection.detector import load_detector

GRID = 48
INKED = 0.5  # of the strongest ink in a cell of the grid
LARGE = 0.3  # of the longer side: a smaller piece is a dot

FILLED = 0.7  # of the box: more is no line but a blot, unless the box is slim like that of a one
SQUARE = 1.7  # a box that is less wide or high than so many times the other side is not slim
DOT_SIDE = 0.2  # of the picture: a larger blot is no dot
APART = 0.02  # of the longer side, without ink: more than the pen leaves out between two strokes of a four or a five
WIDE = 1.75  # the widest digits are a five with a long roof and a two with a long foot
LONG = 7.2  # outline, in sides of the grid

NOTHING = "There is no digit here: nothing is drawn, or everything has one colour."
DOT = "That is only a dot: draw a digit that is larger than the pen is thick."
DOTS = "Those are only dots: draw one digit with lines."
BLOT = "That is a filled patch: clear it and draw one digit with lines."
SEVERAL = "That looks like several digits, or something else in parts: draw one digit."
SCRIBBLE = "That looks like a scribble: it has more lines than any digit."
STRANGE = (
    "That looks like no digit: a second network, which has learned letters and scribbles besides digits, "
    "takes it for one of those."
)
# What the same looks like in a photograph, where it is rather the light, the paper's lines or an edge.
IN_A_PHOTOGRAPH = {
    DOT: "Only the end of a line is left of this photograph: write larger and darker, and take it in even light.",
    DOTS: "Only bits of lines are left of this photograph: write darker, and take it in more light.",
    BLOT: "There is a dark patch in this photograph, a shadow or the edge of something: show only paper and one digit.",
    SEVERAL: "Those look like several digits, or like lines and edges near one: show only paper and one digit.",
    SCRIBBLE: "There are more lines in this photograph than a digit has: try paper without lines, in even light.",
    STRANGE: "What is left of this photograph looks like no digit: try even light, darker lines and no edges.",
}


@dataclass(frozen=True)
class Traits:
    """What the ink of a drawing looks like.

    `longest` is the longer side of its box in pixels of the picture, `aspect` the box's width to its height. `filled`
    is the share of the box with ink, `line` the length of the ink's outline in sides of the grid: two sides for each
    side of line. `pieces` have at least 0.3 of the box's longer side, `dots` are all others. `between` are empty rows
    or columns that part the ink, as a share of the longer side.
    """

    longest: int
    aspect: float
    filled: float
    line: float
    pieces: int
    dots: int
    between: float


def rejection(picture: Picture) -> str | None:
    """Why a drawing is not one digit, in a sentence; None if it may well be one.

    `picture` is what was drawn, (H, W), (H, W, 3) or (H, W, 4) uint8. Raises ValueError for another picture, and
    WeightsError where the detector's weights are missing.
    """
    try:
        return rejection_of(stages(picture))
    except ValueError as error:
        if str(error) == NO_INK:
            return NOTHING
        raise


def rejection_of(made: Sequence[Stage]) -> str | None:
    """The same of a picture whose stages have been made."""
    names = [stage.name for stage in made]
    seen = traits(np.asarray(made[names.index("fitted") - 1].image, np.float32))
    if seen.between <= APART and not load_detector().rejects(made[-1].image):
        return None
    said = looks_like(seen, max(made[names.index("ink")].image.shape))
    return IN_A_PHOTOGRAPH[said] if set(names) == {"raw", *OF_PHOTOGRAPHS} else said


def looks_like(seen: Traits, side: int) -> str:
    """What the ink of a rejected drawing looks like, in a sentence; `side` is the picture's longer one, in pixels."""
    if seen.pieces + seen.dots > 1:  # before the blot: two ones fill their box
        return SEVERAL if seen.pieces else DOTS
    if seen.filled > FILLED and abs(log(seen.aspect)) < log(SQUARE):
        return DOT if seen.longest < DOT_SIDE * side else BLOT
    if seen.aspect > WIDE:
        return SEVERAL
    return SCRIBBLE if seen.line > LONG else STRANGE


def traits(box: Ink) -> Traits:
    """The traits of ink, (H, W), cropped to its box: what the stage "cropped" of `core.digits.preprocess` makes."""
    height, width = box.shape
    side = max(height, width)
    coarse = area_means(area_means(box, 0, side / GRID, GRID).T, 0, side / GRID, GRID).T
    mask = np.pad(coarse > INKED * coarse.max(), 1)
    found, count = pieces(mask)
    extents = [max(np.ptp(np.nonzero(found == number), axis=1)) + 1 for number in range(1, count + 1)]
    large = sum(bool(extent >= LARGE * GRID) for extent in extents)
    outline = int((mask[1:] != mask[:-1]).sum() + (mask[:, 1:] != mask[:, :-1]).sum())
    return Traits(
        longest=side,
        aspect=width / height,
        filled=float(mask.sum() / (mask.any(axis=1).sum() * mask.any(axis=0).sum())),
        line=outline * 0.8 / GRID,  # a slanting outline is longer in steps than it is
        pieces=large,
        dots=count - large,
        between=max(_gap(mask, axis=1), _gap(mask, axis=0)) / GRID,
    )


def _gap(mask: Mask, axis: int) -> int:
    """The longest run of rows (axis 1) or columns (axis 0) without ink between two with it."""
    places = np.flatnonzero(mask.any(axis=axis))
    return int(np.diff(places).max(initial=1)) - 1
