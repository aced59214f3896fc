"""What a run scored after each epoch, as charts: loss, accuracy with its interval, and several seeds together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.digits.interval import wilson
from core.digits.training.records import Score
from core.figures.chart import HEIGHT, Chart
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


def seed_curves(seeds: Mapping[str, Sequence[Score]], epochs: int) -> Chart:
    """The accuracy of runs that differ in the seed only: a thin line each, their mean, and a band of ± 1 sd in %.

    The mean is over the seeds that have come to that epoch; the band needs two of them, and divides by n − 1.
    """
    names = [f"seed {index}" for index in range(len(seeds))]
    table = np.full((epochs, len(seeds)), np.nan)
    for index, scores in enumerate(seeds.values()):
        for score in _last(scores):
            if score.epoch <= epochs:
                table[score.epoch - 1, index] = 100 * score.accuracy
    counts = np.isfinite(table).sum(axis=1)
    rows = np.flatnonzero(counts)
    table, counts = table[rows], counts[rows]
    mean = np.nansum(table, axis=1) / counts
    squares = np.nansum((table - mean[:, None]) ** 2, axis=1)
    sd = np.sqrt(squares / np.where(counts > 1, counts - 1, np.nan))
    data = {"epoch": (rows + 1), "mean": mean, "sd": sd, "low": mean - sd, "high": mean + sd}
    y = {"type": "quantitative", "title": "test accuracy, %", "scale": {"zero": False}}

    def layer(mark: dict[str, Any], field: str, more: dict[str, Any]) -> dict[str, Any]:
        valid = {"filter": f"isValid(datum.{field})"}
        return {"mark": mark, "transform": [valid], "encoding": {"y": y | {"field": field}, **more}}

    fold = {"fold": names or ["mean"], "as": ["seed", "accuracy"]}
    thin = layer({"type": "line", "strokeWidth": 1, "opacity": 0.45}, "accuracy", {"detail": {"field": "seed"}})
    thin["transform"] = [fold, *thin["transform"]]
    band = layer({"type": "area", "opacity": 0.2}, "low", {"y2": {"field": "high"}})
    line = layer({"type": "line", "strokeWidth": 3, "point": True, "tooltip": {"content": "data"}}, "mean", {})
    spec = {"height": HEIGHT, "encoding": {"x": epochs_axis(epochs)}, "layer": [band, thin, line]}
    columns = data | dict(zip(names, table.T, strict=True))
    return Chart({name: np.asarray(column, np.float32) for name, column in columns.items()}, spec)


def _scores(runs: Mapping[str, Sequence[Score]]) -> dict[str, NDArray[Any]]:
    rows = [(index, score) for index, scores in enumerate(runs.values()) for score in _last(scores)]
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


def _last(scores: Sequence[Score]) -> list[Score]:
    """The last score of each epoch, in order."""
    last = {score.epoch: score for score in scores}
    return [last[epoch] for epoch in sorted(last)]
