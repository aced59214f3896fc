"""The table of the six learning rates is what their descents give."""

from __future__ import annotations

import csv
from io import StringIO

from core.backprop.engine.descent import descend
from core.backprop.engine.network import Network
from core.backprop.export.rates import losses_by_rate, rates_csv
from core.backprop.lesson.presets import RATES


def test_each_column_is_a_descent_with_all_its_digits() -> None:
    head, *rows = csv.reader(StringIO(rates_csv(Network(), 5, first=1000)))
    assert head == ["update", *(f"E_total at learning rate {rate:g}" for rate in RATES)]
    assert [row[0] for row in rows] == [str(1000 + update) for update in range(6)]
    for column, rate in enumerate(RATES, start=1):
        assert [float(row[column]) for row in rows] == descend(Network(), rate, 5).losses.tolist()
        assert losses_by_rate(Network(), 5)[rate] == descend(Network(), rate, 5).losses.tolist()
