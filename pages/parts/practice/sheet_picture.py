"""A sheet as it was judged: the cells of one table with their marks, and the losses beside what they should be."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.backprop.engine.descent import descend
from core.backprop.engine.graph import NonFinite
from core.backprop.practice.sheet import Report
from core.figures.sheet_curves import Pair, sheet_curves
from pages.parts.practice.sheet_table import MOST_ROWS, table
from pages.shared.number_field import number_field

MOST_CURVES = 6  # pairs of them that a chart can be read with


def picture(report: Report, number: int, digits: int) -> None:
    """The table of that number, and the losses of all."""
    about = report.blocks[number]
    rows, start = about.block.updates, 1
    if rows > MOST_ROWS:
        start = number_field("From update", 1, rows - MOST_ROWS + 1, key=f"practice sheet from {number}", width=140)
    st.html(table(about, start - 1, digits))
    if pairs := _pairs(report):
        chart = sheet_curves(pairs)
        st.vega_lite_chart(chart.data, chart.spec, width="stretch", key="practice sheet curves")


def _pairs(report: Report) -> list[Pair]:
    """The losses of each table whose start and learning rate are known, and what they should be."""
    pairs: list[Pair] = []
    for number, about in enumerate(report.blocks[:MOST_CURVES], 1):
        losses = np.array(about.numbers.get(about.network.graph.loss, []) if about.network else [])
        if about.network is None or about.rate is None or len(losses) < 2 or not np.isfinite(losses).all():
            continue
        try:
            right = descend(about.network, about.rate, len(losses) - 1).losses
        except NonFinite:
            continue
        rate = f"η = {about.rate:g}"
        name = f"{number}: {rate}" if rate in {pair.name for pair in pairs} else rate
        pairs.append(Pair(name, losses, right))
    return pairs
