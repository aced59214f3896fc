"""The operations that a digit network is made of, as data: each with what it makes of a shape and what that costs.

An operation is written as its short name and its numbers, "c10k5p1"; `parse_operation` reads what `str` writes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from math import prod
from typing import ClassVar

SIDE = 28  # pixels of an image, in both directions
CLASSES = 10
WIDEST = 1024  # maps or neurons

Shape = tuple[int, ...]  # (maps, rows, columns), or (neurons,) once everything of a map is averaged


@dataclass(frozen=True)
class Operation:
    """One operation. `short` is how it is written, a letter for each number; `name` is its module's in a layer."""

    title: ClassVar[str]
    short: ClassVar[str]
    name: ClassVar[str]
    letters: ClassVar[str] = ""  # before the second number and later ones

    def after(self, before: Shape) -> Shape:
        """The shape it makes. Raises ValueError, in a sentence, if it cannot."""
        return before

    def parameters(self, before: Shape) -> int:
        return 0

    def multiply_adds(self, before: Shape) -> int:
        """Products added up for one image, counted where weights are used."""
        return 0

    @property
    def window(self) -> tuple[int, int]:
        """How many rows one value sees of what comes in, and how many rows further the next one looks."""
        return 1, 1

    def __str__(self) -> str:
        values = [getattr(self, field.name) for field in fields(self)]
        usual = [field.default for field in fields(self)]
        text = self.short + (f"{values[0]:g}" if values else "")
        for letter, value, default in zip(self.letters, values[1:], usual[1:], strict=True):
            if value != default:
                text += letter if value is False else f"{letter}{value:g}"
        return text


def _maps(before: Shape, title: str) -> tuple[int, int, int]:
    if len(before) != 3:
        raise ValueError(f"{title} needs maps, and here are {before[0]} single values.")
    return before[0], before[1], before[2]


def _between(value: float, least: float, most: float, what: str) -> None:
    if not least <= value <= most:  # nor is NaN between them
        raise ValueError(f"{what} must be from {least:g} to {most:g}, not {value:g}.")


