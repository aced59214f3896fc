"""The curves of a descent: the loss and every weight over the updates."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from core.backprop.notation.number import format_number
from core.figures.chart import HEIGHT, Chart
from core.figures.thinning import evenly

MOST_POINTS = 400  # more than a chart has pixels for
UPDATES = {"field": "update", "type": "quantitative", "title": "updates", "axis": {"tickMinStep": 1}}
HERE = {"filter": "datum.here"}
DASHES = [[6, 3], [2, 2], [8, 2, 2, 2]]
HUES = ["#8a63c9", "#c0487f", "#9a8200", "#6f7c88"]  # others than the three hues that mean forward, gradient and update


def loss_curve(
    losses: np.ndarray,
    update: int,
    logarithmic: bool,
    rate: float = 0.0,
    earlier: Mapping[float, np.ndarray] = MappingProxyType({}),
) -> Chart:
    """E_total over the updates, with a point at `update`. `losses` has shape (updates + 1,).

    `earlier` are the losses with other learning rates than `rate`: faint, broken lines, named in a legend, and where
    they are higher than `losses` ever was they are cut off. The logarithmic axis needs losses above 0; where there is
    none, the axis stays linear.
    """
    logarithmic = logarithmic and min(each.min() for each in (losses, *earlier.values())) > 0
    scale: dict[str, Any] = {"type": "log", "nice": False} if logarithmic else {"type": "linear", "zero": True}
    axis = {"format": "~g"} | ({"values": _ticks(losses)} if logarithmic else {})
    data = _some({"E_total": losses}, update)
    point = {"type": "point", "filled": True, "size": 150, "opacity": 1, "tooltip": True}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "line", "tooltip": True}},
        {"mark": point, "transform": [HERE]},
    ]
    title = "E_total"
    if earlier:
        title = f"E_total with η = {format_number(rate)}"
        scale["domainMax"] = float(losses.max())
        named = {f"η = {format_number(each)}": _some({"E_total": curve}, 0) for each, curve in earlier.items()}
        rates = ["", *named]  # that of the curve itself is in the title
        parts = [data, *({**part, "here": np.zeros(len(part["here"]), bool)} for part in named.values())]
        data = {column: np.concatenate([part[column] for part in parts]) for column in data}
        data["earlier"] = np.repeat(rates, [len(part["here"]) for part in parts]).astype(object)
        layers[0]["transform"] = [{"filter": "!datum.earlier"}]
        layers.insert(0, _earlier(list(named)))
    y = {"field": "E_total", "type": "quantitative", "scale": scale, "axis": axis, "title": title}
    return Chart(data, {"height": HEIGHT, "encoding": {"x": UPDATES, "y": y}, "layer": layers})


def _earlier(names: list[str]) -> dict[str, Any]:
    legend = {"field": "earlier", "type": "nominal", "title": "before", "legend": {"orient": "top"}}
    hues, dashes = {"domain": names, "range": HUES}, {"domain": names, "range": DASHES}
    return {
        "transform": [{"filter": "datum.earlier"}],
        "mark": {"type": "line", "tooltip": True, "clip": True, "strokeWidth": 1.5, "opacity": 0.85},
        "encoding": {"color": legend | {"scale": hues}, "strokeDash": legend | {"scale": dashes}},
    }


def weight_curves(weights: Mapping[str, np.ndarray], update: int) -> Chart:
    """Every weight over the updates, shape (updates + 1,) each, with a rule at `update`.

    The first half of the weights has solid lines, the second dashed ones in the same hues.
    """
    y = {"field": "value", "type": "quantitative", "title": "weights", "scale": {"zero": False}}
    order = list(weights)
    half = (len(order) + 1) // 2
    hues = {"domain": order, "range": (HUES * len(order))[:half] + (HUES * len(order))[: len(order) - half]}
    dashes = {"domain": order, "range": [[1, 0]] * half + [[5, 3]] * (len(order) - half)}
    legend = {"field": "weight", "type": "nominal", "title": None}
    lines = {
        "transform": [{"fold": list(weights), "as": ["weight", "value"]}],
        "mark": {"type": "line", "tooltip": True},
        "encoding": {"y": y, "color": legend | {"scale": hues}, "strokeDash": legend | {"scale": dashes}},
    }
    rule = {"transform": [HERE], "mark": {"type": "rule", "color": "gray", "aria": False}}
    return Chart(_some(weights, update), {"height": HEIGHT, "encoding": {"x": UPDATES}, "layer": [lines, rule]})


def _ticks(losses: np.ndarray) -> list[float]:
    """1, 2 and 5 times the powers of ten around the losses; over more than three decades the powers only."""
    low, high = int(np.floor(np.log10(losses.min()))), int(np.ceil(np.log10(losses.max())))
    factors = (1, 2, 5) if high - low <= 3 else (1,)
    marks = [float(f"{factor}e{power}") for power in range(low, high + 1) for factor in factors]
    return [mark for mark in marks if 0 < mark < np.inf]  # which a power near the ends of what a number can hold is not


def _some(columns: Mapping[str, np.ndarray], update: int) -> dict[str, np.ndarray]:
    """At most about MOST_POINTS rows, evenly spread, the ends and `update`, marked `here`, among them."""
    length = len(next(iter(columns.values())))
    rows = evenly(length, MOST_POINTS, update)
    return {"update": rows, "here": rows == update, **{name: column[rows] for name, column in columns.items()}}
