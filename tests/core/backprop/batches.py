"""Batches drawn by chance: several examples for a network of any shape, with an optimizer."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from core.backprop.engine.architecture import Architecture, graph_of
from core.backprop.engine.batch import MOST_EXAMPLES, batch_of
from core.backprop.engine.network import Network
from core.backprop.engine.optimizer import SETTINGS, Optimizer
from tests.core.backprop.networks import architectures


def batch_network(architecture: Architecture, examples: int, seed: int = 0) -> Network:
    """With numbers in [-1, 1], targets in [0, 1]."""
    draw, graph = np.random.default_rng(seed), batch_of(graph_of(architecture), examples)
    numbers = {name: float(draw.uniform(-1, 1)) for name in graph.given}
    return Network(graph, **{**numbers, **{name: abs(numbers[name]) for name in graph.targets}})


batches: st.SearchStrategy[Network] = st.builds(
    batch_network, architectures, st.integers(1, MOST_EXAMPLES), st.integers(0, 10_000)
)

unit = st.floats(0, 0.999)
rates = st.floats(1e-3, 1)
optimizers: st.SearchStrategy[Optimizer] = st.one_of(
    st.builds(lambda rate: Optimizer("SGD", {"learning_rate": rate}), rates),
    st.builds(lambda rate, momentum: Optimizer("momentum", {"learning_rate": rate, "momentum": momentum}), rates, unit),
    st.builds(
        lambda rate, *betas: Optimizer("Adam", dict(zip(SETTINGS["Adam"], (rate, *betas, 1e-8), strict=True))),
        rates,
        unit,
        st.floats(
            0.9, 0.999
        ),  # with less, a small gradient after a large one is a step of hundreds, and digits are lost
    ),
)
