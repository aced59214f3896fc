"""What a run records at each batch, as charts: loss and learning rate.

The specification of a chart depends on the run's settings only; while it trains nothing but the data change, so that
the chart stays in its place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.digits.training.records import Batch
from core.figures.chart import HEIGHT, Chart
from core.figures.thinning import extremes, smoothed

MOST_POINTS = 500  # of one chart, however long its runs are
ROOM = 10  # pixels: half of a number of three digits, and more than a point
INK = "currentColor"  # the theme's colour of text; charts that are SVG know it
LEGEND = {"orient": "top", "symbolType": "stroke", "symbolOpacity": 1, "symbolStrokeWidth": 2.5, "symbolSize": 300}
DASHES = [[1, 0], [7, 3], [2, 2], [10, 3, 2, 3], [14, 5], [4, 2]]  # so that six runs are told apart without colour


def loss_curves(runs: Mapping[str, Sequence[Batch]], epochs: int, logarithmic: bool) -> Chart:
    """The loss of each batch, faint, and its exponential mean, strong; one colour for each of up to six named runs.

    The horizontal axis goes to `epochs`, counted in epochs. Losses that are not finite are left out; on a logarithmic
    axis so are those that are 0.
    """
    share = MOST_POINTS // max(1, len(runs))
    columns: list[dict[str, NDArray[Any]]] = [_no_points()]
    for index, batches in enumerate(runs.values()):
        loss = np.array([batch.loss for batch in batches], float)
        drawn = np.isfinite(loss) & ((loss > 0) | (not logarithmic))
        loss, epoch = loss[drawn], progress(batches)[drawn]
        few, mean = extremes(loss, share), smoothed(loss)
        points = {"epoch": epoch[few], "loss": loss[few], "mean": mean[few]}
        columns.append({name: column.astype(np.float32) for name, column in points.items()})
        columns[-1]["run"] = np.full(len(few), index, np.int8)
    data = {name: np.concatenate([each[name] for each in columns]) for name in columns[0]}
    scale = {"type": "log"} if logarithmic else {"type": "linear", "zero": True}

    def y(name: str) -> dict[str, Any]:
        axis = {"format": "~g"}
        return {"field": name, "type": "quantitative", "title": "loss a batch", "scale": scale, "axis": axis}

    raw = {"mark": {"type": "line", "opacity": 0.25, "strokeWidth": 1}, "encoding": {"y": y("loss")}}
    strong = {"type": "line", "strokeWidth": 2.5, "strokeCap": "round", "tooltip": True}  # one record alone is a dot
    mean_line = {"mark": strong, "encoding": {"y": y("mean"), "strokeDash": dashes(runs)}}
    spec = {
        "height": height(runs),
        "transform": [naming(runs)],
        "encoding": {"x": epochs_axis(epochs), "color": colours(runs)},
        "layer": [raw, mean_line],
    }
    return Chart(data, spec)


def rate_curve(batches: Sequence[Batch], planned: Sequence[float], epochs: int) -> Chart:
    """The learning rate of the batches so far over the planned one, dashed.

    `planned` are rates evenly spread over all `epochs`, the first batch's and the last one's among them.
    """
    plan = np.asarray(planned, np.float32)
    rates = np.array([batch.rate for batch in batches], float)
    few = extremes(rates, MOST_POINTS // 2)
    data = {
        "epoch": np.concatenate([np.linspace(0, epochs, len(plan)), progress(batches)[few]]),
        "planned": np.concatenate([plan, np.full(len(few), np.nan)]),
        "so far": np.concatenate([np.full(len(plan), np.nan), rates[few]]),
    }
    names = ["so far", "planned"]
    kind: dict[str, Any] = {"field": "kind", "type": "nominal", "title": None, "legend": LEGEND}
    y = {"field": "rate", "type": "quantitative", "title": "learning rate", "axis": {"format": "~g"}}
    spec = {
        "height": HEIGHT,
        "transform": [{"fold": names, "as": ["kind", "rate"]}, {"filter": "isValid(datum.rate)"}],
        "mark": {"type": "line", "tooltip": True, "strokeWidth": 2.5},
        "encoding": {
            "x": epochs_axis(epochs),
            "y": y,
            "color": kind | {"scale": {"domain": names}},
            "strokeDash": kind | {"scale": {"domain": names, "range": [[1, 0], [5, 3]]}},
        },
    }
    return Chart({name: column.astype(np.float32) for name, column in data.items()}, spec)


def progress(batches: Sequence[Batch]) -> NDArray[np.float64]:
    """How many epochs had been trained after each of these batches, shape (n,)."""
    return np.array([batch.epoch - 1 + batch.batch / batch.batches for batch in batches], float)


def epochs_axis(epochs: int) -> dict[str, Any]:
    """A horizontal axis as long as the whole run, with room at its ends for the last number and the last points."""
    axis = {"tickMinStep": 1, "format": "d"}
    scale = {"domain": [0, epochs], "padding": ROOM}
    return {"field": "epoch", "type": "quantitative", "title": "epochs", "scale": scale, "axis": axis}


def naming(names: Mapping[str, Any]) -> dict[str, str]:
    """Turns the index in column `run` into the run's name: sent once, not with every point."""
    return {"calculate": f"{json.dumps(list(names))}[datum.run]", "as": "name"}


def colours(names: Mapping[str, Any]) -> dict[str, Any]:
    """A colour of the theme for each run; a legend if there are several."""
    legend = LEGEND | {"columns": 3} if len(names) > 1 else None
    return {"field": "name", "type": "nominal", "title": None, "scale": {"domain": list(names)}, "legend": legend}


def height(names: Mapping[str, Any]) -> int:
    """With room for the legend of several runs above the plot."""
    return HEIGHT + 20 * -(-len(names) // 3) if len(names) > 1 else HEIGHT


def dashes(names: Mapping[str, Any]) -> dict[str, Any]:
    """A dash for each run beside its colour."""
    encoding = colours(names)
    return encoding | {"scale": {"domain": list(names), "range": (DASHES * len(names))[: len(names)]}}


def _no_points() -> dict[str, NDArray[Any]]:
    nothing = np.zeros(0, np.float32)
    return {"epoch": nothing, "loss": nothing, "mean": nothing, "run": np.zeros(0, np.int8)}
