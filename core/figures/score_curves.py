"""What a run scored after each epoch, as charts: loss, and accuracy with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.digits.interval import wilson
from core.digits.training.records import Score, last_scores
from core.figures.chart import Chart
from core.figures.training_curves import INK, colours, dashes, epochs_axis, height, naming

NEAR = 98.0  # the accuracy in % from which on the chart shows the reference


def score_curves(runs: Mapping[str, Sequence[Score]], epochs: int) -> Chart:
    """The mean loss on a split after each epoch, one line for each of up to six named runs, or splits of one."""
    y = {"field": "loss", "type": "quantitative", "title": "loss", "scale": {"zero": False}}
    line = {"type": "line", "point": True, "tooltip": True}
    encoding = {"x": epochs_axis(epochs), "y": y, "color": colours(runs), "strokeDash": dashes(runs)}
    return Chart(
        _scores(runs), {"height": height(runs), "transform": [naming(runs)], "mark": line, "encoding": encoding}
    )


def accuracy_curves(runs: Mapping[str, Sequence[Score]], epochs: int, reference: float | None = None) -> Chart:
    """The accuracy on a split after each epoch in %, its 95 % interval as a bar, and the exercise's as a rule.

    `reference` is the exercise's accuracy from 0 to 1, for runs that may be compared with it. The vertical axis fits
    what is there; the rule comes into sight when the best run is near it.
    """
    data = _scores(runs)
    rule_at = np.full(len(data["epoch"]), np.nan, np.float32)
    rule_at[:1] = 100 * reference if reference and (data["accuracy"] >= NEAR).any() else np.nan
    y = {"type": "quantitative", "title": "accuracy, %", "scale": {"zero": False, "nice": False, "padding": 12}}
    axis = {"axis": {"format": ".5~g"}}
    bars: dict[str, Any] = {
        "mark": {"type": "rule", "strokeWidth": 4, "opacity": 0.3},
        "encoding": {"y": y | axis | {"field": "low"}, "y2": {"field": "high"}},
    }
    line: dict[str, Any] = {
        "mark": {"type": "line", "point": True, "tooltip": True},
        "encoding": {"y": y | axis | {"field": "accuracy"}, "strokeDash": dashes(runs)},
    }
    here = [{"filter": "isValid(datum.reference)"}]
    y_reference = {"y": y | axis | {"field": "reference"}, "x": None, "color": None}
    dotted = {"type": "rule", "color": INK, "opacity": 0.7, "strokeDash": [3, 3], "aria": False}
    rule = {"mark": dotted, "transform": here, "encoding": y_reference}
    text = {"type": "text", "align": "left", "baseline": "bottom", "dx": 4, "dy": -2, "fontSize": 12, "color": INK}
    words = {
        "mark": text,
        "transform": here,
        "encoding": y_reference
        | {"x": {"value": 0}, "text": {"value": f"the exercise's run: {100 * (reference or 0):.2f} %"}},
    }
    x = {"x": epochs_axis(epochs), "color": colours(runs)}
    layers = [{**layer, "encoding": x | layer["encoding"]} for layer in (bars, line)]
    spec = {"height": height(runs), "transform": [naming(runs)], "layer": [*layers, rule, words]}
    return Chart(data | {"reference": rule_at}, spec)


def _scores(runs: Mapping[str, Sequence[Score]]) -> dict[str, NDArray[Any]]:
    rows = [(index, score) for index, scores in enumerate(runs.values()) for score in last_scores(scores)]
    ends = [wilson(score.correct, score.total) for _, score in rows]
    columns = {
        "epoch": [score.epoch for _, score in rows],
        "loss": [score.loss for _, score in rows],
        "accuracy": [100 * score.accuracy for _, score in rows],
        "low": [100 * low for low, _ in ends],
        "high": [100 * high for _, high in ends],
    }
    data: dict[str, NDArray[Any]] = {name: np.array(column, np.float32) for name, column in columns.items()}
    return data | {"run": np.array([index for index, _ in rows], np.int8)}
