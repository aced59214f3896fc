import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings

from core.backprop.engine.graph import Graph, NonFinite, half_squared_error, weighted_sum
from core.backprop.engine.network import WORKSHEET, Network
from core.backprop.engine.proof import autograd, central_differences, prove
from core.backprop.lesson.presets import preset
from tests.core.backprop.narrowed import floats
from tests.core.backprop.networks import MODERATE, batch, networks


def assert_central_differences(net: Network, gradients: dict[str, float]) -> None:
    """To 1e-7 of the gradient, or near zero to 1e-9."""
    for weight, difference in central_differences(net).items():
        assert abs(difference - gradients[weight]) <= max(1e-7 * abs(gradients[weight]), 1e-9), (weight, net)


def test_gradients_of_many_networks_are_their_central_differences() -> None:
    numbers = batch(10_000, MODERATE)
    family = Network(**numbers).gradients()
    # As rows: one network after the other, since a network of arrays has no central differences.
    rows = np.stack([numbers[name] for name in WORKSHEET.given], axis=1).tolist()
    gradients = np.stack([family[weight] for weight in WORKSHEET.weights], axis=1).tolist()
    for row, gradient in zip(rows, gradients, strict=True):
        net = Network(**dict(zip(WORKSHEET.given, row, strict=True)))
        assert_central_differences(net, dict(zip(WORKSHEET.weights, gradient, strict=True)))


@given(networks(MODERATE))
@settings(deadline=None)
def test_gradients_of_any_network_are_its_central_differences(net: Network) -> None:
    assert_central_differences(net, floats(net.gradients()))


def test_the_three_methods_agree_on_the_worksheet() -> None:
    proofs = prove(Network())
    assert [proof.weight for proof in proofs] == list(WORKSHEET.weights)
    for proof in proofs:
        assert proof.chain_rule == Network().gradients()[proof.weight]
        assert 0 < proof.residual_difference < 1e-10  # not 0: it is only an approximation
        assert proof.residual_autograd < 1e-15


@pytest.mark.parametrize("name", ["saturated", "overshoot"])
def test_the_three_methods_agree_on_a_preset(name: str) -> None:
    for proof in prove(preset(name).network):
        assert proof.residual_difference < 1e-9
        assert proof.residual_autograd < 1e-15


def test_the_three_methods_agree_on_networks_drawn_by_chance() -> None:
    for seed in range(20):
        for proof in prove(preset("random", seed).network):
            assert proof.residual_difference < 1e-9
            assert proof.residual_autograd < 1e-15


def test_a_residual_is_a_distance() -> None:
    proof = prove(Network())[0]
    assert proof.residual_difference == abs(proof.chain_rule - proof.central_difference)
    assert proof.residual_autograd == abs(proof.chain_rule - proof.autograd)


def test_a_central_difference_moves_large_weights_by_more_than_their_rounding_error() -> None:
    numbers = {"w5": 1e12, "w6": -1e12, "w1": 0, "w2": 0, "w3": 0, "w4": 0}  # o1 = 0, not saturated
    assert all(map(np.isfinite, central_differences(Network(**numbers)).values()))


def test_a_central_difference_moves_large_weights_by_no_more_than_it_must() -> None:
    far_out = {"w1": -7.56, "w2": -15.73, "w3": -50, "w4": -50, "w5": -24.18, "w6": 49.65, "w7": 33.58, "w8": -50}
    net = Network(**far_out, i1=5, i2=-5, t1=-1.99, t2=-2)
    assert central_differences(net)["w3"] == pytest.approx(net.gradients()["w3"], rel=1e-7)


def test_the_proof_of_a_network_that_overflows_says_where() -> None:
    with pytest.raises(NonFinite, match=r"^E1"):
        prove(Network(t1=1e200))


def test_autograd_refuses_a_graph_it_was_not_written_for() -> None:
    other = Graph(("i1",), ("t1",), ("w1",), (weighted_sum("h1", ("w1", "i1")), half_squared_error("E1", "t1", "h1")))
    with pytest.raises(ValueError, match="worksheet network only"):
        autograd(Network(other, i1=1, w1=1, t1=0))


def test_torch_is_imported_only_when_autograd_is_asked_for() -> None:
    code = (
        "import sys; from core.backprop.engine import proof; from core.backprop.engine.network import Network;"
        "proof.central_differences(Network()); before = 'torch' in sys.modules;"
        "proof.autograd(Network()); print(before, 'torch' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "True"]
