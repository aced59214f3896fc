"""The exercise's table: the loss over the updates at its six learning rates."""

from __future__ import annotations

import csv
from io import StringIO

from core.backprop.engine.descent import descend
from core.backprop.engine.network import Network
from core.backprop.lesson.presets import RATES

Losses = dict[float, list[float]]  # by learning rate, from the start on; shorter where a number overflowed


def losses_by_rate(net: Network, updates: int) -> Losses:
    """Raises graph.NonFinite if already `net` itself overflows."""
    return {rate: descend(net, rate, updates).losses.tolist() for rate in RATES}


def rates_csv(net: Network, updates: int, first: int = 0) -> str:
    """One row an update from the one numbered `first` on, one column a learning rate, numbers with all their digits."""
    losses, text = losses_by_rate(net, updates), StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["update", *(f"{net.graph.loss} at learning rate {rate:g}" for rate in losses)])
    for row in range(updates + 1):
        writer.writerow([first + row, *(column[row] if row < len(column) else "" for column in losses.values())])
    return text.getvalue()
