"""A network as layers: its numbers as vectors and matrices, for programs that compute with whole layers at once.

The neurons of a layer differ only in their numbers, so the formula of the first one is the formula of all, read with
vectors: a_h1 = σ(h1) becomes a_h = σ(h).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.backprop.engine.expression import Expression, Symbol
from core.backprop.engine.functions import Function, Softmax
from core.backprop.engine.graph import Graph, Operation, Quantity


@dataclass(frozen=True)
class Parameter:
    """A matrix, a vector or a single number, and the names of the numbers in it: one tuple a row of a matrix."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    dimensions: int  # 2, 1 or 0; a vector and a number have one row
    learns: bool

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for row in self.rows for name in row)


@dataclass(frozen=True)
class Layer:
    """net = weights @ source + bias, and out = activation(net)."""

    source: str
    weights: Parameter
    bias: Parameter | None
    net: str
    out: str
    activation: Quantity  # that of the first neuron, which stands for all


@dataclass(frozen=True)
class Layers:
    """`layers` from the inputs on; `error` is that of the first output, which stands for all."""

    inputs: Parameter
    targets: Parameter
    layers: tuple[Layer, ...]
    errors: str
    error: Quantity

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Weights, then biases, from the inputs on."""
        return (*(layer.weights for layer in self.layers), *(layer.bias for layer in self.layers if layer.bias))


def layers(graph: Graph) -> Layers:
    """The layers of a graph. Raises ValueError if it has others than fully connected ones of neurons that are alike."""
    nets: dict[tuple[str, ...], list[Quantity]] = {}  # by where their inputs come from
    for q in graph.quantities:
        if q.operation is Operation.WEIGHTED_SUM:
            nets.setdefault(tuple(source for _, source in q.terms), []).append(q)
    errors = [q for q in graph.quantities if q.operation in (Operation.HALF_SQUARED_ERROR, Operation.CROSS_ENTROPY)]
    return Layers(
        Parameter(stem(graph.inputs), (graph.inputs,), 1, learns=False),
        Parameter(stem(graph.targets), (graph.targets,), 1, learns=False),
        tuple(_layer(graph, sources, neurons) for sources, neurons in nets.items()),
        _alike(errors),
        errors[0],
    )


def stem(names: Iterable[str]) -> str:
    """The name of the vector of those numbers: h for h1 and h2. Raises ValueError if they have no such name."""
    stems = {name.rstrip("0123456789") for name in names}
    if len(stems) != 1:
        raise ValueError(f"{', '.join(sorted(stems))} are not one vector.")
    return stems.pop()


def _layer(graph: Graph, sources: tuple[str, ...], neurons: Sequence[Quantity]) -> Layer:
    outs = [next(q for q in graph.quantities if _argument(q.formula) == Symbol(neuron.name)) for neuron in neurons]
    net = _alike(neurons)
    rows = tuple(tuple(weight for weight, _ in neuron.terms) for neuron in neurons)
    weights = Parameter(f"W_{net}", rows, 2, learns=True)
    return Layer(stem(sources), weights, _bias(graph, neurons), net, _alike(outs), outs[0])


def _bias(graph: Graph, neurons: Sequence[Quantity]) -> Parameter | None:
    names = tuple(dict.fromkeys(neuron.bias for neuron in neurons if neuron.bias))
    if not names:
        return None
    single = len(names) == 1  # a bias that all neurons share, or that of the only neuron
    return Parameter(names[0] if single else stem(names), (names,), 0 if single else 1, names[0] not in graph.frozen)


def _alike(quantities: Sequence[Quantity]) -> str:
    """The name of their vector. Raises ValueError if their formulas are of different kinds."""
    if len({(q.operation, type(q.formula)) for q in quantities}) > 1:
        raise ValueError(f"{', '.join(q.name for q in quantities)} are not computed alike.")
    return stem(q.name for q in quantities)


def _argument(formula: Expression) -> Expression | None:
    return formula.argument if isinstance(formula, Function | Softmax) else None
