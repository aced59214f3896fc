"""The file format of MNIST: a magic number, the sizes, then the numbers themselves (yann.lecun.com/exdb/mnist).

torchvision reads it, too, but importing torchvision takes two seconds and 170 MB, and every run would pay for it.
"""

from __future__ import annotations

import gzip
import zlib
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

TYPES: dict[int, np.dtype[Any]] = {8: np.dtype("u1"), 12: np.dtype(">i4")}  # the two that MNIST and its kin use


def read_idx(path: Path) -> Tensor:
    """The array in a file, uint8 or int32, packed if its name ends in .gz.

    Raises ValueError if it is no such file or cut off, and OSError.
    """
    content = path.read_bytes()
    if path.suffix == ".gz":
        try:
            content = gzip.decompress(content)
        except (EOFError, zlib.error) as error:
            raise ValueError(f"{path.name} is cut off or damaged") from error
    if len(content) < 4 or content[:2] != b"\0\0" or content[2] not in TYPES:
        raise ValueError(f"{path.name} is not in MNIST's format")
    kind, dimensions = TYPES[content[2]], content[3]
    begin = 4 + 4 * dimensions
    sizes = [int.from_bytes(content[place : place + 4], "big") for place in range(4, begin, 4)]
    if len(content) != begin + kind.itemsize * prod(sizes):  # so is a file without all its sizes
        raise ValueError(f"{path.name} is cut off")
    values = np.frombuffer(content, dtype=kind, offset=begin).reshape(sizes)
    return torch.from_numpy(values.astype(kind.newbyteorder("=")))
