"""The length of the gradient of each layer while a network trains, and what is odd about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from core.digits.training.records import Batch
from core.figures.chart import HEIGHT, Chart
from core.figures.thinning import extremes, smoothed
from core.figures.training_curves import LEGEND, epochs_axis, progress

LAYERS = 7
MOST_ROWS = 200  # of seven numbers each
DASHES = [[1, 0], [6, 3]]

# In healthy runs of the shipped config no layer's gradient was 5 times as long as another's, and none longer than 3.
# Without batch normalisation the first layer's starts 400 times shorter than the last one's.
VANISHING = 1 / 200  # of the longest layer's gradient
EXPLODING = 10.0
RECENT = 5  # records whose median counts, so that one odd batch changes nothing


def gradient_curves(batches: Sequence[Batch], epochs: int) -> Chart:
    """Seven lines on a logarithmic axis: the exponential means of the layers' lengths, which batch by batch are noisy.

    Of many batches those with the shortest and the longest gradients are kept. A line ends where its lengths are not
    finite any more.
    """
    lengths = np.array([smoothed(layer) for layer in _lengths([batch.gradients for batch in batches]).T]).T
    lengths[~((lengths > 0) & np.isfinite(lengths))] = np.nan  # these have no place on the axis
    rows = extremes(np.nansum(lengths, axis=1), MOST_ROWS)
    names = [f"layer {layer}" for layer in range(1, LAYERS + 1)]
    data = {"epoch": progress(batches)[rows]} | dict(zip(names, lengths[rows].T, strict=True))
    legend: dict[str, Any] = {"field": "layer", "type": "nominal", "title": None, "legend": LEGEND | {"columns": 3}}
    scale = {"domain": names}
    y = {"field": "length", "type": "quantitative", "title": "gradient length", "scale": {"type": "log"}}
    spec = {
        "height": HEIGHT + 60,
        "transform": [{"fold": names, "as": ["layer", "length"]}, {"filter": "isValid(datum.length)"}],
        "mark": {"type": "line", "tooltip": True, "strokeWidth": 1.5},
        "encoding": {
            "x": epochs_axis(epochs),
            "y": y | {"axis": {"format": "~g", "tickCount": 5}},
            "color": legend | {"scale": scale},
            "strokeDash": legend | {"scale": scale | {"range": (DASHES * LAYERS)[:LAYERS]}},
        },
    }
    return Chart({name: column.astype(np.float32) for name, column in data.items()}, spec)


def remark(gradients: Iterable[Sequence[float]]) -> str:
    """A sentence on a layer whose gradient vanishes or explodes, or nothing.

    `gradients` has shape (n, 7), oldest first. The medians of the last few count: exploding is longer than EXPLODING
    or not a number, vanishing is shorter than VANISHING times the longest.
    """
    recent = _lengths(gradients)[-RECENT:]
    if not len(recent):
        return ""
    if not np.isfinite(recent[-1]).all():
        layer = int(np.argmin(np.isfinite(recent[-1]))) + 1
        return f"The gradient of layer {layer} is not a number any more: take a smaller learning rate."
    lengths = np.median(recent, axis=0)
    longest, shortest = int(lengths.argmax()), int(lengths.argmin())
    if lengths[longest] > EXPLODING:
        return (
            f"The gradient of layer {longest + 1} explodes: its length is {lengths[longest]:.3g}, where 0.1 to 3 is"
            " usual. Take a smaller learning rate, or switch batch normalisation on."
        )
    if lengths[shortest] < VANISHING * lengths[longest]:
        how = f"{lengths[longest] / lengths[shortest]:,.0f} times shorter than" if lengths[shortest] else "0, unlike"
        return (
            f"The gradient of layer {shortest + 1} vanishes: it is {how} that of layer {longest + 1}, so this layer"
            " hardly learns. Batch normalisation helps."
        )
    return ""


def _lengths(gradients: Iterable[Sequence[float]]) -> np.ndarray:
    """As a table (n, 7); what was recorded of another number of layers is none of these, and not a number."""
    rows = [row if len(row) == LAYERS else (np.nan,) * LAYERS for row in gradients]
    return np.array(rows, float).reshape(-1, LAYERS)
