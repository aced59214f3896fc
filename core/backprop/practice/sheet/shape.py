"""Which network a block is about, by the names in it and by what its first numbers fit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from core.backprop.engine.architecture import ACTIVATIONS, LOSSES, MOST_NEURONS, Architecture
from core.backprop.practice.sheet.blocks import Block

NEURON = re.compile(r"(?:a_)?([hk])([1-4])")


def shapes(block: Block, others: Sequence[Block] = ()) -> Iterator[Architecture]:
    """The networks that have these names, the likeliest first; biases may stand in another block."""
    names = {*block.names, *block.constants}
    hidden = tuple(most for letter in "hk" if (most := _neurons(names, letter)))
    if not hidden or hidden[0] > MOST_NEURONS:
        hidden = (2,)
    biases = next((found for each in (block, *others) if (found := _biases(each)) != "none"), "none")
    for activation, loss in product(ACTIVATIONS, LOSSES):
        yield Architecture(hidden, activation, biases, loss)


def _neurons(names: set[str], letter: str) -> int:
    found = [int(match[2]) for name in names if (match := NEURON.fullmatch(name)) and match[1] == letter]
    return max(found, default=0)


def _biases(block: Block) -> str:
    names = {*block.names, *block.constants}
    if any(re.fullmatch(r"b_[hko]\d", name) for name in names):
        return "per neuron"
    if not any(re.fullmatch(r"b\d", name) for name in names):
        return "none"
    learning = any(f"∂E_total/∂{name}" in names or f"{name}⁺" in names for name in ("b1", "b2", "b3"))
    return "shared" if learning else "frozen"
