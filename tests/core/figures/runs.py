"""Records of made-up runs, and what a chart's data weigh on their way to the browser."""

from __future__ import annotations

import numpy as np
from streamlit.dataframe_util import convert_anything_to_arrow_bytes

from core.digits.training.records import Batch, Score
from core.figures.chart import Chart


def batches(epochs: int, seed: int = 0, every: int = 10, of: int = 468) -> list[Batch]:
    rng = np.random.default_rng(seed)
    places = [(epoch, batch) for epoch in range(1, epochs + 1) for batch in range(every, of + 1, every)]
    return [
        Batch(
            epoch,
            batch,
            of,
            float(rng.exponential() / epoch),
            0.1 / epoch,
            tuple(rng.exponential(size=7)),
            0.0,
        )
        for epoch, batch in places
    ]


def scores(epochs: int, seed: int = 0) -> list[Score]:
    rng = np.random.default_rng(seed)
    return [
        Score(epoch, "test", float(rng.exponential()), int(rng.integers(9_000, 9_999)), 10_000, False, 0.0)
        for epoch in range(1, epochs + 1)
    ]


def weight(chart: Chart) -> int:
    """Bytes of the chart's data as Streamlit sends them."""
    return len(convert_anything_to_arrow_bytes(chart.data))


def lengths(chart: Chart) -> set[int]:
    return {len(column) for column in chart.data.values()}
