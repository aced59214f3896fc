from __future__ import annotations

import numpy as np
import pytest

from core.figures.pinned_curves import CLASSES, DASHES, pinned_curves
from tests.core.figures.runs import weight


def test_the_ten_probabilities_come_as_they_are_and_the_newest_is_marked() -> None:
    table = np.random.default_rng(0).dirichlet(np.ones(10), 6)
    data = pinned_curves(range(6), table, 20).data
    for digit in range(10):
        assert data[str(digit)] == pytest.approx(table[:, digit])
    assert data["last"].tolist() == [False] * 5 + [True]


def test_no_two_digits_share_both_dash_and_one_of_the_themes_eight_colours() -> None:
    assert len({(digit % 8, digit % len(DASHES)) for digit in range(CLASSES)}) == CLASSES


def test_a_thousand_epochs_of_probabilities_weigh_no_more() -> None:
    chart = pinned_curves(range(1000), np.ones((1000, 10)) / 10, 1000)
    assert weight(chart) <= 20_000
    assert chart.data["epoch"][[0, -1]].tolist() == [0, 999]
