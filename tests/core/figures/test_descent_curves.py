import numpy as np
import pytest

from core.backprop.engine.descent import descend
from core.backprop.engine.network import Network
from core.figures.descent_curves import MOST_POINTS, loss_curve, weight_curves


@pytest.mark.parametrize(("updates", "update"), [(1, 0), (10, 10), (1000, 357), (5000, 4999)])
def test_the_curve_holds_the_ends_and_the_marked_update_in_few_points(updates: int, update: int) -> None:
    losses = np.exp(-np.arange(updates + 1) / 100)
    data = loss_curve(losses, update, logarithmic=False).data
    assert len(data["update"]) <= MOST_POINTS + 1
    assert {0, update, updates} <= set(data["update"].tolist())
    assert data["update"][data["here"]].tolist() == [update]
    assert data["E_total"].tolist() == losses[data["update"]].tolist()


def test_only_the_data_change_along_a_descent_so_that_the_chart_can_stay() -> None:
    descent = descend(Network(), 0.5, 50)
    assert loss_curve(descent.losses, 3, False).spec == loss_curve(descent.losses, 40, False).spec
    assert weight_curves(descent.weights, 3).spec == weight_curves(descent.weights, 40).spec


def test_the_axis_is_logarithmic_on_request_unless_a_loss_is_0() -> None:
    def scale(losses: list[float]) -> str:
        encoding = loss_curve(np.array(losses), 0, logarithmic=True).spec["encoding"]
        return str(encoding["y"]["scale"]["type"])

    assert scale([1.0, 0.1]) == "log"
    assert scale([1.0, 0.0]) == "linear"


def test_every_weight_has_a_curve() -> None:
    descent = descend(Network(), 0.5, 7)
    data = weight_curves(descent.weights, 2).data
    for name in Network().graph.weights:
        assert data[name].tolist() == [descent.at(k).numbers[name] for k in range(8)]


def test_the_curves_of_earlier_rates_stay_beside_the_present_one() -> None:
    now, before = (descend(Network(), rate, 20).losses for rate in (0.5, 2.0))
    chart = loss_curve(now, 7, True, 0.5, {2.0: before})
    earlier = chart.data["earlier"] == "η = 2"
    assert chart.data["E_total"][earlier].tolist() == before.tolist()
    assert chart.data["E_total"][~earlier].tolist() == now.tolist()
    assert chart.data["update"][chart.data["here"]].tolist() == [7]
    assert chart.spec["encoding"]["y"]["title"] == "E_total with η = 0.5"
