"""Pictures and ink as arrays: their colour channels, and scaling without jagged edges."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]  # (H, W), (H, W, 3) or (H, W, 4), any paper and any ink
Ink = NDArray[np.float32]  # (H, W) in [0, 1], 0 where there is only paper
Channels = NDArray[np.float32]  # (1 or 3, H, W) in [0, 255]


def channels(picture: Picture) -> Channels:
    """The colour channels, with paper where the picture is transparent."""
    planes = np.atleast_3d(picture).transpose(2, 0, 1).astype(np.float32)
    if len(planes) < 4:
        return planes
    colours, alpha = planes[:3], planes[3] / 255
    if alpha.min() == 1:
        return colours
    opaque = colours[:, alpha > alpha.max() / 2].mean(axis=0)
    # Ink of one tone lies on paper of the opposite one; where there are two tones, the commoner is the paper's.
    main = float(np.median(opaque)) if opaque.size else 0.0
    two_tones = opaque.size > 0 and np.abs(opaque - main).max() > 128
    paper = main if two_tones else 255.0 * (main < 128)
    composed: Channels = paper + alpha * (colours - paper)
    return composed


def border(planes: Channels) -> NDArray[np.float32]:
    """The pixels along the picture's four sides, (1 or 3, N)."""
    return np.concatenate([planes[:, 0], planes[:, -1], planes[:, :, 0], planes[:, :, -1]], axis=1)


def farthest(planes: NDArray[np.float32], paper: NDArray[np.float32]) -> NDArray[np.float32]:
    """The difference to the paper's colour in the channel where it is largest: yellow on white differs in blue."""
    found: NDArray[np.float32] = np.abs(planes[0] - paper[0])
    for channel, level in zip(planes[1:], paper[1:], strict=True):
        np.maximum(found, np.abs(channel - level), out=found)
    return found


def area_means(image: NDArray[np.floating[Any]], begin: float, pixel: float, count: int) -> NDArray[np.float64]:
    """`count` new rows, each the mean of `pixel` old ones, the first from row `begin` on; outside the image is paper.

    By running sums, not by a product of matrices: that would wake NumPy's other threads, and on a busy machine waiting
    for them takes a hundred times longer than the work.
    """
    edges = (begin + pixel * np.arange(count + 1)).clip(0, len(image))
    whole = edges.astype(np.intp)
    sums = np.concatenate([np.zeros_like(image[:1], np.float64), np.cumsum(image, axis=0, dtype=np.float64)])
    until = sums[whole] + (edges - whole)[:, None] * image[np.minimum(whole, len(image) - 1)]
    rows: NDArray[np.float64] = np.diff(until, axis=0) / pixel
    return rows


def reduced(image: NDArray[np.floating[Any]], pixel: float) -> NDArray[np.float32]:
    """The picture so many times smaller: each new pixel the mean of a square of old ones."""
    height, width = (max(round(length / pixel), 1) for length in image.shape)
    rows = area_means(image, 0, image.shape[0] / height, height)
    means: NDArray[np.float32] = area_means(rows.T, 0, image.shape[1] / width, width).T.astype(np.float32)
    return means


def at_most(planes: Channels, side: int) -> Channels:
    """The channels with no more than `side` pixels along the longer side."""
    pixel = max(planes.shape[1:]) / side
    return np.stack([reduced(plane, pixel) for plane in planes]) if pixel > 1 else planes
