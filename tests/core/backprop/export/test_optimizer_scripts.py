"""The scripts of batches and optimizers run, and print what the app computes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import torch

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.network import Network
from core.backprop.engine.optimizer import Optimizer, optimize
from core.backprop.export.scripts.optimizer_numpy import optimizer_numpy
from core.backprop.export.scripts.optimizer_python import optimizer_python
from core.backprop.export.scripts.optimizer_torch import optimizer_torch
from tests.core.backprop.batches import batch_network
from tests.core.backprop.export.test_scripts import expected, ran

Script = Callable[[Network, Optimizer, int], str]


@pytest.fixture(autouse=True)
def _precision() -> Iterator[None]:
    """The PyTorch script sets it for its process, which here is that of all tests."""
    yield
    torch.set_default_dtype(torch.float32)


@pytest.mark.parametrize("script", [optimizer_python, optimizer_numpy, optimizer_torch])
@pytest.mark.parametrize("name", ["SGD", "momentum", "Adam"])
@pytest.mark.parametrize(
    ("architecture", "examples"),
    [
        (Architecture(), 2),
        (Architecture(), 1),
        (Architecture((3,), "tanh", "shared"), 4),
        (Architecture((1, 3), "relu", "per neuron", "cross-entropy"), 3),
        (Architecture((2, 2), "sigmoid", "frozen"), 2),
    ],
    ids=str,
)
def test_a_script_prints_what_the_app_computes(
    script: Script, name: str, architecture: Architecture, examples: int
) -> None:
    net, optimizer = batch_network(architecture, examples), Optimizer.usual(name)
    states = optimize(net, optimizer, 7)
    for numbers, state in zip(ran(script(net, optimizer, 7)), (states[0], states[-1]), strict=True):
        now = state.network
        wanted = expected(now) | {weight: now.numbers[weight] for weight in now.graph.weights}
        assert numbers == pytest.approx(wanted, rel=1e-10, abs=1e-12)
