"""Many small planes of weights as one picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# ColorBrewer's RdBu, which can be read without seeing red or green.
NEGATIVE, ZERO, POSITIVE = (33, 102, 172), (247, 247, 247), (178, 24, 43)
GAP = (128, 128, 128)


def mosaic(planes: NDArray[np.float32], columns: int, zoom: int = 6, largest: float = 0.0) -> NDArray[np.uint8]:
    """Planes (N, h, w) side by side, `columns` in a row, as (H, W, 3): all on one scale, centred on zero.

    Each value is a square of `zoom` pixels, and there is one pixel between two planes. The strongest colour is that of
    `largest`, or of the largest value here.
    """
    count, height, width = planes.shape
    share = planes / max(float(np.abs(planes).max(initial=0)), largest, 1e-12)
    away = np.abs(share)[..., None]
    end = np.where(share[..., None] < 0, NEGATIVE, POSITIVE)
    tiles = (np.asarray(ZERO) * (1 - away) + end * away).round().astype(np.uint8)
    tiles = tiles.repeat(zoom, axis=1).repeat(zoom, axis=2)
    rows = -(-count // columns)
    picture = np.empty((rows * (height * zoom + 1) - 1, columns * (width * zoom + 1) - 1, 3), np.uint8)
    picture[:] = GAP
    for index, tile in enumerate(tiles):
        top, left = index // columns * (height * zoom + 1), index % columns * (width * zoom + 1)
        picture[top : top + height * zoom, left : left + width * zoom] = tile
    return picture
