from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.digits.training.records import Batch, Record, Score, from_line, to_line
from core.figures.gradient_curves import gradient_curves, remark
from core.figures.group_curves import ACCURACY, TEST_LOSS, TRAINING_LOSS, curve, ends_of, group_curves, panel
from core.figures.score_curves import accuracy_curves, score_curves
from core.figures.training_curves import DASHES, MOST_POINTS, loss_curves, progress, rate_curve
from tests.core.figures.runs import batches, lengths, weight


@pytest.mark.parametrize("epochs", [0, 1, 20, 200])
@pytest.mark.parametrize("runs", [1, 6])
def test_losses_come_in_at_most_500_points(epochs: int, runs: int) -> None:
    chart = loss_curves({f"run {seed}": batches(epochs, seed) for seed in range(runs)}, 200, False)
    (length,) = lengths(chart)
    assert length <= MOST_POINTS
    assert length == 0 or set(chart.data["run"].tolist()) == set(range(runs))


def test_the_least_and_the_largest_loss_survive() -> None:
    run = batches(200)
    data = loss_curves({"run": run}, 200, False).data
    losses = np.array([batch.loss for batch in run], np.float32)
    assert data["loss"].min() == losses.min()
    assert data["loss"].max() == losses.max()
    for epoch, loss in zip(data["epoch"], data["loss"], strict=True):
        assert loss in losses[np.isclose(progress(run), epoch)]


def test_a_loss_that_is_no_number_is_left_out_and_on_a_logarithmic_axis_so_is_0() -> None:
    run = [replace(batch, loss=loss) for batch, loss in zip(batches(1), [1.0, 0.0, float("nan"), 2.0], strict=False)]
    assert loss_curves({"run": run}, 1, False).data["loss"].tolist() == [1, 0, 2]
    chart = loss_curves({"run": run}, 1, True)
    assert chart.data["loss"].tolist() == [1, 2]
    assert chart.spec["layer"][0]["encoding"]["y"]["scale"]["type"] == "log"


def test_only_the_data_change_while_a_run_trains_so_that_the_charts_can_stay() -> None:
    def specs(epochs: int) -> list[dict[str, Any]]:
        run = batches(epochs)
        charts = (loss_curves({"run": run}, 20, False), rate_curve(run, [0.1, 0.2], 20), gradient_curves(run, 20))
        return [chart.spec for chart in charts]

    assert specs(0) == specs(1) == specs(20)


def test_a_name_can_hold_any_letters_and_stays_text() -> None:
    spec = loss_curves({"\"] + x ['": batches(1), "b": []}, 20, False).spec
    assert spec["transform"][0]["calculate"] == '["\\"] + x [\'", "b"][datum.run]'


def test_six_runs_differ_without_colour() -> None:
    assert len({tuple(dash) for dash in DASHES}) == 6


def test_the_rate_so_far_lies_on_the_plan() -> None:
    planned = np.linspace(0, 1, 101)
    run = [replace(batch, rate=float(progress([batch])[0] / 20)) for batch in batches(5)]
    data = rate_curve(run, planned.tolist(), 20).data
    done = ~np.isnan(data["so far"])
    assert np.interp(data["epoch"][done], data["epoch"][~done], data["planned"][~done]) == pytest.approx(
        data["so far"][done], abs=1e-6
    )
    assert data["epoch"][~done][[0, -1]].tolist() == [0, 20]


def test_batches_are_in_order_along_the_axis() -> None:
    for chart in (loss_curves({"run": batches(40)}, 40, False), gradient_curves(batches(40), 40)):
        assert all(a < b for a, b in pairwise(chart.data["epoch"]))


@pytest.mark.parametrize("epochs", [0, 1, 20, 200])
def test_an_update_weighs_at_most_20_kB(epochs: int) -> None:
    run: list[Batch] = batches(epochs)
    six = {f"a run with a rather long name, number {seed}": batches(epochs, seed) for seed in range(6)}
    charts = (loss_curves(six, 200, False), gradient_curves(run, 200), rate_curve(run, np.ones(200).tolist(), 200))
    for chart in charts:
        assert weight(chart) <= 20_000


ROWS = st.lists(
    st.tuples(
        st.integers(1, 2**53 - 1) | st.integers(1, 9),
        st.floats() | st.sampled_from([1e308, 5e-324, 0.0]),
        st.lists(st.floats(), min_size=6, max_size=8),
    ),
    max_size=8,
)


@given(ROWS)
def test_whatever_is_a_record_can_be_drawn(rows: list[tuple[int, float, list[float]]]) -> None:
    numbers = [number if number == number and abs(number) < float("inf") else 1.0 for _, number, _ in rows]
    run = [
        Batch(epoch, min(7, epoch), max(7, epoch), loss, rate, tuple(lengths), 1.0)
        for (epoch, loss, lengths), rate in zip(rows, numbers, strict=True)
    ]
    tests = [Score(epoch, "test", loss, epoch, 2**53 - 1, False, 1.0) for epoch, loss, _ in rows]
    records: list[Record] = [*run, *tests]
    for record in records:
        assert from_line(to_line(record)).epoch == record.epoch
    with np.errstate(all="ignore"):
        charts = [loss_curves({"run": run}, 20, logarithmic) for logarithmic in (False, True)]
        charts += [rate_curve(run, [0.1], 20), gradient_curves(run, 20), score_curves({"run": tests}, 20)]
        charts += [accuracy_curves({"run": tests}, 20)]
        for what in (ACCURACY, TEST_LOSS, TRAINING_LOSS):
            two = [curve(what, run, tests)] * 2
            charts += [group_curves({"runs": two}, what, 20), panel(two, what, 20, ends_of({"": two}, what), 1)]
        assert isinstance(remark([batch.gradients for batch in run]), str)
    assert all(weight(chart) for chart in charts)


@pytest.mark.parametrize("epochs", [1, 20, 200])
def test_an_axis_of_epochs_has_room_for_half_its_last_number_and_for_its_last_points(epochs: int) -> None:
    graph = {"": [curve(ACCURACY, (), ())]}
    charts = (
        loss_curves({}, epochs, False),
        group_curves(graph, ACCURACY, epochs),
        panel([], ACCURACY, epochs, (0, 1), 0),
    )
    for spec in (chart.spec for chart in charts):
        x = (spec.get("encoding") or spec["layer"][0]["encoding"])["x"]
        assert x["scale"]["domain"] == [0, epochs]
        assert x["scale"]["padding"] >= 7 * len(str(epochs)) / 2 - 1  # pixels: a digit of 12 px has about 7
