"""A pen too fat for the size of its digit made thinner, so that small loops open again.

Of a digit a third of the canvas high, drawn with a pen of 24 pixels, the network would see lines five pixels wide in
its 28×28 and hardly a hole in an eight; MNIST's lines are three wide. On the canvas the hole is still there.
"""

from __future__ import annotations

import numpy as np

from core.digits.drawing.pieces import Mask
from core.digits.photo.pen import thickness
from core.digits.pixels import Ink, at_most

FATTEST = 0.16  # of the digit's longer side: so are lines of MNIST, but not many
PATCH = 0.4  # of the longer side: what is as fat is a dot or a patch
SIDE = 160  # pixels of the longer side that are looked at
SMALLEST = 28  # pixels of the longer side: what is no larger has no finer lines than the network will see
KEPT = 0.97  # of the ink: where less of it is near what would be left, a line would be lost


def thin(image: Ink) -> Ink:
    """Ink cropped to its box; where lines are fatter than 0.16 of its longer side, they lose the same at each edge.

    They are 0.16 of what is left then, with room at the sides. All other images are returned as they are: patches, and
    those of which a thin line would be lost beside fat ones.
    """
    if max(image.shape) <= SMALLEST:
        return image
    small = np.pad(at_most(image[None], SIDE)[0], 1)
    small = small / max(small.max(), np.float32(1e-12))  # faint ink is as fat as black
    side, fat = max(small.shape) - 2, thickness(small)
    if not FATTEST * side < fat < PATCH * side:
        return image
    depth = distances(small <= 0.5) - np.float32(0.5)  # into the ink
    removed = (fat - FATTEST * side) / (1 - FATTEST) / 2  # for fat - 2 · removed is 0.16 of side - 2 · removed
    left = distances(depth >= removed)
    if (left[depth > 0] <= removed + 0.75).mean() < KEPT:  # discs of pixels have corners
        return image
    thinner: Ink = (depth - removed + 0.5).clip(0, 1)
    return thinner


def distances(mask: Mask) -> Ink:
    """How far each pixel is from the nearest one of the mask: along its column first, then over all columns.

    Where the mask is empty, farther than the image reaches. (A. Meijster, J. Roerdink and W. Hesselink, "A general
    algorithm for computing distance transforms in linear time", 2000, takes the same two steps.)
    """
    height, width = mask.shape
    rows, far = np.arange(height)[:, None], height + width
    above = np.maximum.accumulate(np.where(mask, rows, -far), axis=0)
    below = np.minimum.accumulate(np.where(mask, rows, height + far)[::-1], axis=0)[::-1]
    down = np.minimum(rows - above, below - rows).astype(np.float32)
    across = np.subtract.outer(np.arange(width), np.arange(width)).astype(np.float32)
    nearest: Ink = np.sqrt((across**2 + (down**2)[:, None]).min(axis=2))
    return nearest
