"""The digit network as a strip of operations, from the input to ten probabilities; with the maps of one image in it.

It receives plain data and texts ready to show, and changes in place what differs. Which value a visitor picked comes
back as an event with a number, so that each is answered once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from core.figures.packed import pack_maps, quantised
from pages.components.shared.inline import Component
from pages.components.shared.picks import answer_pick, answered, nothing

if TYPE_CHECKING:
    from core.digits.table import Row  # which imports torch, and that takes seconds

MOST_MAPS = 64  # of one operation on screen; what a wider network has beyond them is said
MOST_NUMBERS = 256

_component = Component("layers", ("layers/layers.css", "shared/swatches.css"))

INPUT = "input"
SIDE = 28  # pixels of an image, in both directions
WORDS = {
    "Conv2d": ("Convolution", "Weighted sums of small squares of all the maps before, one sum a value."),
    "ReLU": ("ReLU", "Negative values become 0, the others stay."),
    "BatchNorm2d": ("Batch norm", "Each map is moved and stretched to a usual mean and spread."),
    "BatchNorm1d": ("Batch norm", "Each value is moved and stretched to a usual mean and spread."),
    "GhostBatchNorm": ("Ghost batch norm", "As batch norm, but in training over parts of a batch, each on its own."),
    "LayerNorm": (
        "Layer norm",
        "All maps of one image are moved and stretched together to a usual mean and spread.",
    ),
    "GroupNorm": (
        "Group norm",
        "Each group of maps of one image is moved and stretched to a usual mean and spread.",
    ),
    "MaxPool2d": ("Max pooling", "Of each small square of neighbours the largest stays; the maps become smaller."),
    "Dropout": ("Dropout", "While training, some values are set to 0; otherwise nothing happens."),
    "GlobalAverage": ("Global average", "Of each map only its mean stays."),
    "Linear": ("Fully connected", "Weighted sums of all the values before."),
    "LogSoftmax": ("Log softmax", "The logarithm of ten probabilities that add up to 1."),
}


class Seen(Protocol):
    """What one operation made of an image: `values` of shape (C, H, W) or (C,)."""

    @property
    def name(self) -> str: ...

    @property
    def values(self) -> NDArray[np.float32]: ...


class Field(Protocol):
    """A rectangle of pixels: rows `top` to `bottom` and columns `left` to `right`, the last ones included."""

    @property
    def top(self) -> int: ...

    @property
    def left(self) -> int: ...

    @property
    def bottom(self) -> int: ...

    @property
    def right(self) -> int: ...


@dataclass(frozen=True)
class ValuePick:
    """A value that a visitor picked: `index` is (map, row, column) or (neuron,), counted from 0.

    Of two picks the later one has the larger `number`.
    """

    operation: str
    index: tuple[int, ...]
    number: int = 0


def layers(
    rows: Sequence[Row],
    *,
    maps: Sequence[Seen] | None = None,
    budget: int = 20_000,
    selected: ValuePick | None = None,
    field: Field | None = None,
    title: str = "The network, operation by operation",
    key: str,
) -> None:
    """Shows the operations `rows` of a network against a budget of parameters; with `maps`, what they made of an image.

    `maps` are found by the names of the operations; the image itself has the name "input", shape (28, 28) or
    (1, 28, 28). `selected` is ringed, or else what was just picked; `field`, the part of the image that it sees, is
    lit.

    Raises ValueError for maps with values that are not finite.
    """

    def ring(pick: ValuePick) -> None:
        nonlocal selected
        selected = pick

    picked(key, ring)
    seen = {each.name: _planes(each.values) for each in maps or ()}
    data = {
        "title": title,
        "groups": _groups(rows),
        "budget": _budget(rows, budget),
        "maps": _maps(seen) if seen else None,
        "probabilities": _probabilities(rows, seen),
        "selected": _selected(seen, selected) if selected else None,
        "field": [field.top, field.left, field.bottom, field.right] if field else None,
        "answered": answered(key),
    }
    _component(key=key, data=data, on_pick_change=nothing)


def picked(key: str, deal: Callable[[ValuePick], object]) -> None:
    """Has `deal` deal with what was picked in the layers with this key, if anything was.

    Before `layers` it lets a page draw the answer at once.
    """
    answer_pick(ValuePick, key, deal)


def _groups(rows: Sequence[Row]) -> list[dict[str, Any]]:
    image = _operation(INPUT, "Image", "Ink is 1, paper is 0.", (1, SIDE, SIDE), [])
    groups: dict[str, list[dict[str, Any]]] = {"Input": [image]}
    for row in rows:
        words, sentence = WORDS.get(row.operation, (row.operation, ""))
        facts = [
            ("parameters", _short(row.parameters)),
            ("multiply-adds", _short(row.multiply_adds)),
            ("sees", f"{row.receptive_field} × {row.receptive_field}"),
        ]
        group = groups.setdefault(row.name.split(".")[0].replace("layer", "Layer "), [])
        group.append(_operation(row.name, words, sentence, row.shape, facts))
    return [{"title": title, "operations": operations} for title, operations in groups.items()]


def _operation(
    name: str, words: str, sentence: str, shape: tuple[int, ...], facts: list[tuple[str, str]]
) -> dict[str, Any]:
    count, height, width = shape if len(shape) == 3 else (shape[0], 1, 1)
    kind = ("map" if len(shape) == 3 else "number") + ("s" if count > 1 else "")
    texts = [f"{count} {kind}", f"{height} × {width}" if len(shape) == 3 else ""]
    return {
        "name": name,
        "words": words,
        "sentence": sentence,
        "count": count,
        "height": height,
        "width": width,
        "shape": texts,
        "facts": facts,
    }


def _short(number: int) -> str:
    """Whole numbers as they are up to 99,999; then in thousands and millions; – for none."""
    if number < 100_000:
        return f"{number:,}" if number else "–"
    return f"{number / 1e3:.0f} k" if number < 999_500 else f"{number / 1e6:.3g} M"


def _budget(rows: Sequence[Row], budget: int) -> dict[str, Any]:
    parameters = sum(row.parameters for row in rows)
    multiply_adds = sum(row.multiply_adds for row in rows)
    if parameters > budget:
        text = f"{parameters:,} parameters: {parameters - budget:,} over the budget of {budget:,}."
    else:
        text = f"{parameters:,} parameters, {100 * parameters / budget:.0f} % of the budget of {budget:,}."
    return {
        "text": text,
        "work": f"{_short(multiply_adds)} multiply-adds an image.",
        "share": parameters / budget,
    }


def _planes(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Values of shape (C, H, W), (H, W) or (N,) as planes: (C, H, W), (1, H, W) or (1, N, 1)."""
    if values.ndim == 1:
        return values[None, :, None]
    return values if values.ndim == 3 else values[None]


