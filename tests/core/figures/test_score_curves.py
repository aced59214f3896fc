from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.digits.interval import wilson
from core.figures.pinned_curves import pinned_curves
from core.figures.score_curves import accuracy_curves, score_curves
from tests.core.figures.runs import lengths, scores, weight


def test_each_epochs_last_score_is_drawn() -> None:
    run = scores(3)
    final = replace(run[-1], correct=9_960, final=True)
    data = accuracy_curves({"run": [*run, final]}, 20).data
    assert data["epoch"].tolist() == [1, 2, 3]
    assert data["accuracy"] == pytest.approx([run[0].correct / 100, run[1].correct / 100, 99.6])
    assert data["low"][-1] == pytest.approx(100 * wilson(9_960, 10_000)[0])
    assert data["high"][-1] == pytest.approx(100 * wilson(9_960, 10_000)[1])
    assert score_curves({"run": run}, 20).data["loss"] == pytest.approx([score.loss for score in run])


def test_the_exercises_run_comes_into_sight_when_it_is_near() -> None:
    far = [replace(score, correct=9_700) for score in scores(4)]
    near = [*far, replace(far[-1], epoch=5, correct=9_850)]
    assert np.isnan(accuracy_curves({"run": far}, 20, 0.995).data["reference"]).all()
    assert np.isnan(accuracy_curves({"run": near}, 20).data["reference"]).all()  # of runs that are not to be compared
    reference = accuracy_curves({"run": near}, 20, 0.995).data["reference"]
    assert reference[~np.isnan(reference)].tolist() == [99.5]  # once, or its words would be written several times


def test_only_the_data_change_while_a_run_trains_so_that_the_charts_can_stay() -> None:
    for make in (accuracy_curves, score_curves):
        assert make({"run": []}, 20).spec == make({"run": scores(1)}, 20).spec == make({"run": scores(20)}, 20).spec
    assert pinned_curves([], [], 20).spec == pinned_curves([1, 2], np.ones((2, 10)) / 10, 20).spec


@pytest.mark.parametrize("epochs", [0, 1, 20])
def test_an_update_weighs_at_most_20_kB(epochs: int) -> None:
    six = {f"a run with a rather long name, number {seed}": scores(epochs, seed) for seed in range(6)}
    table = np.ones((epochs, 10)) / 10
    charts = [make(six, 20) for make in (accuracy_curves, score_curves)]
    for chart in (*charts, pinned_curves(range(epochs), table, 20)):
        assert len(lengths(chart)) == 1
        assert weight(chart) <= 20_000
