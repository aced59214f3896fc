"""Every curve of many runs in one graph, one colour for each group of them; or a small graph for each group."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.digits.training.records import Batch, Score, last_scores
from core.figures.chart import HEIGHT, Chart
from core.figures.score_curves import NEAR
from core.figures.thinning import extremes, smoothed
from core.figures.training_curves import INK, LEGEND, colours, dashes, epochs_axis, progress

ACCURACY, TEST_LOSS, TRAINING_LOSS = "accuracy, %", "test loss", "loss a batch"  # what a curve may be of
POINTS = 100  # of one curve
LONG = 18  # letters of a name, from which on names stand under one another
LONGER = 6  # points of a curve whose start is left out of an axis
PANEL = 150  # pixels, a small graph's height
Curve = tuple[NDArray[np.float64], NDArray[np.float64]]  # epochs and values, each (n,)
NOTHING: Curve = (np.zeros(0), np.zeros(0))


def curve(what: str, batches: Sequence[Batch], scores: Sequence[Score]) -> Curve:
    """One run's curve: what it scored after each epoch, or the exponential mean of the loss of its batches.

    Losses that are no numbers are left out.
    """
    if what == TRAINING_LOSS:
        loss = np.array([batch.loss for batch in batches], float)
        good = np.isfinite(loss)
        mean = smoothed(loss[good])
        few = extremes(mean, POINTS)
        return progress(batches)[good][few], mean[few]
    tested = last_scores(scores)
    values = [100 * score.accuracy if what == ACCURACY else score.loss for score in tested]
    y = np.array(values, float)
    return np.array([score.epoch for score in tested], float)[np.isfinite(y)], y[np.isfinite(y)]


def group_curves(
    groups: Mapping[str, Sequence[Curve]], what: str, epochs: int, reference: float | None = None
) -> Chart:
    """All curves, a colour for each group, and where a group has several tested curves their mean, strong.

    The mean goes as far as all of the group have come. `reference`, from 0 to 1, is the accuracy of the exercise's run:
    once a run is near, it is drawn, and the axis reaches to it unless that would make all else less than half as high.
    """
    columns: list[dict[str, NDArray[Any]]] = [_rows(0, -1, NOTHING)]
    run = 0
    for index, curves in enumerate(groups.values()):
        for each in curves:
            columns.append(_rows(index, run, each))
            run += 1
        if what != TRAINING_LOSS and (mean := _mean(curves)):
            columns.append(_rows(index, -1, mean))
    thin = any(len(curves) > 1 for curves in groups.values())
    x = {"x": epochs_axis(epochs), "color": colours(groups) | {"legend": _legend(groups)}}
    ends = None if what == TRAINING_LOSS else ends_of(groups, what)
    rule: list[dict[str, Any]] = []
    if ends and reference is not None and (_joined(columns)["value"] >= NEAR).any():
        reaching = _reaching(ends, 100 * reference)
        if reaching[1] - reaching[0] <= 2 * (ends[1] - ends[0]):
            ends, rule = reaching, _rule(reference)
    y = _axis(what, ends)
    mark = {"type": "line", "clip": True, "tooltip": True}
    drawn = mark | {"strokeWidth": 1.2 if thin else 2, "opacity": 0.55 if thin else 1}
    lines = {
        "mark": drawn | ({} if what == TRAINING_LOSS else {"point": {"size": 25}}),
        "transform": [{"filter": "datum.run >= 0"}],
        "encoding": x | {"y": y, "detail": {"field": "run", "type": "nominal"}},
    }
    means = {
        "mark": mark | {"strokeWidth": 3.5},
        "transform": [{"filter": "datum.run < 0"}],
        "encoding": x | {"y": y, "strokeDash": dashes(groups) | {"legend": None}},
    }
    spec = {
        "height": HEIGHT + 60 + 20 * _lines(groups),
        "transform": [{"calculate": f"{json.dumps(list(groups))}[datum.group]", "as": "name"}],
        "layer": [lines, means, *rule],
    }
    return Chart(_joined(columns), spec)


def panel(curves: Sequence[Curve], what: str, epochs: int, ends: tuple[float, float], place: int) -> Chart:
    """One group's curves in a small graph, in the colour of its `place`; `ends` are those of all panels' axes."""
    y = _axis(what, ends) | {"title": None}
    x = epochs_axis(epochs) | {"title": None}
    colour = {"field": "group", "type": "nominal", "legend": None, "scale": {"domain": [*range(-place, 1)]}}
    encoding = {"x": x, "y": y, "color": colour, "detail": {"field": "run", "type": "nominal"}}
    mark = {"type": "line", "strokeWidth": 1.5, "clip": True, "tooltip": True}
    rows = [_rows(0, -1, NOTHING), *(_rows(0, run, each) for run, each in enumerate(curves))]
    return Chart(_joined(rows), {"height": PANEL, "mark": mark, "encoding": encoding})


def ends_of(groups: Mapping[str, Sequence[Curve]], what: str) -> tuple[float, float]:
    """An axis for all of these curves, from the worst to the best; (0, 1) of nothing.

    The first third of longer curves does not count: there all is so much worse that nothing else could be told apart.
    """
    values = [y[len(y) // 3 if len(y) >= LONGER else 0 :] for curves in groups.values() for _, y in curves if len(y)]
    if not values:
        return 0.0, 1.0
    low, high = float(min(y.min() for y in values)), float(max(y.max() for y in values))
    space = (high - low) * 0.1 or 0.1 * abs(high) or 0.1
    return (low - space, min(high + space, 100.0)) if what == ACCURACY else (max(0.0, low - space), high + space)


def _rows(group: int, run: int, points: Curve) -> dict[str, NDArray[Any]]:
    epoch, value = (np.asarray(column, np.float32) for column in points)
    return {
        "epoch": epoch,
        "value": value,
        "run": np.full(len(epoch), run, np.int16),
        "group": np.full(len(epoch), group, np.int16),
    }


def _mean(curves: Sequence[Curve]) -> Curve | None:
    """The mean after each epoch that all of several have come to; None of one."""
    if len(curves) < 2:
        return None
    common = [*set.intersection(*({*epochs.tolist()} for epochs, _ in curves))]
    common.sort()
    by_epoch = [dict(zip(epochs.tolist(), values.tolist(), strict=True)) for epochs, values in curves]
    return np.array(common, float), np.array([np.mean([each[epoch] for each in by_epoch]) for epoch in common], float)


def _axis(what: str, ends: tuple[float, float] | None) -> dict[str, Any]:
    scale: dict[str, Any] = {"type": "log"} if ends is None else {"zero": False, "nice": False, "domain": list(ends)}
    form = ".5~g" if what == ACCURACY else "~g"
    return {"field": "value", "type": "quantitative", "title": what, "scale": scale, "axis": {"format": form}}


def _legend(names: Mapping[str, Any]) -> dict[str, Any] | None:
    return LEGEND | {"columns": _columns(names), "labelLimit": 330} if len(names) > 1 else None


def _columns(names: Mapping[str, Any]) -> int:
    return 1 if max(map(len, names)) > LONG else 2


def _lines(names: Mapping[str, Any]) -> int:
    """Of the legend."""
    return -(-len(names) // _columns(names)) if len(names) > 1 else 0


def _reaching(ends: tuple[float, float], value: float) -> tuple[float, float]:
    """These ends of an axis so far apart that a value is between them, with room for words above it."""
    low, high = min(ends[0], value), max(ends[1], value)
    space = 0.1 * (high - low)
    return low, min(max(high, value + space), 100.0)


def _rule(reference: float) -> list[dict[str, Any]]:
    """The accuracy of the exercise's run."""
    words = f"the exercise's run: {100 * reference:.2f} %"
    here: dict[str, Any] = {"data": {"values": [{}]}, "encoding": {"y": {"datum": 100 * reference}}}
    dotted = {"type": "rule", "color": INK, "opacity": 0.7, "strokeDash": [3, 3], "aria": False}
    text = {"type": "text", "align": "left", "baseline": "bottom", "dx": 4, "dy": -2, "fontSize": 12, "color": INK}
    return [
        {**here, "mark": dotted},
        {**here, "mark": text, "encoding": here["encoding"] | {"x": {"value": 0}, "text": {"value": words}}},
    ]


def _joined(rows: Sequence[dict[str, NDArray[Any]]]) -> dict[str, NDArray[Any]]:
    return {name: np.concatenate([each[name] for each in rows]) for name in rows[0]}
