"""The losses of a learner's sheet over those that the same starts really lead to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.figures.chart import HEIGHT, Chart
from core.figures.thinning import evenly

MOST_POINTS = 100  # of a curve
YOURS, RIGHT = "your sheet", "without mistakes"


@dataclass(frozen=True)
class Pair:
    """The losses of one table of the sheet and the right ones, shape (updates + 1,) each."""

    name: str
    yours: NDArray[np.float64]
    right: NDArray[np.float64]


def sheet_curves(pairs: Sequence[Pair]) -> Chart:
    """A hue for each table, solid as in the sheet and dashed as it should be."""
    columns: dict[str, list[NDArray[np.float64]]] = {"update": [], "E_total": []}
    names: list[str] = []
    whose: list[str] = []
    for pair in pairs:
        for who, losses in ((RIGHT, pair.right), (YOURS, pair.yours)):
            some = evenly(len(losses), MOST_POINTS, 0)
            columns["update"].append(some.astype(np.float64))
            columns["E_total"].append(losses[some])
            names += [pair.name] * len(some)
            whose += [who] * len(some)
    x = {"field": "update", "type": "quantitative", "title": "updates", "axis": {"tickMinStep": 1}}
    y = {"field": "E_total", "type": "quantitative", "title": "E_total"}
    colour = {"field": "table", "type": "nominal", "title": None, "sort": [pair.name for pair in pairs]}
    dash = {
        "field": "curve",
        "type": "nominal",
        "title": None,
        "scale": {"domain": [YOURS, RIGHT], "range": [[1, 0], [4, 4]]},
    }
    spec = {
        "height": HEIGHT,
        "mark": {"type": "line", "tooltip": True},
        "encoding": {"x": x, "y": y, "color": colour, "strokeDash": dash},
    }
    data = {name: np.concatenate(some) if some else np.zeros(0) for name, some in columns.items()}
    return Chart({**data, "table": np.array(names), "curve": np.array(whose)}, spec)
