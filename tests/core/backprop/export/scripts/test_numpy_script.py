from __future__ import annotations

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.network import Network, network_of
from core.backprop.export.scripts.numpy_script import numpy_script


def test_numpy_computes_with_whole_layers() -> None:
    text = numpy_script(network_of(Architecture((2, 3), "relu", "shared", "cross-entropy")), 0.5, 1)
    for line in (
        "k = W_k @ a_h + b2",
        "a_k = np.maximum(0, k)",
        "a_o = softmax(o)",
        "E = -t * np.log(a_o)",
        "d_k = d_a_k * (k > 0)",
        "d_W_k = np.outer(d_k, a_h)",
        "d_b2 = d_k.sum()",
        "d_a_h = W_k.T @ d_k",
    ):
        assert f" {line}\n" in text


def test_a_softmax_is_passed_by_its_whole_matrix_of_slopes() -> None:
    text = numpy_script(network_of(Architecture(loss="cross-entropy")), 0.5, 1)
    assert "d_o = slopes.T @ d_a_o\n" in text
    assert "slopes" not in numpy_script(Network(), 0.5, 1)
