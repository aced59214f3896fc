"""Many runs in one graph: their own points, means of groups, and axes that are alike in all small ones."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest

from core.figures.group_curves import (
    ACCURACY,
    TEST_LOSS,
    TRAINING_LOSS,
    curve,
    ends_of,
    group_curves,
    panel,
)
from core.figures.thinning import smoothed
from tests.core.figures.runs import batches, lengths, scores, weight


def test_a_curve_is_what_the_run_recorded() -> None:
    tests, steps = scores(3), batches(2)
    epochs, values = curve(ACCURACY, steps, tests)
    assert epochs.tolist() == [1, 2, 3]
    assert values == pytest.approx([100 * score.accuracy for score in tests])
    assert curve(TEST_LOSS, steps, [replace(tests[0], loss=nan), tests[1]])[1] == pytest.approx([tests[1].loss])
    epochs, values = curve(TRAINING_LOSS, steps, tests)
    mean = smoothed([batch.loss for batch in steps])
    assert len(epochs) <= 100
    assert set(values) <= set(mean)
    assert (values[0], values[-1], epochs[-1]) == (mean[0], mean[-1], 1 + steps[-1].batch / steps[-1].batches)
    assert len(curve(TRAINING_LOSS, [replace(steps[0], loss=inf)], ())[0]) == 0


def test_a_group_of_several_has_a_mean_as_far_as_all_have_come() -> None:
    runs = [scores(4, 1), scores(3, 2)]
    curves = [curve(ACCURACY, (), each) for each in runs]
    data = group_curves({"both": curves, "one": curves[:1]}, ACCURACY, 20).data
    assert len(lengths(group_curves({"both": curves}, ACCURACY, 20))) == 1
    mean = data["value"][(data["run"] < 0)]
    assert mean == pytest.approx([50 * (a.accuracy + b.accuracy) for a, b in zip(*runs, strict=False)])
    assert set(data["group"][data["run"] < 0]) == {0}
    assert sorted(set(data["run"])) == [-1, 0, 1, 2]
    assert (group_curves({"both": curves}, TRAINING_LOSS, 20).data["run"] >= 0).all()


@pytest.mark.parametrize(
    ("values", "drawn"),
    [
        ((98.5, 99.2), True),
        ((98.5, 99.9), True),
        ((99.52, 99.6), True),  # better than it: the axis reaches down
        ((99.5, 99.5), True),
        ((96.0, 97.0), False),
        ((98.2, 98.3), False),  # near, but what these differ by would be lost beside it
    ],
)
def test_the_exercises_run_is_drawn_inside_when_a_run_is_near_it(values: tuple[float, float], drawn: bool) -> None:
    spec = group_curves({"": [(np.array([1.0, 2.0]), np.array(values))]}, ACCURACY, 2, 0.995).spec
    low, high = spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert ("the exercise's run: 99.50 %" in str(spec)) == drawn
    assert low <= min(values) <= max(values) <= high <= 100
    assert not drawn or low <= 99.5 < high


def test_small_graphs_share_their_axis_and_nothing_breaks_without_points() -> None:
    groups = {"a": [curve(ACCURACY, (), scores(4, 1))], "b": [curve(ACCURACY, (), scores(4, 2))], "none": []}
    low, high = ends_of(groups, ACCURACY)
    every = [y for curves in groups.values() for _, y in curves]
    assert low < min(map(min, every)) <= max(map(max, every)) <= high <= 100
    slow = (np.arange(1.0, 10.0), np.array([10.0, 60.0, 80.0, 98.0, 97.5, 98.5, 98.2, 98.3, 98.4]))
    assert 97 < ends_of({"slow": [slow]}, ACCURACY)[0] < 97.5  # a start that is far worse is left out
    specs = [panel(curves, ACCURACY, 20, (low, high), place).spec for place, curves in enumerate(groups.values())]
    assert [spec["encoding"]["y"]["scale"]["domain"] for spec in specs] == [[low, high]] * 3
    assert ends_of({"none": []}, ACCURACY) == (0, 1)
    assert ends_of({"flat": [(np.array([1.0]), np.array([0.0]))]}, TEST_LOSS)[1] > 0
    for what in (ACCURACY, TEST_LOSS, TRAINING_LOSS):
        assert weight(group_curves({"none": [], "empty": [curve(what, (), ())]}, what, 20))


@pytest.mark.parametrize("what", [ACCURACY, TRAINING_LOSS])
def test_forty_eight_runs_weigh_at_most_100_kB(what: str) -> None:
    groups = {str(k): [curve(what, batches(20, k + s), scores(20, k + s)) for s in range(4)] for k in range(12)}
    assert weight(group_curves(groups, what, 20)) < 100_000
