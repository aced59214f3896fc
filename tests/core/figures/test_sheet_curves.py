"""The curves of a sheet, solid, over the true ones, dashed."""

from __future__ import annotations

import numpy as np

from core.figures.sheet_curves import MOST_POINTS, RIGHT, YOURS, Pair, sheet_curves


def test_every_table_has_both_curves() -> None:
    pairs = [Pair("η = 0.1", np.linspace(1, 0, 50), np.linspace(1, 0.1, 50)), Pair("η = 2", np.ones(3), np.ones(3))]
    chart = sheet_curves(pairs)
    for pair in pairs:
        for who, losses in ((YOURS, pair.yours), (RIGHT, pair.right)):
            rows = (chart.data["table"] == pair.name) & (chart.data["curve"] == who)
            assert chart.data["E_total"][rows].tolist() == losses.tolist()
            assert chart.data["update"][rows].tolist() == list(range(len(losses)))
    assert chart.spec["encoding"]["strokeDash"]["scale"]["domain"] == [YOURS, RIGHT]


def test_a_long_curve_is_thinned_and_keeps_its_ends() -> None:
    chart = sheet_curves([Pair("x", np.arange(5000.0), np.arange(5000.0))])
    assert len(chart.data["update"]) <= 2 * (MOST_POINTS + 3)
    assert {0.0, 4999.0} <= set(chart.data["update"].tolist())


def test_nothing_is_a_chart_of_nothing() -> None:
    assert len(sheet_curves([]).data["update"]) == 0
