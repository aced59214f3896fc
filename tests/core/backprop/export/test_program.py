from typing import cast

import pytest
from hypothesis import given, settings

from core.backprop.engine.expression import Number
from core.backprop.engine.network import WORKSHEET, Network
from core.backprop.export.program import program
from core.backprop.notation.latex import latex
from tests.core.backprop.export.computable import computable
from tests.core.backprop.networks import shaped_networks


@given(shaped_networks())
@settings(max_examples=100, deadline=None)
def test_the_formulas_one_after_the_other_compute_values_gradients_and_the_update(net: Network) -> None:
    net = computable(net)
    lines, numbers = program(net.graph), {**net.numbers, "learning_rate": 0.3}
    for id, formula in {**lines.forward, **lines.deltas, **lines.gradients}.items():
        numbers[id] = formula.evaluate(numbers)
    for name, value in net.values().items():
        assert numbers[name] == value
    size = max(abs(cast(float, gradient)) for gradient in net.gradients().values())
    for name, gradient in net.gradients().items():
        id = net.graph.gradient(name).id
        if id in numbers:
            assert numbers[id] == pytest.approx(gradient, rel=1e-12, abs=1e-14 * size)
    for weight, formula in lines.update.items():
        expected = net.updated(0.3).numbers[weight]
        assert formula.evaluate(numbers) == pytest.approx(expected, rel=1e-12, abs=1e-14 * size)
    assert set(lines.update) == set(net.graph.weights)


def test_a_gradient_that_is_simply_one_has_no_line_and_is_no_factor() -> None:
    deltas = program(WORKSHEET).deltas
    assert "∂E_total/∂E1" not in deltas
    assert latex(deltas["∂E_total/∂a_o1"]) == "a_{o1} - t_{1}"
    assert not any(Number(1.0) in formula.parts() for formula in deltas.values())


def test_a_gradient_is_one_step_of_the_chain_rule() -> None:
    lines = program(WORKSHEET)
    assert latex(lines.gradients["∂E_total/∂w5"]) == r"\frac{\partial E_{total}}{\partial o_{1}} \cdot a_{h1}"
    assert latex(lines.deltas["∂E_total/∂a_h1"]) == (
        r"\frac{\partial E_{total}}{\partial o_{1}} \cdot w_{5} + \frac{\partial E_{total}}{\partial o_{2}} \cdot w_{7}"
    )