@dataclass(frozen=True)
class Convolution(Operation):
    """`width` maps, each a sum over square kernels; 1×1 kernels mix maps and see nothing else."""

    width: int
    kernel: int = 3
    stride: int = 1
    padding: int = 0
    bias: bool = True
    title, short, name, letters = "Convolution", "c", "conv", "kspn"

    def __post_init__(self) -> None:
        _between(self.width, 1, WIDEST, "The maps of a convolution")
        _between(self.kernel, 1, SIDE, "A kernel's side")
        _between(self.stride, 1, SIDE, "A stride")
        _between(self.padding, 0, SIDE - 1, "Padding")

    def after(self, before: Shape) -> Shape:
        _, rows, columns = _maps(before, "A convolution")
        if self.kernel > rows + 2 * self.padding:
            raise ValueError(f"a {self.kernel}×{self.kernel} kernel does not fit on maps of {rows}×{columns}.")
        made = [(side + 2 * self.padding - self.kernel) // self.stride + 1 for side in (rows, columns)]
        return (self.width, *made)

    def parameters(self, before: Shape) -> int:
        return self.width * (before[0] * self.kernel**2 + self.bias)

    def multiply_adds(self, before: Shape) -> int:
        return prod(self.after(before)) * before[0] * self.kernel**2

    @property
    def window(self) -> tuple[int, int]:
        return self.kernel, self.stride


@dataclass(frozen=True)
class ReLU(Operation):
    """max(0, x)."""

    title, short, name = "ReLU", "relu", "relu"


@dataclass(frozen=True)
class Norm(Operation):
    """Values brought to mean 0 and variance 1, then scaled and shifted by two learned numbers a map."""

    name = "norm"

    def parameters(self, before: Shape) -> int:
        return 2 * before[0]

    def multiply_adds(self, before: Shape) -> int:
        return prod(before)


@dataclass(frozen=True)
class BatchNorm(Norm):
    """Over the images of a batch."""

    title, short = "Batch normalisation", "bn"


@dataclass(frozen=True)
class GhostBatchNorm(Norm):
    """Over each of `parts` parts of a batch on its own, which adds noise as a smaller batch does."""

    parts: int = 4
    title, short = "Ghost batch normalisation", "gbn"

    def __post_init__(self) -> None:
        _between(self.parts, 1, WIDEST, "The parts of a batch")


@dataclass(frozen=True)
class LayerNorm(Norm):
    """Over all maps of one image."""

    title, short = "Layer normalisation", "ln"


@dataclass(frozen=True)
class GroupNorm(Norm):
    """Over `groups` groups of maps of one image."""

    groups: int = 2
    title, short = "Group normalisation", "gn"

    def __post_init__(self) -> None:
        _between(self.groups, 1, WIDEST, "The groups of maps")

    def after(self, before: Shape) -> Shape:
        if before[0] % self.groups:
            raise ValueError(f"{before[0]} maps cannot be shared out among {self.groups} groups.")
        return before


@dataclass(frozen=True)
class MaxPooling(Operation):
    """The largest value of each square of `size` by `size`."""

    size: int = 2
    title, short, name = "Max pooling", "max", "pool"

    def __post_init__(self) -> None:
        _between(self.size, 1, SIDE, "The side of what is pooled")

    def after(self, before: Shape) -> Shape:
        maps, rows, columns = _maps(before, "Max pooling")
        if self.size > rows:
            raise ValueError(f"squares of {self.size}×{self.size} do not fit on maps of {rows}×{columns}.")
        return maps, rows // self.size, columns // self.size

    @property
    def window(self) -> tuple[int, int]:
        return self.size, self.size


@dataclass(frozen=True)
class Dropout(Operation):
    """In training, values set to 0 with probability `rate`; in the first `epochs` only, if that is not 0."""

    rate: float = 0.05
    epochs: int = 0
    title, short, name, letters = "Dropout", "drop", "drop", "e"

    def __post_init__(self) -> None:
        if not 0 <= self.rate < 1:
            raise ValueError(f"dropout must be at least 0 and below 1, not {self.rate:g}.")
        _between(self.epochs, 0, 10_000, "The epochs with dropout")


@dataclass(frozen=True)
class GlobalAverage(Operation):
    """The mean of each map: maps become single values."""

    title, short, name = "Global average pooling", "gap", "pool"

    def after(self, before: Shape) -> Shape:
        return (_maps(before, "Global average pooling")[0],)


@dataclass(frozen=True)
class FullyConnected(Operation):
    """`width` neurons, each a weighted sum of everything that comes in."""

    width: int
    bias: bool = True
    title, short, name, letters = "Fully connected", "fc", "linear", "n"

    def __post_init__(self) -> None:
        _between(self.width, 1, WIDEST, "The neurons of a fully connected layer")

    def after(self, before: Shape) -> Shape:
        if len(before) != 1:
            raise ValueError("a fully connected layer needs single values: put global average pooling before it.")
        return (self.width,)

    def parameters(self, before: Shape) -> int:
        return self.width * (before[0] + self.bias)

    def multiply_adds(self, before: Shape) -> int:
        return self.width * before[0]


@dataclass(frozen=True)
class LogSoftmax(Operation):
    """Ten log-probabilities of ten values; the last operation."""

    title, short, name = "Log softmax", "logsoftmax", "log_softmax"

    def after(self, before: Shape) -> Shape:
        if before != (CLASSES,):
            what = f"{before[0]} values" if len(before) == 1 else f"maps of {before[1]}×{before[2]}"
            raise ValueError(f"there must be {CLASSES} values, one a digit, and here are {what}.")
        return before


KINDS: tuple[type[Operation], ...] = (
    Convolution,
    ReLU,
    BatchNorm,
    GhostBatchNorm,
    LayerNorm,
    GroupNorm,
    MaxPooling,
    Dropout,
    GlobalAverage,
    FullyConnected,
    LogSoftmax,
)


def parse_operation(word: str) -> Operation:
    """The operation of one word, "c10k5p1". Raises ValueError, in a sentence, for what is none."""
    for kind in KINDS:
        if (match := _pattern(kind).fullmatch(word)) is None:
            continue
        values = {}
        for field in fields(kind):
            found = match[field.name]
            if found is None:
                continue
            values[field.name] = False if found == "" else float(found) if field.type == "float" else int(found)
        return kind(**values)
    raise ValueError(f"{word[:20]!a} is no operation.")


def _pattern(kind: type[Operation]) -> re.Pattern[str]:
    """Its short name, the first number, and those after their letters; a letter alone says no."""
    text = kind.short
    for field, letter in zip(fields(kind), ("", *kind.letters), strict=False):
        number = r"\d{1,5}(?:\.\d{1,6})?(?:e-\d{1,2})?" if field.type == "float" else r"\d{1,5}"
        part = f"(?P<{field.name}>{'' if field.type == 'bool' else number})"
        text += part if not letter else f"(?:{letter}{part})?"
    return re.compile(text, re.ASCII)
