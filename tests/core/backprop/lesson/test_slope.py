from itertools import pairwise
from math import isclose, prod

import numpy as np
import pytest

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.graph import NonFinite
from core.backprop.engine.network import Network, network_of
from core.backprop.engine.substitution import ids
from core.backprop.lesson.slope import NUDGES, TURN, chain_rule, first_weight, gears, loss_in_full, slope
from tests.core.backprop.narrowed import floats
from tests.core.backprop.networks import SHAPES

H = 1e-6  # of a central difference


def loss(net: Network, weight: str, at: float) -> float:
    return floats(net.replaced(**{weight: at}).values())["E_total"]


@pytest.mark.parametrize("architecture", SHAPES, ids=str)
def test_the_curve_is_the_graphs_loss_and_its_slopes_are_central_differences(architecture: Architecture) -> None:
    net = network_of(architecture)
    found = slope(net)
    for place in range(0, len(found.along), 10):
        at = float(found.along[place])
        assert found.values["E_total"][place] == pytest.approx(loss(net, found.weight, at), rel=1e-12)
        difference = (loss(net, found.weight, at + H) - loss(net, found.weight, at - H)) / (2 * H)
        assert found.slopes[place] == pytest.approx(difference, rel=1e-5, abs=1e-9)


def test_the_middle_place_is_the_weight_now() -> None:
    found = slope(Network())
    middle = len(found.along) // 2
    assert (found.weight, found.along[middle]) == ("w5", 0.4)
    assert found.slopes[middle] == pytest.approx(floats(Network().gradients())["w5"], rel=1e-12)


def test_smaller_nudges_settle_on_the_slope() -> None:
    found, net = slope(Network()), Network()
    middle = len(found.along) // 2
    for nudge in NUDGES:
        ratio = (loss(net, "w5", 0.4 + nudge) - loss(net, "w5", 0.4)) / nudge
        assert found.ratios[nudge][middle] == pytest.approx(ratio, rel=1e-9)
    misses = [abs(found.ratios[nudge] - found.slopes) for nudge in NUDGES[2:]]
    assert all(np.all(larger > smaller) for larger, smaller in pairwise(misses))
    assert f"{found.ratios[NUDGES[-1]][middle]:.4g}" == f"{found.slopes[middle]:.4g}"


@pytest.mark.parametrize("architecture", SHAPES, ids=str)
def test_gears_turn_by_their_rates_and_the_rates_multiply_to_the_slope(architecture: Architecture) -> None:
    net = network_of(architecture)
    first, *others = gears(net)
    assert (first.name, others[-1].name) == (first_weight(net.graph), "E_total")
    assert first.turned[-1] == pytest.approx(3)
    assert prod(gear.rate for gear in others) == pytest.approx(floats(net.gradients())[first.name], rel=1e-12)
    for before, gear in pairwise((first, *others)):
        assert gear.turned[-1] - gear.turned[0] == pytest.approx(
            gear.rate * (before.turned[-1] - before.turned[0]), rel=1e-4
        )
    last = loss(net, first.name, floats(net.numbers)[first.name] + 3 * TURN) - floats(net.values())["E_total"]
    assert others[-1].turned[-1] == pytest.approx(last / TURN, rel=1e-6)


@pytest.mark.parametrize("architecture", SHAPES, ids=str)
def test_chain_rule_and_loss_are_written_as_they_compute(architecture: Architecture) -> None:
    net = network_of(architecture)
    loss, rule = loss_in_full(net), chain_rule(net)
    assert isclose(float(loss.rows[1].evaluate({})), floats(net.values())["E_total"], rel_tol=1e-12)
    assert isclose(float(rule.rows[1].evaluate({})), rule.result, rel_tol=1e-12)
    assert rule.result == net.gradients()[first_weight(net.graph)]


def test_the_worksheets_chain_has_three_links() -> None:
    assert [gear.name for gear in gears(Network())] == ["w5", "o1", "a_o1", "E_total"]
    assert ids(chain_rule(Network()).rows[0]) == {"∂o1/∂w5", "∂a_o1/∂o1", "∂E_total/∂a_o1"}
    assert ids(loss_in_full(Network()).rows[0]) == {"t1", "a_o1", "t2", "a_o2"}


def test_what_overflows_says_where() -> None:
    with pytest.raises(NonFinite):
        slope(Network(t1=1e200))
