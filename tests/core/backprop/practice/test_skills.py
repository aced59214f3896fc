"""Every step of every network needs one of the skills."""

from __future__ import annotations

import pytest

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.network import network_of
from core.backprop.practice.quiz import begin
from core.backprop.practice.skills import SKILLS, skill_of

OF = {
    "h1": "net",
    "a_o2": "activation",
    "E1": "error",
    "E_total": "total",
    "d-E1": "output",
    "d-a_o1": "output",
    "d-o1": "slope",
    "d-h2": "slope",
    "d-a_h1-o2": "path",
    "d-a_h1": "paths",
    "d-w5": "weight",
    "d-w1": "weight",
    "new-w8": "update",
}


def test_of_the_worksheet() -> None:
    graph = network_of(Architecture()).graph
    assert {step: skill_of(graph, step) for step in OF} == OF


@pytest.mark.parametrize(
    "shape",
    [Architecture(), Architecture((3, 2), "tanh", "per neuron", "cross-entropy"), Architecture((1,), "relu", "shared")],
    ids=str,
)
def test_every_step_has_one(shape: Architecture) -> None:
    net = network_of(shape)
    found = {skill_of(net.graph, step.name) for step in begin(net, 0.5).questions}
    assert found <= set(SKILLS)
    assert found >= {"net", "activation", "error", "total", "slope", "weight", "update"}
