"""What part of the image a value depends on.

One value of an operation sees a window of the operation's input: as large as a convolution's kernel or as what is
pooled, the next one a stride further, the first one a padding before the edge (Dumoulin and Visin, "A guide to
convolution arithmetic for deep learning", arXiv:1603.07285). `window` reads that from the module; all else follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from torch import nn

from core.digits.model import DigitNet, GlobalAverage

Span = tuple[int, int]  # first and last row, or column


class Seen(Protocol):
    """One operation's name and values; `core.digits.classifier.Activation` is one."""

    @property
    def name(self) -> str: ...

    @property
    def values(self) -> NDArray[np.float32]: ...


@dataclass(frozen=True)
class Window:
    """What one value sees of an operation's input, in rows, or columns: they are the same."""

    size: int = 1
    stride: int = 1
    padding: int = 0

    def back(self, span: Span, length: int) -> Span:
        """From rows of the output to those of the input, which has `length`; nothing but padding is an empty span."""
        first, last = span[0] * self.stride - self.padding, span[1] * self.stride - self.padding + self.size - 1
        return max(first, 0), min(last, length - 1)


def window(module: nn.Module, length: int) -> Window:
    """The window of an operation whose input has `length` rows. Kernels and paddings are square."""
    if isinstance(module, nn.Conv2d):
        return Window(module.kernel_size[0], module.stride[0], int(module.padding[0]))
    if isinstance(module, nn.MaxPool2d):
        return Window(*(side if isinstance(side, int) else side[0] for side in (module.kernel_size, module.stride)))
    return Window(length) if isinstance(module, GlobalAverage) else Window()


@dataclass(frozen=True)
class Field:
    """A rectangle of pixels: rows `top` to `bottom` and columns `left` to `right`, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


def receptive_field(net: DigitNet, seen: Sequence[Seen], name: str, index: tuple[int, ...]) -> Field | None:
    """The pixels that the value at `index` of operation `name` depends on; None if it sees nothing but padding.

    `seen` are the activations of any image. The rectangle ends at the image's edge, and it holds whatever the weights
    and the image are: a ReLU may hide some of it. Raises ValueError for an unknown name or index.
    """
    position = place(seen, name, index)
    rows, columns = ((i, i) for i in index[1:] or (0, 0))  # every value of a vector sees all that was averaged
    for after, before in zip(seen[position:0:-1], seen[position - 1 :: -1], strict=False):
        height, width = before.values.shape[1:] or (1, 1)
        seen_by = window(net.get_submodule(after.name), height)
        rows, columns = seen_by.back(rows, height), seen_by.back(columns, width)
        if rows[0] > rows[1] or columns[0] > columns[1]:
            return None
    return Field(rows[0], columns[0], rows[1], columns[1])


def centres(net: DigitNet, name: str) -> tuple[float, float]:
    """Where maps look: the image row in the middle of what their row 0 sees, and how many rows further row 1 looks.

    Columns are the same. Raises ValueError for an operation without maps.
    """
    first, jump = 0.0, 1.0
    for other, module in net.named_modules():
        if isinstance(module, GlobalAverage):
            break
        seen = window(module, 1)
        first, jump = first + jump * ((seen.size - 1) / 2 - seen.padding), jump * seen.stride
        if other == name and not list(module.children()):
            return first, jump
    raise ValueError(f"{name!r} is no operation with maps.")


def last_maps(net: DigitNet) -> str:
    """The name of the operation whose maps global average pooling reads."""
    last = ""
    for name, module in net.named_modules():
        if isinstance(module, GlobalAverage):
            break
        if not list(module.children()) and not isinstance(module, nn.Dropout):
            last = name
    return last


def place(seen: Sequence[Seen], name: str, index: tuple[int, ...]) -> int:
    """Where the operation is among the activations. Raises ValueError for an unknown name or index."""
    for position, one in enumerate(seen):
        if one.name == name:
            shape = one.values.shape
            if len(index) != len(shape) or not all(0 <= i < n for i, n in zip(index, shape, strict=True)):
                raise ValueError(f"{name} has values {shape}, and none at {index}.")
            return position
    raise ValueError(f"{name!r} is no operation of this network.")
