import json
from sys import float_info

import numpy as np
import pytest

from core.backprop.engine.network import Network
from core.backprop.explore.race import race
from core.backprop.lesson.presets import RATES, preset
from core.figures.race_curves import hues, race_curves, some_updates
from tests.core.backprop.explore.test_race import STEEP

OVERSHOOT = preset("overshoot").network


@pytest.mark.parametrize("updates", [0, 1, 10, 119, 120, 121, 1000, 5000])
def test_the_ends_are_shown_and_later_updates_come_in_pairs(updates: int) -> None:
    shown = some_updates(updates)
    assert (shown[0], shown[-1]) == (0, updates)
    assert len(shown) <= 302
    assert (np.diff(shown) > 0).all()
    later = set(shown[shown > 121].tolist())
    assert all(update + 1 in later or update - 1 in later for update in later)


def test_every_loss_shown_is_the_race_s_own_in_four_digits() -> None:
    run = race(Network(), RATES, 1000)
    data = race_curves(run, 0.02)
    for runner, shown in enumerate(data["runners"]):
        assert shown["losses"] == [float(f"{loss:.4g}") for loss in run.losses[data["updates"], runner]]
        assert (shown["lasted"], shown["reached"]) == (1000, run.reached(runner, 0.02))
    assert [shown["name"] for shown in data["runners"]] == ["0.1", "0.2", "0.5", "0.8", "1", "2"]
    assert (data["finish"], data["aim"]) == (0.02, "0.02")


@pytest.mark.parametrize("updates", [10, 100, 1000])
def test_a_race_of_six_is_less_than_20_kilobytes(updates: int) -> None:
    assert len(json.dumps(race_curves(race(Network(), RATES, updates), 0.02))) < 20_000


def test_who_stopped_has_no_losses_afterwards() -> None:
    data = race_curves(race(STEEP, (0.1, 10.0), 1000))
    fast = data["runners"][1]
    assert fast["stopped"]
    after = [loss for update, loss in zip(data["updates"], fast["losses"], strict=True) if update > fast["lasted"]]
    assert after == [None] * len(after) != []
    assert data["finish"] is None
    json.dumps(data, allow_nan=False)


def test_a_linear_axis_is_not_stretched_by_who_is_thrown_out() -> None:
    run = race(STEEP, (0.1, 10.0), 1000)
    assert np.nanmax(run.losses) > 1e300
    low, high = race_curves(run)["axes"]["linear"]["window"]
    assert (low, high) == (0.0, pytest.approx(3.15 * 0.5))


def test_there_is_no_logarithmic_axis_where_nothing_is_above_0() -> None:
    on_target = Network(STEEP.graph, i1=1, w1=1, t1=1)
    data = race_curves(race(on_target, (0.5,), 3))
    assert set(data["axes"]) == {"linear"}
    assert data["axes"]["linear"]["window"] == (0.0, 1.0)


def test_the_target_is_on_both_axes() -> None:
    axes = race_curves(race(OVERSHOOT, (10.0,), 10), 0.5)["axes"]
    for axis in axes.values():
        assert axis["window"][0] <= 0.5 <= axis["window"][1]


def test_the_axis_of_updates_begins_at_0_also_where_it_is_logarithmic() -> None:
    across = race_curves(race(Network(), RATES, 1000))["across"]
    assert [text for _, text in across["log"]] == ["0", "1", "3", "10", "30", "100", "300", "1,000"]
    assert across["linear"][-1] == (1000, "1,000")


def test_a_rate_of_the_exercise_keeps_its_colour_whoever_else_runs() -> None:
    assert hues(RATES) == [0, 1, 2, 3, 4, 5]
    assert hues((0.2, 0.3, 2.0, 7.0, 8.0)) == [1, 6, 5, 7, 0]
    assert sorted(hues(tuple(float(rate) for rate in range(8)))) == list(range(8))


@pytest.mark.parametrize("target", [1e308, float_info.max, 5e-324, 0.0, -1e308])
def test_a_target_may_be_any_number(target: float) -> None:
    data = race_curves(race(Network(), RATES, 10), target)
    json.dumps(data, allow_nan=False)
    low, high = data["axes"]["linear"]["window"]
    assert low <= max(target, 0.0) <= high
