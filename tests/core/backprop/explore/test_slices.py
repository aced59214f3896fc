from typing import cast

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from core.backprop.engine.descent import descend
from core.backprop.engine.graph import NonFinite
from core.backprop.engine.network import Network
from core.backprop.explore.slices import shadow, slices, surface
from tests.core.backprop.explore.test_ledger import anything
from tests.core.backprop.networks import MODERATE, networks

LOSS = "E_total"


def loss(net: Network) -> float:
    return float(cast(float, net.values()[net.graph.loss]))


@given(anything, st.floats(-1, 1))
@settings(max_examples=40, deadline=None)
def test_a_slice_is_the_loss_of_the_network_with_that_one_weight_moved(net: Network, rate: float) -> None:
    new = net.updated(rate)
    for each in slices(net, rate, dict.fromkeys(net.graph.weights, (-2.0, 3.0)), points=5):
        assert each.along.tolist() == [-2, -0.75, 0.5, 1.75, 3]
        for weight, there in zip(each.along, each.losses, strict=True):
            assert there == pytest.approx(loss(net.replaced(**{each.weight: float(weight)})), rel=1e-12)
        assert each.at == net.numbers[each.weight]
        assert each.loss == loss(net)
        assert each.lands == new.numbers[each.weight]
        assert each.alone == pytest.approx(loss(net.replaced(**{each.weight: each.lands})), rel=1e-12)
        assert each.together == loss(new)


@given(networks(MODERATE))
@settings(max_examples=40, deadline=None)
def test_the_tangent_touches_the_slice(net: Network) -> None:
    for each in slices(net, 1e-7, dict.fromkeys(net.graph.weights, (-1.0, 1.0)), points=2):
        assert each.slope == net.gradients()[each.weight]
        assert each.promised == pytest.approx(each.alone, rel=1e-9, abs=1e-12 + 1e-4 * abs(each.lands - each.at))


def test_a_large_step_lands_higher_than_the_tangent_promises() -> None:
    for each in slices(Network(), 50, dict.fromkeys(("w5", "w6", "w7", "w8"), (-10.0, 10.0))):
        assert each.promised < each.alone - 0.03  # no straight line can know where the valley ends


def test_a_window_without_the_weight_and_a_choice_of_weights_are_fine() -> None:
    (only,) = slices(Network(), 0.5, {"w3": (7.0, 8.0)}, points=3)
    assert (only.weight, only.at) == ("w3", 0.25)
    assert slices(Network(), 0.5, {}) == ()


def test_what_cannot_be_sliced_is_refused() -> None:
    with pytest.raises(ValueError, match="no weight 'i1'"):
        slices(Network(), 0.5, {"i1": (0.0, 1.0)})
    with pytest.raises(ValueError, match="learning rate"):
        slices(Network(), float("nan"), {"w1": (0.0, 1.0)})
    with pytest.raises(NonFinite, match=r"^h1"):
        slices(Network(i1=10), 0.5, {"w1": (0.0, 1.7e308)})


@given(anything, st.data())
@settings(max_examples=40, deadline=None)
def test_a_surface_is_the_loss_of_the_network_with_those_two_weights_moved(net: Network, data: st.DataObject) -> None:
    across, up = data.draw(st.lists(st.sampled_from(net.graph.weights), min_size=2, max_size=2, unique=True))
    try:
        ground = surface(net, across, up, ((-1.0, 1.0), (0.0, 4.0)), points=3)
    except NonFinite:
        reject()
    assert ground.losses.shape == (3, 3)
    for row, column in np.ndindex(3, 3):
        moved = net.replaced(**{across: float(ground.across[column]), up: float(ground.up[row])})
        assert ground.losses[row, column] == pytest.approx(loss(moved), rel=1e-12)


def test_a_surface_has_101_points_a_side_unless_said_otherwise() -> None:
    ground = surface(Network(), "w5", "w7", ((-5.0, 5.0), (-4.0, 4.0)))
    assert ground.losses.shape == (101, 101)
    assert (ground.across[[0, -1]].tolist(), ground.up[[0, -1]].tolist()) == ([-5, 5], [-4, 4])


@pytest.mark.parametrize("held", [0, 7, 30])
def test_the_path_has_its_own_losses_and_touches_the_surface_only_where_the_others_are_held(held: int) -> None:
    descent = descend(Network(), 2.0, 30)
    path = shadow(descent, descent.at(held), "w5", "w8")
    for update in range(31):
        net = descent.at(update)
        assert (path.across[update], path.up[update]) == (net.numbers["w5"], net.numbers["w8"])
        assert path.losses[update] == pytest.approx(loss(net), rel=1e-12)
        moved = descent.at(held).replaced(w5=net.numbers["w5"], w8=net.numbers["w8"])
        assert path.below[update] == pytest.approx(loss(moved), rel=1e-12)
    apart = np.abs(path.losses - path.below)
    assert apart[held] < 1e-15
    assert np.delete(apart, held).min() > 1e-6


def test_a_surface_needs_two_different_weights() -> None:
    with pytest.raises(ValueError, match="not w5 twice"):
        surface(Network(), "w5", "w5", ((0.0, 1.0), (0.0, 1.0)))
    with pytest.raises(ValueError, match="no weight 'a_h1'"):
        shadow(descend(Network(), 0.5, 2), Network(), "w5", "a_h1")
    with pytest.raises(NonFinite):
        surface(Network(i1=10), "w1", "w2", ((0.0, 1.7e308), (0.0, 1.0)))
