"""Long curves in few points, and noisy ones smoothed."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def extremes(values: ArrayLike, most: int) -> NDArray[np.intp]:
    """Places of at most `most` values of a curve: its first and last, and each bucket's least and largest, in order.

    `values` has shape (n,) and is finite; `most` is 4 or more. All buckets have the same length, a power of two, and
    begin at the same places however long the curve grows: what has been drawn does not flicker.
    """
    values = np.asarray(values, float)
    length = len(values)
    if length <= most:
        return np.arange(length)
    size = 1
    while 2 * -(-length // size) > most - 2:
        size *= 2
    begins = range(0, length, size)
    lows = [begin + int(values[begin : begin + size].argmin()) for begin in begins]
    highs = [begin + int(values[begin : begin + size].argmax()) for begin in begins]
    return np.unique([0, *lows, *highs, length - 1])


def evenly(length: int, most: int, kept: int) -> NDArray[np.intp]:
    """Places of at most `most` of the points of a curve, evenly spread, its ends among them; and the place `kept`."""
    places = np.linspace(0, length - 1, min(length, most)).round().astype(np.intp)
    return np.union1d(places, [kept])


def smoothed(values: ArrayLike, keep: float = 0.9) -> Floats:
    """The exponential mean of shape (n,), corrected for its start at 0; `keep`, below 1, stays of it at each value.

    The correction is that of Kingma and Ba, "Adam" (arXiv:1412.6980), section 3: divide by 1 − keep^k.
    """
    mean, means = 0.0, []
    for value in np.asarray(values, float).tolist():
        mean = keep * mean + (1 - keep) * value
        means.append(mean)
    corrected: Floats = np.array(means) / (1 - keep ** np.arange(1, len(means) + 1))
    return corrected
