"""Several examples at once: the network's graph once for each of them, all with the same weights, and their mean loss.

The chain rule then does the rest by itself: a weight feeds a neuron in every example, so what comes back through each
of them is added, and the mean's 1/n makes an average of that sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from core.backprop.engine.expression import Derivative, Expression, Symbol
from core.backprop.engine.graph import Graph, Quantity, mean
from core.backprop.engine.substitution import replace_leaves

LETTERS, MARKS = "abcd", "ᵃᵇᶜᵈ"  # example a, whose h1 is h1ᵃ
MOST_EXAMPLES = len(LETTERS)
LOSS = "E_mean"


def batch_of(graph: Graph, examples: int) -> Graph:
    """The graph of a batch, the same object each time; of one example it is `graph` itself.

    Inputs, targets and all that is computed are marked with the letter of their example; weights are shared. Raises
    ValueError for another number of examples than 1 to MOST_EXAMPLES.
    """
    if not 1 <= examples <= MOST_EXAMPLES:
        raise ValueError(f"A batch has 1 to {MOST_EXAMPLES} examples, not {examples}.")
    return graph if examples == 1 else _batch(graph, examples)


@cache
def _batch(graph: Graph, examples: int) -> Graph:
    copies = [copy_of(graph, example) for example in range(examples)]
    batch = Graph(
        tuple(name for copy in copies for name in copy.inputs),
        tuple(name for copy in copies for name in copy.targets),
        graph.weights,
        (*(q for copy in copies for q in copy.quantities), mean(LOSS, *(copy.loss for copy in copies))),
        graph.frozen,
    )
    _made[batch] = graph, examples
    return batch


_made: dict[Graph, tuple[Graph, int]] = {}


def single_of(graph: Graph) -> tuple[Graph, int]:
    """The graph of one example, and how many examples there are: of a batch, or of any other graph 1."""
    return _made.get(graph, (graph, 1))


@cache
def copy_of(graph: Graph, example: int) -> Graph:
    """The graph with the names of one example of a batch, counted from 0."""
    own = {*graph.inputs, *graph.targets, *(q.name for q in graph.quantities)}

    def called(name: str) -> str:
        return marked(name, example) if name in own else name

    def renamed(leaf: Expression) -> Expression:
        match leaf:
            case Symbol(name):
                return replace(leaf, name=called(name))
            case Derivative(of, by):
                return replace(leaf, of=called(of), by=called(by))
        return leaf

    def copied(q: Quantity) -> Quantity:
        partials = {called(name): replace_leaves(partial, renamed) for name, partial in q.partials.items()}
        terms = tuple((called(weight), called(source)) for weight, source in q.terms)
        return Quantity(called(q.name), q.operation, replace_leaves(q.formula, renamed), partials, terms, q.bias)

    inputs, targets = (tuple(map(called, names)) for names in (graph.inputs, graph.targets))
    return Graph(inputs, targets, graph.weights, tuple(map(copied, graph.quantities)), graph.frozen)


def marked(name: str, example: int) -> str:
    """The name of a number in one example of a batch: h1ᵇ for h1 in the second one."""
    return f"{name}{MARKS[example]}"


def example_of(name: str) -> int | None:
    """Which example of a batch a name belongs to, counted from 0; None for a weight, and outside of batches."""
    return MARKS.index(name[-1]) if name[-1:] and name[-1] in MARKS else None


def batch_numbers(numbers: Mapping[str, float], graph: Graph, others: Mapping[str, float]) -> dict[str, float]:
    """The numbers of a batch: example a and the weights from those of the single network, the rest from `others`."""
    first = {*graph.inputs, *graph.targets}
    return {**others, **{marked(name, 0) if name in first else name: number for name, number in numbers.items()}}
