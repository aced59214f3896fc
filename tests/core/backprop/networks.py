"""Random numbers for the worksheet network, one set at a time from Hypothesis or arrays of many, and other shapes."""

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from core.backprop.engine.architecture import ACTIVATIONS, BIASES, LOSSES, MOST_NEURONS, Architecture, graph_of
from core.backprop.engine.network import WORKSHEET, Network, network_of

WIDE = (50.0, 5.0, 2.0)  # the largest weight, input and target: most sigmoids are saturated
MODERATE = (5.0, 1.0, 2.0)  # some are

Ranges = tuple[float, float, float]


def limits(ranges: Ranges) -> dict[str, float]:
    kinds = (WORKSHEET.weights, WORKSHEET.inputs, WORKSHEET.targets)
    return {name: limit for names, limit in zip(kinds, ranges, strict=True) for name in names}


def networks(ranges: Ranges = WIDE) -> st.SearchStrategy[Network]:
    numbers = {name: st.floats(-limit, limit) for name, limit in limits(ranges).items()}
    return st.fixed_dictionaries(numbers).map(lambda drawn: Network(**drawn))


def batch(size: int, ranges: Ranges, seed: int = 0) -> dict[str, NDArray[np.float64]]:
    draw = np.random.default_rng(seed)
    return {name: draw.uniform(-limit, limit, size) for name, limit in limits(ranges).items()}


LAYER = st.integers(1, MOST_NEURONS)
architectures: st.SearchStrategy[Architecture] = st.builds(
    Architecture,
    hidden=st.tuples(LAYER) | st.tuples(LAYER, LAYER),
    activation=st.sampled_from(ACTIVATIONS),
    biases=st.sampled_from(BIASES),
    loss=st.sampled_from(LOSSES),
)

SHAPES = (  # each choice at least once, and the smallest and the largest; for tests that are too slow for Hypothesis
    Architecture(),
    Architecture(biases="frozen"),
    Architecture((1,), biases="per neuron"),
    Architecture((4,), "tanh", "shared"),
    Architecture((3,), "relu", "per neuron", "cross-entropy"),
    Architecture((2,), loss="cross-entropy"),
    Architecture((2, 1), "tanh", "frozen", "cross-entropy"),
    Architecture((1, 3), "relu", "shared"),
    Architecture((4, 4), "sigmoid", "per neuron"),
    Architecture((4, 4), "relu", "per neuron", "cross-entropy"),
)


@st.composite
def shaped_networks(draw: st.DrawFn, ranges: Ranges = MODERATE) -> Network:
    """A network of any shape with numbers in these ranges; biases are drawn like weights."""
    architecture = draw(architectures)
    graph = graph_of(architecture)
    kinds = zip((graph.weights + graph.frozen, graph.inputs, graph.targets), ranges, strict=True)
    return network_of(architecture, {n: draw(st.floats(-limit, limit)) for names, limit in kinds for n in names})
