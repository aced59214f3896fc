"""The shapes that the worksheet network can take: how many neurons, which activation, which biases, which loss.

`graph_of` writes such a network as a graph. Nothing else knows shapes: pictures, lessons and formulas read the graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from core.backprop.engine.graph import (
    Graph,
    Quantity,
    cross_entropy,
    half_squared_error,
    relu,
    sigmoid,
    softmax,
    tanh,
    total,
    weighted_sum,
)

ACTIVATIONS = ("sigmoid", "tanh", "relu")
BIASES = ("none", "frozen", "shared", "per neuron")
LOSSES = ("squared error", "cross-entropy")
CHOICES = {"activation": ACTIVATIONS, "biases": BIASES, "loss": LOSSES}
MOST_NEURONS, MOST_LAYERS = 4, 2  # in one hidden layer, and hidden layers

INPUTS, TARGETS, OUTPUTS = ("i1", "i2"), ("t1", "t2"), ("o1", "o2")
LETTERS = "hk"  # h1 is a neuron of the first hidden layer, k1 one of the second


@dataclass(frozen=True)
class Architecture:
    """By default the worksheet's: two hidden neurons, sigmoid, no biases, half squared errors.

    * `hidden` has the number of neurons of each hidden layer: one or two layers of 1 to 4.
    * `activation` is that of the hidden neurons. The outputs have it too, but for ReLU, where they are sigmoids: an
      output that ReLU makes 0 has no gradient, so it could never learn its target.
    * `biases` are "frozen" or "shared" by a layer, b1 b2 b3, or one "per neuron", b_h1 b_h2 … b_o1 b_o2. Frozen ones do
      not learn.
    * `loss` "cross-entropy" means outputs by softmax, whatever the activation.

    Raises ValueError for anything else.
    """

    hidden: tuple[int, ...] = (2,)
    activation: str = "sigmoid"
    biases: str = "none"
    loss: str = "squared error"

    def __post_init__(self) -> None:
        if not 1 <= len(self.hidden) <= MOST_LAYERS:
            raise ValueError(f"There are 1 or {MOST_LAYERS} hidden layers, not {len(self.hidden)}.")
        for neurons in self.hidden:
            if isinstance(neurons, bool) or not isinstance(neurons, int) or not 1 <= neurons <= MOST_NEURONS:
                raise ValueError(f"A hidden layer has 1 to {MOST_NEURONS} neurons, not {neurons!r:.20}.")
        for name, choices in CHOICES.items():
            if getattr(self, name) not in choices:
                raise ValueError(f"{name} must be one of {', '.join(choices)}, not {getattr(self, name)!r:.20}.")

    @property
    def layers(self) -> tuple[tuple[str, ...], ...]:
        """The names of the neurons' net inputs, layer by layer, the outputs last."""
        hidden = (
            tuple(f"{letter}{neuron}" for neuron in range(1, neurons + 1))
            for letter, neurons in zip(LETTERS, self.hidden, strict=False)
        )
        return (*hidden, OUTPUTS)

    def bias(self, neuron: str) -> str:
        """The name of the bias of a neuron, or nothing."""
        if self.biases == "none":
            return ""
        if self.biases == "per neuron":
            return f"b_{neuron}"
        return next(f"b{number}" for number, layer in enumerate(self.layers, start=1) if neuron in layer)


@cache  # there are a few hundred shapes; and networks are equal only if they share one graph object
def graph_of(architecture: Architecture) -> Graph:
    """The network of that shape as a graph, the same object each time. Weights are numbered neuron by neuron."""
    weights: list[str] = []
    quantities: list[Quantity] = []
    sources: Sequence[str] = INPUTS
    for layer in architecture.layers:
        sums: list[Quantity] = []
        for neuron in layer:
            new = [f"w{number}" for number in range(len(weights) + 1, len(weights) + 1 + len(sources))]
            weights += new
            terms = zip(new, sources, strict=True)
            sums.append(weighted_sum(neuron, *terms, bias=architecture.bias(neuron)))
        sources = [f"a_{neuron}" for neuron in layer]
        quantities += _activated(sums, architecture, last=layer is architecture.layers[-1])
    errors = ("E1", "E2")
    error = half_squared_error if architecture.loss == "squared error" else cross_entropy
    quantities += map(error, errors, TARGETS, sources)
    quantities.append(total("E_total", *errors))
    biases = _once(architecture.bias(neuron) for layer in architecture.layers for neuron in layer)
    frozen = biases if architecture.biases == "frozen" else ()
    learning = (*weights, *(() if frozen else biases))
    graph = Graph(INPUTS, TARGETS, learning, tuple(quantities), frozen)
    _made[graph] = architecture
    return graph


_made: dict[Graph, Architecture] = {}


def architecture_of(graph: Graph) -> Architecture:
    """The shape of a graph that `graph_of` made. Raises ValueError for any other graph."""
    if graph not in _made:
        raise ValueError("This graph is none of the shapes that a network of the worksheet can take.")
    return _made[graph]


def _activated(sums: Sequence[Quantity], architecture: Architecture, last: bool) -> list[Quantity]:
    """The net inputs of a layer, each followed by its activation; softmax needs all of them first."""
    activations = {q.name: f"a_{q.name}" for q in sums}
    if last and architecture.loss == "cross-entropy":
        return [*sums, *(softmax(name, net, activations) for net, name in activations.items())]
    functions: dict[str, Callable[[str, str], Quantity]] = {"sigmoid": sigmoid, "tanh": tanh, "relu": relu}
    activation = functions["sigmoid" if last and architecture.activation == "relu" else architecture.activation]
    return [q for each in sums for q in (each, activation(activations[each.name], each.name))]


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


WORKSHEET = graph_of(Architecture())

WORKSHEET_NUMBERS: Mapping[str, float] = MappingProxyType(
    {"i1": 0.05, "i2": 0.10, "t1": 0.01, "t2": 0.99}
    | {"w1": 0.15, "w2": 0.20, "w3": 0.25, "w4": 0.30, "w5": 0.40, "w6": 0.45, "w7": 0.50, "w8": 0.55}
)
BIAS_OF_LAYER = (0.35, 0.60, 0.25)  # the first two are those of Mazur's article


def numbers_of(architecture: Architecture) -> Mapping[str, float]:
    """A number for everything that is given to a network of that shape: the worksheet's where it has that name.

    Further weights lie between -0.3 and 0.7, spread by the golden ratio: no two are equal, and no neuron begins dead.
    """
    graph = graph_of(architecture)
    numbers = {w: round(int(w[1:]) * 0.618034 % 1 - 0.3, 2) for w in graph.weights if w.startswith("w")}
    for layer, bias in zip(architecture.layers, BIAS_OF_LAYER, strict=False):
        numbers |= {architecture.bias(neuron): bias for neuron in layer}
    numbers |= WORKSHEET_NUMBERS
    return MappingProxyType({name: numbers[name] for name in graph.given})
