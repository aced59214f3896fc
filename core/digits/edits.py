"""Changes of a design, each a new design: pure functions, so that taking one back is the design before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from core.digits.design import MOST, Design
from core.digits.operations import (
    CLASSES,
    BatchNorm,
    Convolution,
    Dropout,
    FullyConnected,
    GhostBatchNorm,
    GlobalAverage,
    GroupNorm,
    LayerNorm,
    LogSoftmax,
    MaxPooling,
    Operation,
    ReLU,
)
from core.typed import LONGEST, read_number, written

NEW: tuple[tuple[str, Operation], ...] = (  # what can be added, by what it is called
    ("Convolution 3×3", Convolution(16, 3)),
    ("Convolution 1×1", Convolution(16, 1)),
    ("ReLU", ReLU()),
    ("Batch normalisation", BatchNorm()),
    ("Ghost batch normalisation", GhostBatchNorm()),
    ("Layer normalisation", LayerNorm()),
    ("Group normalisation", GroupNorm()),
    ("Max pooling", MaxPooling()),
    ("Dropout", Dropout()),
    ("Global average pooling", GlobalAverage()),
    ("Fully connected", FullyConnected(CLASSES)),
    ("Log softmax", LogSoftmax()),
)
WORDS = {
    (Convolution, "width"): "maps",
    (FullyConnected, "width"): "neurons",
    (GhostBatchNorm, "parts"): "parts of a batch",
    (Dropout, "epochs"): "epochs, 0 for all",
}  # for numbers that the learner calls otherwise than the code


@dataclass(frozen=True)
class Number:
    """One number of an operation, or a yes or no: the field's `name`, what a learner calls it, and its value."""

    name: str
    words: str
    value: float | bool

    @property
    def text(self) -> str:
        return written(self.value)


def numbers(operation: Operation) -> Iterator[Number]:
    """All numbers of an operation, in their order."""
    for field in fields(operation):
        words = WORDS.get((type(operation), field.name), field.name)
        yield Number(field.name, words, getattr(operation, field.name))


def inserted(design: Design, position: int, operation: Operation) -> Design:
    """With one more operation, which then has that position. Raises ValueError for a list that is full."""
    if len(design.operations) >= MOST:
        raise ValueError(f"a network has at most {MOST} operations here.")
    before, after = design.operations[:position], design.operations[position:]
    return Design((*before, operation, *after))


def removed(design: Design, position: int) -> Design:
    """Without one operation."""
    return Design(design.operations[:position] + design.operations[position + 1 :])


def moved(design: Design, position: int, to: int) -> Design:
    """With one operation somewhere else: it then has the position `to`."""
    return inserted(removed(design, position), to, design.operations[position])


def changed(design: Design, position: int, name: str, text: str) -> Design:
    """With another number in an operation, as it was typed; yes and no are 1 and 0.

    Raises ValueError, in a sentence, for what is no such number.
    """
    operation = design.operations[position]
    kinds = {field.name: field.type for field in fields(operation)}
    value: Any = read_number(text[:LONGEST]).value
    if kinds[name] != "float":
        if not value.is_integer():
            raise ValueError(f"“{text.strip()[:LONGEST]}” is not a whole number.")
        value = bool(value) if kinds[name] == "bool" else int(value)
    other = replace(operation, **{name: value})
    return Design((*design.operations[:position], other, *design.operations[position + 1 :]))
