"""A network as a program: a formula for each quantity, gradient and new weight, in terms of those before it.

The columns of the spreadsheet and the lines of the plain Python script are these, in this order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import add

from core.backprop.engine.expression import ONE, Expression, Product, Symbol
from core.backprop.engine.graph import Graph

RATE = "learning_rate"


@dataclass(frozen=True)
class Program:
    """Formulas by the id of what they compute; each of them needs only given numbers and what stands before it.

    `deltas` are the gradients of quantities on the way back, `gradients` those of the weights, `update` the weights'
    new values, by the weights' names.
    """

    forward: Mapping[str, Expression]
    deltas: Mapping[str, Expression]
    gradients: Mapping[str, Expression]
    update: Mapping[str, Expression]


@lru_cache(maxsize=8)
def program(graph: Graph) -> Program:
    """The formulas of one update.

    A gradient is one application of the chain rule to the gradients before it. Where that is simply 1, as in
    ∂E_total/∂E1, it is left out, also as a factor.
    """
    rules = _chain_rule(graph)
    on_the_way = [name for name, rule in rules.items() if rule != ONE and name not in graph.given]
    return Program(
        forward={q.name: q.formula for q in graph.quantities},
        deltas={graph.gradient(name).id: rules[name] for name in on_the_way},
        gradients={graph.gradient(name).id: rules[name] for name in graph.weights},
        update={name: Symbol(name) - Product((Symbol(RATE), graph.gradient(name))) for name in graph.weights},
    )


def _chain_rule(graph: Graph) -> dict[str, Expression]:
    """By name, from the loss back: what reaches each quantity that is computed from it, times the local derivative."""
    rules: dict[str, Expression] = {graph.loss: ONE}
    for name in graph.backward_order():
        if name != graph.loss:
            shares = (
                (ONE if rules[q.name] == ONE else graph.gradient(q.name)) * q.partials[name]
                for q in graph.consumers[name]
            )
            rules[name] = reduce(add, shares)
    return rules
