"""Charts of a descent as Vega-Lite specifications; plain data in, plain dictionaries out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

MOST_POINTS = 400  # more than a chart has pixels for
HEIGHT = 260


def loss_curve(losses: np.ndarray, update: int, logarithmic: bool) -> dict[str, Any]:
    """E_total over the updates, with a point at `update`. `losses` has shape (updates + 1,)."""
    curve = [{"update": int(k), "E_total": float(losses[k])} for k in _some(len(losses), update)]
    point = [{"update": update, "E_total": float(losses[update])}]
    scale = {"type": "log"} if logarithmic and losses.min() > 0 else {"type": "linear", "zero": True}
    y = {"field": "E_total", "type": "quantitative", "scale": scale, "axis": {"format": "~g"}, "title": "E_total"}
    x = {"field": "update", "type": "quantitative", "title": "updates", "axis": {"tickMinStep": 1}}
    return {
        "height": HEIGHT,
        "layer": [
            {"data": {"values": curve}, "mark": {"type": "line", "tooltip": True}, "encoding": {"x": x, "y": y}},
            {
                "data": {"values": point},
                "mark": {"type": "point", "filled": True, "size": 130, "tooltip": True},
                "encoding": {"x": x, "y": y},
            },
        ],
    }


def weight_curves(weights: Mapping[str, np.ndarray], update: int) -> dict[str, Any]:
    """Every weight over the updates, shape (updates + 1,) each, with a rule at `update`."""
    length = len(next(iter(weights.values())))
    curves = [
        {"update": int(k), "weight": name, "value": float(history[k])}
        for name, history in weights.items()
        for k in _some(length, update)
    ]
    x = {"field": "update", "type": "quantitative", "title": "updates", "axis": {"tickMinStep": 1}}
    y = {"field": "value", "type": "quantitative", "title": "weights", "scale": {"zero": False}}
    return {
        "height": HEIGHT,
        "layer": [
            {
                "data": {"values": curves},
                "mark": {"type": "line", "tooltip": True},
                "encoding": {"x": x, "y": y, "color": {"field": "weight", "type": "nominal", "title": None}},
            },
            {"data": {"values": [{"update": update}]}, "mark": {"type": "rule", "opacity": 0.5}, "encoding": {"x": x}},
        ],
    }


def _some(length: int, always: int) -> list[int]:
    """At most about MOST_POINTS indices, evenly spread, the ends and `always` among them."""
    return sorted({*np.linspace(0, length - 1, min(length, MOST_POINTS)).round().astype(int).tolist(), always})
