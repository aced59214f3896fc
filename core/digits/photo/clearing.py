"""What is no part of the digit dropped: whatever runs in from the border, and specks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.digits.drawing.pieces import pieces
from core.digits.pixels import Ink

INKED = 0.15  # of the strongest ink
ALONG = 0.6  # of a side: a row of so much ink at the border is the edge of something
COARSE = 220  # pixels of the longer side in which pieces are looked for: lines with small gaps are one piece
DIGIT = 0.1  # of the shorter side: a smaller piece is no digit
SPECK = 0.12  # of the largest piece's extent: a smaller one is a speck
WEAK, AWAY = 0.6, 0.4  # of it: what is weaker and so far away is no stroke of the digit, but a corner of the paper
FAINT = 0.4  # of the largest piece's ink: a fainter one is a shadow, or what is left of ruled lines


def cleared(image: Ink) -> Ink:
    """Only what may belong to a digit; all that there is where nothing else would be left."""
    inside = _without_edges(image)
    factor = max(round(max(image.shape) / COARSE), 1)
    coarse = _strongest(inside, factor)
    found, count = pieces(coarse > INKED * coarse.max())
    if not count:
        return image
    at_border = np.zeros(count + 1, bool)
    at_border[np.concatenate([found[0], found[-1], found[:, 0], found[:, -1]])] = True
    levels = np.bincount(found.ravel(), coarse.ravel()) / np.maximum(np.bincount(found.ravel()), 1)
    boxes = _boxes(found, count)
    extents = (boxes[1] - boxes[0]).max(axis=0)
    at_border[0], levels[0] = False, 0
    large = extents >= DIGIT * min(coarse.shape)
    if (large & ~at_border).any():
        kept = ~at_border
    elif large.any():
        kept = np.ones(count + 1, bool)
    else:
        return inside
    strengths = extents * levels
    main = np.argmax(strengths * kept)
    away = np.maximum(boxes[0] - boxes[1][:, main, None], boxes[0][:, main, None] - boxes[1]).max(axis=0)
    kept &= (extents >= SPECK * extents[main]) & (levels >= FAINT * levels[main])
    kept &= (strengths >= WEAK * strengths[main]) | (away <= AWAY * extents[main])
    mask = kept[found].repeat(factor, axis=0).repeat(factor, axis=1)
    alone: Ink = inside * mask[: image.shape[0], : image.shape[1]]
    return alone


def _boxes(found: NDArray[np.intp], count: int) -> NDArray[np.intp]:
    """Where each piece begins and ends, by row and by column: (2, 2, count + 1); that of the paper is empty."""
    boxes = np.zeros((2, 2, count + 1), np.intp)
    boxes[0] = found.size
    numbers = found[found > 0]
    for axis, place in enumerate(np.nonzero(found)):
        np.minimum.at(boxes[0, axis], numbers, place)
        np.maximum.at(boxes[1, axis], numbers, place + 1)
    boxes[0, :, 0] = 0
    return boxes


def _without_edges(image: Ink) -> Ink:
    """Without the rows and columns at the border that are full of ink: a scanner's black edge."""
    inside = image.copy()
    inked = image > INKED * image.max()
    for turns in range(4):
        side, full = np.rot90(inside, turns), np.rot90(inked, turns).mean(axis=1) > ALONG
        depth = int(np.argmin([*full, False]))
        if 0 < depth < len(side) / 3:
            side[: depth + 2] = 0
    return inside if inside.any() else image


def _strongest(image: Ink, factor: int) -> NDArray[np.float32]:
    """The strongest ink in each square of so many pixels."""
    rows, columns = (-length % factor for length in image.shape)
    padded = np.pad(image, ((0, rows), (0, columns)))
    height, width = padded.shape
    strongest: NDArray[np.float32] = padded.reshape(height // factor, factor, width // factor, factor).max(axis=(1, 3))
    return strongest
