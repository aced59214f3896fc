"""A chart of `core.figures` on the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import pyarrow as pa
import streamlit as st

from core.figures.chart import Chart


def plot(
    chart: Chart,
    key: str,
    alt: str,
    *,
    height: int | None = None,
    on_select: Literal["ignore", "rerun"] | Callable[[], None] = "ignore",
) -> Any:
    """Shows a chart that changes in place, for it keeps its key; `alt` says in words what it shows.

    `height` in pixels is instead of its own. With "rerun" or a callback it returns what is selected in it.
    """
    spec = chart.spec if height is None else chart.spec | {"height": height}
    columns = pa.table(chart.data)  # what is sent; Streamlit's own way there, by pandas, takes ten times as long
    return st.vega_lite_chart(columns, spec, key=key, alt=alt, on_select=on_select)
