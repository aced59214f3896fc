from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.figures.confusion import FAINTEST, RIGHT, STRONGEST, confusion, confusion_matrix, digit_accuracies
from tests.core.figures.runs import weight

PAIRS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=300)


@given(PAIRS)
def test_every_pair_is_counted_once(pairs: list[tuple[int, int]]) -> None:
    counts = confusion([truth for truth, _ in pairs], [answer for _, answer in pairs])
    for truth in range(10):
        for answer in range(10):
            assert counts[truth, answer] == pairs.count((truth, answer))


@given(PAIRS)
def test_the_cells_carry_the_counts_and_a_single_mistake_is_seen(pairs: list[tuple[int, int]]) -> None:
    chart = confusion_matrix(confusion([truth for truth, _ in pairs], [answer for _, answer in pairs]))
    cells = dict(zip(zip(chart.data["truth"], chart.data["answer"], strict=True), chart.data["count"], strict=True))
    shades = dict(zip(cells, chart.data["shade"], strict=True))
    assert len(cells) == 100
    for (truth, answer), count in cells.items():
        assert count == pairs.count((truth, answer))
        shade = shades[truth, answer]
        if truth == answer:
            assert shade == pytest.approx(RIGHT)
        elif count:
            assert FAINTEST < shade <= STRONGEST + 1e-6
        else:
            assert shade == 0


def test_more_mistakes_are_coloured_more_by_the_square_root() -> None:
    counts = np.diag([100] * 10)
    counts[4, 9], counts[9, 4], counts[3, 5] = 16, 4, 1
    shade = dict(zip(range(100), confusion_matrix(counts).data["shade"], strict=True))
    steps = [(shade[cell] - FAINTEST) / (STRONGEST - FAINTEST) for cell in (49, 94, 35)]
    assert steps == pytest.approx([1, 0.5, 0.25], abs=1e-6)


def test_the_accuracy_of_each_digit_has_its_interval_and_absent_digits_are_left_out() -> None:
    counts = np.zeros((10, 10), int)
    counts[2, 2], counts[2, 7], counts[5, 5] = 81, 182, 10
    data = digit_accuracies(counts).data
    assert data["digit"].tolist() == [2, 5]
    assert data["accuracy"] == pytest.approx([100 * 81 / 263, 100])
    assert data["low"][0] == pytest.approx(25.53, abs=0.005)  # Newcombe (1998), table I
    assert data["high"][0] == pytest.approx(36.62, abs=0.005)


def test_the_charts_stay_and_weigh_little() -> None:
    few, many = np.eye(10, dtype=int), 1000 * np.ones((10, 10), int)
    for make in (confusion_matrix, digit_accuracies):
        assert make(few).spec == make(many).spec == make(0 * few).spec
        assert weight(make(many)) <= 20_000


@pytest.mark.parametrize(
    ("truth", "answer", "cells"),
    [(None, None, []), (4, 9, [49]), (4, 4, [44]), (4, None, [40, 41, 42, 43, 45, 46, 47, 48, 49])],
)
def test_what_is_chosen_is_ringed_a_cell_or_the_mistakes_of_a_row(
    truth: int | None, answer: int | None, cells: list[int]
) -> None:
    assert np.flatnonzero(confusion_matrix(np.eye(10, dtype=int), truth, answer).data["ringed"]).tolist() == cells
