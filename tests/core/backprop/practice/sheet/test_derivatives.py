"""Any derivative of the graph, by paths, against the graph's own gradients and central differences."""

from __future__ import annotations

import numpy as np
import pytest

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.network import WORKSHEET, network_of
from core.backprop.notation.unicode import unicode
from core.backprop.practice.sheet.derivatives import expected, is_known, paths, split

SHAPES = [
    Architecture(),
    Architecture((3, 2), "tanh", "shared"),
    Architecture((2,), "relu", "per neuron", "cross-entropy"),
]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_every_gradient_is_the_graphs(shape: Architecture) -> None:
    net = network_of(shape)
    values = {**net.numbers, **net.values()}
    for name, gradient in net.gradients().items():
        if name != net.graph.loss:
            assert expected(net.graph, f"∂E_total/∂{name}").evaluate(values) == pytest.approx(gradient, rel=1e-12)


@pytest.mark.parametrize(
    ("of", "by"), [("E1", "w5"), ("E2", "a_h1"), ("a_o1", "o1"), ("o2", "w7"), ("h1", "w2"), ("E1", "h2")]
)
def test_other_derivatives_are_differences(of: str, by: str) -> None:
    numbers = {**network_of(Architecture()).numbers}

    def value(by_value: float) -> float:
        at = dict(numbers)
        for q in WORKSHEET.quantities:
            if by in WORKSHEET.given:
                at[by] = by_value
            at[q.name] = by_value if q.name == by else q.formula.evaluate(at)
        return float(at[of])

    at = {**numbers, **WORKSHEET.forward(numbers)}
    slope = (value(float(at[by]) + 1e-6) - value(float(at[by]) - 1e-6)) / 2e-6
    assert expected(WORKSHEET, f"∂{of}/∂{by}").evaluate(at) == pytest.approx(slope, rel=1e-6)


def test_a_path_ends_at_what_the_sheet_has_already() -> None:
    known = frozenset({"∂E_total/∂o1", "∂E_total/∂o2"})
    assert unicode(expected(WORKSHEET, "∂E_total/∂a_h1", known)) == "∂E_total/∂o1 · w5 + ∂E_total/∂o2 · w7"
    assert len(paths(WORKSHEET, "E_total", "w1")) == 2


def test_an_update_is_about_the_line_before() -> None:
    known = frozenset({"∂E_total/∂w5"})
    assert unicode(expected(WORKSHEET, "w5", known)) == "w5@-1 − η · ∂E_total/∂w5@-1"
    assert unicode(expected(WORKSHEET, "w5⁺", known)) == "w5 − η · ∂E_total/∂w5"


def test_what_the_graph_knows() -> None:
    assert [is_known(WORKSHEET, id) for id in ("h1", "w8", "w8⁺", "∂E1/∂w5", "∂E1/∂w7", "w9", "h3", "h1⁺")] == [
        *(True, True, True, True),
        *(False, False, False, False),
    ]
    assert split("∂E_total/∂a_h1") == ("E_total", "a_h1")
    assert split("h1") is None
    assert np.isfinite(expected(WORKSHEET, "E_total").evaluate({"E1": 1.0, "E2": 2.0}))