def _maps(seen: dict[str, NDArray[np.float32]]) -> dict[str, Any]:
    shown = {name: planes[:MOST_MAPS, :MOST_NUMBERS] for name, planes in seen.items()}
    return {
        "operations": [
            {"name": name, "count": len(planes), "height": planes.shape[1], "width": planes.shape[2]}
            for name, planes in shown.items()
        ],
        "packed": pack_maps([quantised(plane) for planes in shown.values() for plane in planes]),
    }


def _probabilities(rows: Sequence[Row], seen: dict[str, NDArray[np.float32]]) -> dict[str, Any]:
    """The log softmax undone: a share and a text for each digit, or only the digits where there are no maps."""
    last = rows[-1]
    values = np.exp(seen[last.name].ravel()).tolist() if last.name in seen else []
    texts = [f"{value:.1%}".replace("%", " %") if value >= 0.0005 else "< 0.1 %" for value in values]
    return {"operation": last.name, "count": last.shape[0], "shares": values, "texts": texts}


def _selected(seen: dict[str, NDArray[np.float32]], selected: ValuePick) -> dict[str, Any] | None:
    """None where the pick is from another network, which had more maps or other operations."""
    planes, index = seen.get(selected.operation), selected.index
    if planes is None or len(index) not in (1, 3):
        return None
    place = index if len(index) == 3 else (0, index[0], 0)
    if not all(0 <= i < size for i, size in zip(place, planes.shape, strict=True)):
        return None
    text = f"{float(planes[place]):.6g}".replace("-", "−")
    return {"operation": selected.operation, "index": index, "text": text}
