"""Which digits are taken for which: the confusion matrix, and the accuracy of each digit."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.digits.interval import wilson
from core.figures.chart import HEIGHT, Chart
from core.figures.training_curves import INK

CLASSES = 10
CELL = "cell"  # the chart's selection: [{"truth": 4, "answer": 9}] after a click
RIGHT = 0.1  # how strongly the diagonal is coloured
FAINTEST, STRONGEST = 0.16, 0.7  # one mistake, and the most frequent one


def confusion(truth: ArrayLike, answers: ArrayLike) -> NDArray[np.int64]:
    """How often digit i, a row, was taken for j, a column: shape (10, 10), from two arrays of n digits."""
    pairs = CLASSES * np.asarray(truth, np.int64) + np.asarray(answers, np.int64)
    return np.bincount(pairs, minlength=CLASSES * CLASSES).reshape(CLASSES, CLASSES)


def confusion_matrix(counts: ArrayLike, truth: int | None = None, answer: int | None = None) -> Chart:
    """Counts of shape (10, 10) as numbers on cells that can be clicked.

    The cell of a digit, `truth`, and what it was read as is ringed, or a row or column where only one is given.
    Mistakes are coloured by the square root of their number, so that a single one is seen beside fifty; right answers
    are muted.
    """
    table = np.asarray(counts, np.int64)
    rows, columns = np.indices(table.shape)
    wrong = rows != columns
    ringed = np.full(table.shape, truth is not None or answer is not None)
    if truth is not None:
        ringed &= rows == truth
    if answer is not None:
        ringed &= columns == answer
    if truth is None or answer is None:
        ringed &= wrong
    most = max(1, int(table[wrong].max(initial=0)))
    shade = FAINTEST + (STRONGEST - FAINTEST) * np.sqrt(table / most).clip(0, 1)
    shade = np.where(wrong, np.where(table > 0, shade, 0), RIGHT)
    data: dict[str, NDArray[Any]] = {
        "truth": rows.ravel().astype(np.int8),
        "answer": columns.ravel().astype(np.int8),
        "count": table.ravel().astype(np.int32),
        "shade": shade.ravel().astype(np.float32),
        "ringed": ringed.ravel().astype(np.int8),
    }
    digits = {"domain": list(range(CLASSES))}
    axis = {"labelAngle": 0, "ticks": False, "domain": False, "grid": False}
    x = {"field": "answer", "type": "ordinal", "title": "read as", "scale": digits, "axis": axis | {"orient": "top"}}
    y = {"field": "truth", "type": "ordinal", "title": "the digit is", "scale": digits, "axis": axis}
    kind = {"field": "kind", "type": "nominal", "scale": {"domain": ["right", "wrong"]}, "legend": None}
    tooltip = [
        {"field": "truth", "title": "the digit is"},
        {"field": "answer", "title": "read as"},
        {"field": "count", "title": "images"},
    ]
    ring: dict[str, Any] = {"test": "datum.ringed"}
    cells = {
        "params": [{"name": CELL, "select": {"type": "point", "fields": ["truth", "answer"], "toggle": False}}],
        "mark": {"type": "rect", "cursor": "pointer"},
        "encoding": {
            "color": kind,
            "stroke": kind,
            "fillOpacity": {"field": "shade", "type": "quantitative", "scale": None, "legend": None},
            "strokeOpacity": {"condition": ring | {"value": 1}, "value": 0.25},
            "strokeWidth": {"condition": ring | {"value": 3}, "value": 0.5},
            "tooltip": tooltip,
        },
    }
    numbers = {
        "mark": {"type": "text", "fontSize": 12, "color": INK},
        "transform": [{"filter": "datum.count > 0"}],
        "encoding": {"text": {"field": "count", "type": "quantitative"}},
    }
    spec = {
        "height": 380,
        "transform": [{"calculate": "datum.truth == datum.answer ? 'right' : 'wrong'", "as": "kind"}],
        "encoding": {"x": x, "y": y},
        "layer": [cells, numbers],
    }
    return Chart(data, spec)


def digit_accuracies(counts: ArrayLike) -> Chart:
    """The share of each digit that was read right in %, and its 95 % interval as a bar, from counts of shape (10, 10).

    The bars do not begin at 0 %: good networks differ in the last percent only. A digit that did not occur is left out.
    """
    table = np.asarray(counts, np.int64)
    totals = table.sum(axis=1)
    digits = np.flatnonzero(totals)
    right = table.diagonal()[digits]
    ends = np.array([wilson(int(r), int(n)) for r, n in zip(right, totals[digits], strict=True)]).reshape(-1, 2)
    data: dict[str, NDArray[Any]] = {
        "digit": digits.astype(np.int8),
        "accuracy": (100 * right / totals[digits]).astype(np.float32),
        "low": (100 * ends[:, 0]).astype(np.float32),
        "high": (100 * ends[:, 1]).astype(np.float32),
    }
    y = {"type": "quantitative", "title": "read right, %", "scale": {"zero": False}}
    scale = {"domain": list(range(CLASSES))}
    x = {"field": "digit", "type": "ordinal", "title": "digit", "axis": {"labelAngle": 0}, "scale": scale}
    bar = {
        "mark": {"type": "bar", "opacity": 0.35, "tooltip": {"content": "data"}, "width": {"band": 0.55}},
        "encoding": {"y": y | {"field": "low"}, "y2": {"field": "high"}},
    }
    tick = {
        "mark": {"type": "tick", "thickness": 3, "width": {"band": 0.7}, "tooltip": {"content": "data"}},
        "encoding": {"y": y | {"field": "accuracy"}},
    }
    words = {
        "mark": {"type": "text", "baseline": "bottom", "fontSize": 12, "color": INK},
        "encoding": {
            "y": {"value": -4},  # a row of numbers above the plot
            "text": {"field": "accuracy", "type": "quantitative", "format": ".1f"},
        },
    }
    return Chart(data, {"height": HEIGHT, "encoding": {"x": x}, "layer": [bar, tick, words]})
