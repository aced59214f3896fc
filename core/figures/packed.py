"""Maps and images as short texts: a byte for each value, deflated, in base64."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zlib import compress

import numpy as np
from numpy.typing import NDArray

LEVELS = 255  # steps between the least value of a map and its largest


@dataclass(frozen=True)
class Map:
    """Values as bytes, any shape: byte b stands for low + (high − low) · b / 255."""

    low: float
    high: float
    levels: NDArray[np.uint8]


def quantised(values: NDArray[np.floating[Any]]) -> Map:
    """The nearest of 256 levels from the least value to the largest, so at most (high − low) / 510 away.

    Raises ValueError for values that are not finite.
    """
    if not np.isfinite(values).all():
        raise ValueError("There is a value that is not a number: the network that made it has diverged.")
    wide = values.astype(np.float64)
    low, high = np.float32(wide.min()), np.float32(wide.max())  # the text has room for 32 bits of each
    step = (float(high) - float(low)) / LEVELS
    levels = np.rint((wide - float(low)) / step) if step else np.zeros_like(wide)
    return Map(float(low), float(high), levels.clip(0, LEVELS).astype(np.uint8))


def pack_maps(maps: Sequence[Map]) -> str:
    """All `low` as float32, all `high`, then all levels, least significant byte first; deflated, in base64.

    What batch normalisation or dropout makes of a map has the same levels again, which deflating finds.
    """
    ends = np.array([[each.low for each in maps], [each.high for each in maps]], "<f4")
    return pack_bytes(ends.tobytes() + b"".join(each.levels.tobytes() for each in maps))


def pack_images(images: NDArray[np.uint8]) -> str:
    """The pixels of images of shape (N, 28, 28), one byte each; deflated, in base64."""
    return pack_bytes(images.tobytes())


def pack_bytes(data: bytes) -> str:
    return b64encode(compress(data)).decode("ascii")
