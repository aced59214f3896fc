from __future__ import annotations

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.network import Network, network_of
from core.backprop.export.scripts.plain_python import plain_python


def test_plain_python_is_the_exercise_s_formulas() -> None:
    text = plain_python(Network(), 0.5, 1)
    for line in (
        "h1 = w1 * i1 + w2 * i2",
        "a_h1 = sigmoid(h1)",
        "E1 = 0.5 * (t1 - a_o1) ** 2",
        "d_o1 = d_a_o1 * a_o1 * (1 - a_o1)",
        "d_a_h1 = d_o1 * w5 + d_o2 * w7",
        "d_w5 = d_o1 * a_h1",
        "w5 = w5 - learning_rate * d_w5",
    ):
        assert f" {line}\n" in text


def test_only_what_the_network_needs_is_imported_from_math() -> None:
    assert "from math import exp\n" in plain_python(Network(), 0.5, 1)
    relu = network_of(Architecture(activation="relu", loss="cross-entropy"))
    assert "from math import exp, log\n" in plain_python(relu, 0.5, 1)


def test_a_bias_that_does_not_learn_is_said_to() -> None:
    text = plain_python(network_of(Architecture(biases="frozen")), 0.5, 1)
    assert "b1 = 0.35  # does not learn\n" in text
    assert "w5, w6 = 0.4, 0.45  # into o1\n" in text
