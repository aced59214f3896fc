"""Wrong local derivatives: each function here gives what a mistaken program takes for ∂q/∂name.

They are handed the right one and return it unchanged where the mistake does not concern it, or None where the program
forgets that there is anything to pass on.
"""

from __future__ import annotations

from collections.abc import Callable

from core.backprop.engine.expression import HALF, ONE, Difference, Expression, Negative, Number, Symbol
from core.backprop.engine.graph import Graph, Operation, Quantity
from core.backprop.practice.tree import substituted

Rewrite = Callable[[Graph, Quantity, str, Expression], Expression | None]

TWO = Number(2.0)


def target_first(graph: Graph, q: Quantity, name: str, partial: Expression) -> Expression:
    if q.operation is Operation.HALF_SQUARED_ERROR and isinstance(partial, Difference):
        return partial.right - partial.left
    return partial


def half_kept(graph: Graph, q: Quantity, name: str, partial: Expression) -> Expression:
    return HALF * partial if q.operation is Operation.HALF_SQUARED_ERROR else partial


def half_lost(graph: Graph, q: Quantity, name: str, partial: Expression) -> Expression:
    return TWO * partial if q.operation is Operation.HALF_SQUARED_ERROR else partial


def minus_lost(graph: Graph, q: Quantity, name: str, partial: Expression) -> Expression:
    if q.operation is Operation.CROSS_ENTROPY and isinstance(partial, Negative):
        return partial.term
    return partial


def no_slope(graph: Graph, q: Quantity, name: str, partial: Expression) -> Expression:
    return ONE if q.operation is Operation.ACTIVATION else partial


def no_slope_at_outputs(graph: Graph, q: Quantity, name: str, partial: Expression) -> Expression:
    return partial if _feeds_sums(graph, q) else no_slope(graph, q, name, partial)


def no_slope_in_hidden_layers(graph: Graph, q: Quantity, name: str, partial: Expression) -> Expression:
    return no_slope(graph, q, name, partial) if _feeds_sums(graph, q) else partial


def slope_at_net_input(graph: Graph, q: Quantity, name: str, partial: Expression) -> Expression:
    """h (1 - h) for a (1 - a)."""
    return substituted(partial, {q.name: Symbol(name)}) if q.operation is Operation.ACTIVATION else partial


def slope_at_activation(graph: Graph, q: Quantity, name: str, partial: Expression) -> Expression:
    """σ(a) (1 - σ(a)) for a (1 - a)."""
    if q.operation is not Operation.ACTIVATION:
        return partial
    return substituted(partial, {q.name: substituted(q.formula, {name: Symbol(q.name)})})


def one_path(graph: Graph, q: Quantity, name: str, partial: Expression) -> Expression | None:
    """The first of several sums that `name` flows into, or of several neurons that share a bias."""
    sums = [each for each in graph.consumers[name] if each.operation is Operation.WEIGHTED_SUM]
    return None if _learns(graph, name) and q in sums[1:] else partial


def own_output_only(graph: Graph, q: Quantity, name: str, partial: Expression) -> Expression | None:
    """Of a softmax only what its own net input does to it, as if the others did not matter."""
    return None if q.operation is Operation.SOFTMAX and isinstance(partial, Negative) else partial


def slope_after_softmax(graph: Graph, q: Quantity, name: str, partial: Expression) -> Expression:
    if q.operation is not Operation.SOFTMAX:
        return partial
    own = next(each for each in graph.consumers[name] if not isinstance(each.partials[name], Negative))
    return partial * Symbol(own.name) * (ONE - Symbol(own.name))


def no_weight(graph: Graph, q: Quantity, name: str, partial: Expression) -> Expression:
    return ONE if _comes_back(graph, q, name) else partial


def transposed(graph: Graph, q: Quantity, name: str, partial: Expression) -> Expression:
    """The weight from this neuron's number to that neuron's number, with the two numbers exchanged.

    It is there only between layers with as many neurons.
    """
    if not _comes_back(graph, q, name):
        return partial
    sources = [source for _, source in q.terms]
    layer = [each for each in graph.quantities if [source for _, source in each.terms] == sources]
    if len(layer) != len(sources):
        return partial
    return Symbol(layer[sources.index(name)].terms[layer.index(q)][0])


def new_weight(graph: Graph, q: Quantity, name: str, partial: Expression) -> Expression:
    if _comes_back(graph, q, name) and isinstance(partial, Symbol) and partial.name in graph.weights:
        return Symbol(partial.name, updated=True)
    return partial


def no_input(graph: Graph, q: Quantity, name: str, partial: Expression) -> Expression:
    return ONE if name in graph.weights and name != q.bias else partial


def net_input_for_activation(graph: Graph, q: Quantity, name: str, partial: Expression) -> Expression:
    """δ · h1 for δ · a_h1."""
    if name not in graph.weights or not isinstance(partial, Symbol):
        return partial
    source = next((each for each in graph.quantities if each.name == partial.name), None)
    return Symbol(next(iter(source.partials))) if source else partial


def _learns(graph: Graph, name: str) -> bool:
    """Whether the gradient of `name` is wanted: it is computed, or a weight."""
    return name in graph.weights or name not in graph.given


def _comes_back(graph: Graph, q: Quantity, name: str) -> bool:
    """Whether a delta passes here from the sum `q` back to the activation `name`."""
    return q.operation is Operation.WEIGHTED_SUM and name not in graph.given


def _feeds_sums(graph: Graph, q: Quantity) -> bool:
    """Whether `q` is the activation of a hidden neuron."""
    return any(each.operation is Operation.WEIGHTED_SUM for each in graph.consumers[q.name])
