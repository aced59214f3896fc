"""What part of the image a value depends on.

Going back from a value, an operation widens the rows and columns that matter: a convolution by its kernel, pooling by
its window (Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", arXiv:1603.07285).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from torch import nn

from core.digits.model import SIDE, DigitNet, GlobalAverage

Span = tuple[int, int]  # first and last row, or column


class Seen(Protocol):
    """One operation's name and values; `core.digits.classifier.Activation` is one."""

    @property
    def name(self) -> str: ...

    @property
    def values(self) -> NDArray[np.float32]: ...


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
    spans: tuple[Span | None, ...] = tuple((i, i) for i in index[1:]) or (None, None)
    for after, before in zip(seen[position:0:-1], seen[position - 1 :: -1], strict=False):
        module = net.get_submodule(after.name)
        spans = tuple(
            _back(module, span, length) for span, length in zip(spans, before.values.shape[1:] or (0, 0), strict=True)
        )
    (top, bottom), (left, right) = (span or (0, SIDE - 1) for span in spans)
    return Field(top, left, bottom, right) if top <= bottom and left <= right else None


def _back(module: nn.Module, span: Span | None, length: int) -> Span | None:
    """From rows of an operation's output to those of its input, which has `length` rows; a vector has None."""
    if isinstance(module, GlobalAverage):
        return 0, length - 1
    if span is None or span[0] > span[1]:  # a vector; or nothing but padding, which stays nothing
        return span
    first, last = span
    if isinstance(module, nn.Conv2d):
        pad, kernel = int(module.padding[0]), module.kernel_size[0]
        return max(first - pad, 0), min(last - pad + kernel - 1, length - 1)
    if isinstance(module, nn.MaxPool2d):
        return 2 * first, 2 * last + 1
    return span


def centres(net: DigitNet, name: str) -> tuple[float, float]:
    """Where maps look: the image row in the middle of what their row 0 sees, and how many rows further row 1 looks.

    Columns are the same. Raises ValueError for an operation without maps.
    """
    first, jump = 0.0, 1.0
    for other, module in net.named_modules():
        if isinstance(module, nn.Conv2d):
            first += jump * ((module.kernel_size[0] - 1) / 2 - int(module.padding[0]))
        elif isinstance(module, nn.MaxPool2d):
            first, jump = first + jump / 2, jump * 2
        elif isinstance(module, GlobalAverage):
            break
        if other == name and not list(module.children()):
            return first, jump
    raise ValueError(f"{name!r} is no operation with maps.")


def last_maps(net: DigitNet) -> str:
    """The name of the operation whose maps global average pooling reads."""
    *_, last = (
        name for name, module in net.layer5.named_children() if not isinstance(module, GlobalAverage | nn.Dropout)
    )
    return f"layer5.{last}"


def place(seen: Sequence[Seen], name: str, index: tuple[int, ...]) -> int:
    """Where the operation is among the activations. Raises ValueError for an unknown name or index."""
    for position, one in enumerate(seen):
        if one.name == name:
            shape = one.values.shape
            if len(index) != len(shape) or not all(0 <= i < n for i, n in zip(index, shape, strict=True)):
                raise ValueError(f"{name} has values {shape}, and none at {index}.")
            return position
    raise ValueError(f"{name!r} is no operation of this network.")
