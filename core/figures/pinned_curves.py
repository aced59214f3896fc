"""How the ten probabilities of one image change while a network learns."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.figures.chart import HEIGHT, Chart
from core.figures.training_curves import LEGEND, epochs_axis

CLASSES = 10
MOST_EPOCHS = 250  # on one chart, evenly spread
DASHES = [[1, 0], [6, 3], [2, 2]]  # the theme has 8 colours; no two digits have both colour and dash in common
WRITTEN = 0.05  # the least last probability whose digit stands beside its line


def pinned_curves(epochs_seen: ArrayLike, probabilities: ArrayLike, epochs: int) -> Chart:
    """Ten lines from `probabilities` of shape (n, 10) after epochs of shape (n,), on an axis that goes to `epochs`."""
    seen = np.asarray(epochs_seen, float).reshape(-1)
    table = np.asarray(probabilities, float).reshape(-1, CLASSES)
    rows = np.unique(np.linspace(0, max(0, len(seen) - 1), min(len(seen), MOST_EPOCHS)).round().astype(int))
    names = [str(digit) for digit in range(CLASSES)]
    data = {"epoch": seen[rows], "last": np.arange(len(rows)) == len(rows) - 1}
    data |= dict(zip(names, table[rows].T, strict=True))
    x = epochs_axis(epochs)
    y = {"field": "probability", "type": "quantitative", "scale": {"domain": [0, 1]}, "axis": {"format": "%"}}
    legend = LEGEND | {"columns": 5}
    digit: dict[str, Any] = {"field": "digit", "type": "nominal", "title": None, "legend": legend}
    hues = digit | {"scale": {"domain": names}}
    dash = digit | {"scale": {"domain": names, "range": (DASHES * CLASSES)[:CLASSES]}}
    end = [{"filter": f"datum.last && datum.probability >= {WRITTEN}"}]
    line = {
        "mark": {"type": "line", "point": {"size": 18}, "tooltip": {"content": "data"}},
        "encoding": {"color": hues, "strokeDash": dash},
    }
    words = {
        "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 14, "fontWeight": "bold"},
        "transform": end,
        "encoding": {"text": {"field": "digit"}, "color": hues},
    }
    spec = {
        "height": HEIGHT + 40,
        "transform": [{"fold": names, "as": ["digit", "probability"]}],
        "encoding": {"x": x, "y": y},
        "layer": [line, words],
    }
    columns = {name: column if name == "last" else np.asarray(column, np.float32) for name, column in data.items()}
    return Chart(columns, spec)
