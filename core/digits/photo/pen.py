"""A thin pen made as thick as those of the digits that the network learned from, and pencil as dark as ink."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.digits.pixels import Ink, at_most

THICKNESS = 0.09  # of the digit's longer side: about what it is in MNIST
SIDE = 200  # pixels of the longer side that are kept
PEN = 0.35  # of the level of ink: fainter is the soft edge of a line


def thickened(image: Ink) -> Ink:
    """Ink cropped to its box with lines of at least 0.09 of its longer side, all of them as dark as ink can be."""
    small = at_most(image[None], SIDE)[0]
    inked = small[small > 0.25 * small.max()]
    level = np.quantile(inked, 0.75) if inked.size else 1.0
    pen = (small / max(level, 1e-6)).clip(0, 1).astype(np.float32)
    missing = (THICKNESS * max(pen.shape) - thickness(pen)) / 2
    return _dilated(pen, missing) if missing > 0.25 else pen


def thickness(image: Ink) -> float:
    """Of the lines, in pixels: a line's area to the length of its outline on both sides."""
    mask = np.pad(image > PEN, 1)
    outline = (mask[1:] != mask[:-1]).sum() + (mask[:, 1:] != mask[:, :-1]).sum()
    return float(2 * mask.sum() / max(0.8 * outline, 1))  # a slanting outline is longer in steps than it is


def _dilated(image: Ink, radius: float) -> Ink:
    """Each pixel as dark as the darkest within a disc around it; the soft edge of the disc is half in it."""
    reach = int(np.ceil(radius))
    height, width = (length + 2 * reach for length in image.shape)
    padded = np.pad(image, 2 * reach)
    thick: NDArray[np.float32] = padded[reach : reach + height, reach : reach + width].copy()
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            share = np.float32(np.clip(radius + 0.5 - np.hypot(down, right), 0, 1))
            if share:
                part = padded[reach + down : reach + down + height, reach + right : reach + right + width]
                np.maximum(thick, share * part, out=thick)
    return thick
