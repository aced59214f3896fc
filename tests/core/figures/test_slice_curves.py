import json

import numpy as np
import pytest

from core.backprop.engine.descent import descend
from core.backprop.engine.network import Network
from core.backprop.explore.slices import slices
from core.backprop.lesson.presets import preset
from core.figures.slice_curves import POINTS, slice_curves, windows
from tests.core.backprop.narrowed import floats

DESCENT = descend(Network(), 0.5, 100)
WEIGHTS = Network().graph.weights


def charts(net: Network, rate: float, width: tuple[float, float], alike: bool) -> list[dict]:  # type: ignore[type-arg]
    return slice_curves(slices(net, rate, dict.fromkeys(WEIGHTS, width), POINTS), 4, alike)


@pytest.mark.parametrize("zoom", ["valley", "near", "step"])
@pytest.mark.parametrize("update", [0, 50, 100])
def test_a_window_has_the_weight_and_its_step_in_it(zoom: str, update: int) -> None:
    net = DESCENT.at(update)
    for name, (low, high) in windows(DESCENT, update, 0.5, zoom, {}).items():
        for weight in (net.numbers[name], net.updated(0.5).numbers[name]):
            assert low < weight < high


def test_nothing_jumps_while_one_walks_along_the_descent() -> None:
    first = windows(DESCENT, 0, 0.5, "valley", {})
    seen = first
    for update in range(101):
        seen = windows(DESCENT, update, 0.5, "valley", seen)
    assert seen == first
    assert windows(DESCENT, 100, 0.5, "valley", {}) == first


def test_a_window_for_the_step_is_as_wide_as_the_step_asks_for() -> None:
    old, new = floats(DESCENT.at(0).numbers), floats(DESCENT.at(1).numbers)
    for name, (low, high) in windows(DESCENT, 0, 0.5, "step", {}).items():
        step = abs(new[name] - old[name])
        assert 3 * step < high - low < 6 * step


def test_a_weight_that_does_not_move_has_a_window_all_the_same() -> None:
    still = descend(Network(i1=0, i2=0), 0.5, 3)
    assert all(high > low for low, high in windows(still, 0, 0.5, "step", {}).values())


def test_a_huge_step_does_not_shrink_the_rest() -> None:
    far = descend(Network(), 1e6, 0)
    assert all(high - low < 30 for low, high in windows(far, 0, 1e6, "valley", {}).values())


def test_places_are_where_the_numbers_are() -> None:
    net = Network()
    each = charts(net, 0.5, (-1.0, 3.0), alike=False)[4]
    assert each["weight"] == "w5"
    assert each["at"][0] == pytest.approx((0.4 + 1) / 4, abs=1e-4)
    assert each["alone"][0] == each["promised"][0] == each["together"][0]
    at = round(each["at"][0] * (POINTS - 1))
    assert each["curve"][at] == pytest.approx(each["at"][1], abs=0.02)
    (left, low), (right, high) = each["tangent"]
    assert low + (high - low) * each["at"][0] == pytest.approx(each["at"][1], abs=1e-3)
    assert each["texts"] == {
        "at": "0.4",
        "slope": "0.07216",
        "lands": "0.3639",
        "alone": "0.2399",
        "together": "0.2355",
    }
    assert (left, right) == (0, 1)


def test_slices_alike_share_their_height_and_others_fill_their_own() -> None:
    def tall(each: dict) -> float:  # type: ignore[type-arg]
        return float(np.ptp(each["curve"]))

    alike, own = charts(Network(), 0.5, (-5.0, 5.0), True), charts(Network(), 0.5, (-5.0, 5.0), False)
    assert tall(alike[0]) < 0.02 < 0.5 < tall(alike[4])
    assert min(map(tall, own)) > 0.3
    assert {tuple(text for _, text in each["up"]) for each in alike} == {("0", "0.2", "0.4", "0.6")}


def test_a_landing_outside_stays_a_place_that_can_be_sent() -> None:
    text = json.dumps(charts(Network(), 1e9, (-1.0, 1.0), False), allow_nan=False)
    assert "99.0" in text
    flat = preset("saturated").network.replaced(w5=1e3)
    json.dumps(charts(flat, 0.5, (990.0, 1010.0), False), allow_nan=False)


def test_all_eight_are_less_than_20_kilobytes() -> None:
    assert len(json.dumps(charts(Network(), 0.5, (-5.0, 5.0), True))) < 10_000
