"""The wrong programs: what goes wrong when people write backpropagation by hand, run on the same graph.

A mistake is data. It replaces local derivatives of the graph, or the rule of the update; `Graph.backward` does the
rest, so that nothing is wrong in a wrong program but its mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from core.backprop import rewriting
from core.backprop.expression import Expression, Product, Real, Symbol
from core.backprop.graph import Graph, NonFinite, Quantity
from core.backprop.network import Network, finite

Rule = Callable[[Expression, Expression, Expression], Expression]  # old weight, learning rate, gradient -> new weight


def downhill(w: Expression, rate: Expression, gradient: Expression) -> Expression:
    """The right rule: w - η ∂E_total/∂w."""
    return w - Product((rate, gradient))


def uphill(w: Expression, rate: Expression, gradient: Expression) -> Expression:
    return w + Product((rate, gradient))


def no_rate(w: Expression, rate: Expression, gradient: Expression) -> Expression:
    return w - gradient


@dataclass(frozen=True)
class Mistake:
    """What a wrong program does: `rewrite` gives its local derivatives, `rule` its update."""

    name: str  # for links
    title: str
    sentence: str  # what is wrong and why it is tempting
    rewrite: rewriting.Rewrite | None = None
    rule: Rule = downhill

    def graph(self, graph: Graph, only: str | None = None) -> Graph:
        """The graph with this mistake's local derivatives, everywhere or `only` in those of one quantity.

        It is `graph` itself where the mistake changes none.
        """
        return _rewritten(self, graph, only)

    def applies(self, graph: Graph, only: str | None = None) -> bool:
        """Whether this program differs from the right one on such a graph."""
        return self.rule is not downhill or self.graph(graph, only) is not graph

    def program(self, net: Network, learning_rate: float = 0.5, only: str | None = None) -> WrongNetwork:
        """The wrong program, made to work on the numbers of `net`."""
        return WrongNetwork(self, net, learning_rate, only)

    def gradients(self, net: Network, learning_rate: float = 0.5) -> dict[str, Real]:
        """What the program takes for ∂E_total/∂name; the rate matters to one that reads updated weights too early.

        Raises graph.NonFinite on overflow.
        """
        return self.program(net, learning_rate).gradients()

    def updated(self, net: Network, learning_rate: float) -> Network:
        """What the program takes for the network after one update. Raises what Network.updated raises."""
        return self.program(net, learning_rate).updated(learning_rate)


class WrongNetwork(Network):
    """A network whose gradients and update are those of a wrong program; its forward pass is right.

    So whatever shows a network shows what such a program makes of it.
    """

    def __init__(self, mistake: Mistake, net: Network, learning_rate: float, only: str | None = None) -> None:
        super().__init__(mistake.graph(net.graph, only), **net.numbers)
        self.mistake, self.right = mistake, net
        self.learning_rate = learning_rate
        finite("learning rate", learning_rate)

    def values(self) -> dict[str, Real]:
        """Like Network.values; with those new weights that the program reads too early."""
        return {**super().values(), **self._read_early}

    def updated(self, learning_rate: Real) -> Network:
        """The right network with the new weights of this program; it is asked for its own learning rate only."""
        if learning_rate != self.learning_rate:
            raise ValueError(f"This program runs at a learning rate of {self.learning_rate}, not {learning_rate}.")
        return self.right.replaced(**{name: self._new[Symbol(name, updated=True).id] for name in self.graph.weights})

    def __eq__(self, other: object) -> bool:
        """Another program on the same numbers is not the same."""
        return self is other

    def __hash__(self) -> int:
        return id(self)

    @cached_property
    def _gradients(self) -> dict[str, Real]:
        """By the graph's own chain rule; where new weights are read early, layer by layer from the loss back.

        A layer's gradients depend on weights of later layers only. So with every round of going back, one more layer
        has met the new weights that it would meet.
        """
        values = {**self.numbers, **self._values}
        new = self._after(self.right.gradients())
        while True:
            gradients = self.graph.backward({**values, **new})
            met, new = new, self._after(gradients)
            if all(np.array_equal(new[name], met[name]) for name in new if name in self._early):
                return gradients

    @cached_property
    def _new(self) -> dict[str, Real]:
        return self._after(self._gradients)

    @property
    def _read_early(self) -> dict[str, Real]:
        return {name: self._new[name] for name in self._early}

    @cached_property
    def _early(self) -> tuple[str, ...]:
        """The ids of the new weights that stand in local derivatives."""
        partials = [partial for q in self.graph.quantities for partial in q.partials.values()]
        return tuple(p.id for p in partials if isinstance(p, Symbol) and p.updated)

    def _after(self, gradients: Mapping[str, Real]) -> dict[str, Real]:
        """Every new weight by its id."""
        rate = {"learning_rate": self.learning_rate}
        new: dict[str, Real] = {}
        with np.errstate(all="ignore"):
            for name in self.graph.weights:
                gradient = self.graph.gradient(name)
                rule = self.mistake.rule(Symbol(name), Symbol("learning_rate"), gradient)
                values = {**rate, name: self.numbers[name], gradient.id: gradients[name]}
                new[Symbol(name, updated=True).id] = rule.evaluate(values)
        for name, value in new.items():
            if not np.isfinite(value).all():
                raise NonFinite(name)
        return new


@lru_cache(maxsize=1000)
def _rewritten(mistake: Mistake, graph: Graph, only: str | None) -> Graph:
    rewrite = mistake.rewrite
    if rewrite is None:
        return graph

    def partials(q: Quantity) -> Iterator[tuple[str, Expression]]:
        for name, partial in q.partials.items():
            wrong = partial if name in graph.inputs + graph.targets else rewrite(graph, q, name, partial)
            if wrong is not None:
                yield name, wrong

    quantities = []
    for q in graph.quantities:
        wrong = dict(partials(q)) if only in (None, q.name) else q.partials
        quantities.append(q if wrong == q.partials else replace(q, partials=wrong))
    return graph if all(map(_is, quantities, graph.quantities)) else replace(graph, quantities=tuple(quantities))


def _is(one: Quantity, other: Quantity) -> bool:
    return one is other


NEW_WEIGHTS = Mistake(
    "new-weights",
    "New weights on the way back",
    "The deltas of a hidden layer come back through weights that were updated a moment before, because a program that "
    "changes each layer as soon as it has its gradients no longer knows the old ones.",
    rewriting.new_weight,
)

MISTAKES = (
    Mistake(
        "target-first",
        "Target minus output",
        "The error is taken as t − a, in the order in which the loss writes it; the derivative of ½ (t − a)² with "
        "respect to a is a − t, because the inner derivative brings a minus.",
        rewriting.target_first,
    ),
    Mistake(
        "half-kept",
        "The ½ kept",
        "The ½ of the loss is carried along into the gradient, where the 2 that comes down from the square has "
        "already cancelled it.",
        rewriting.half_kept,
    ),
    Mistake(
        "half-lost",
        "The ½ lost",
        "The 2 comes down from the square and stays, because the ½ that is there to cancel it was forgotten.",
        rewriting.half_lost,
    ),
    Mistake(
        "minus-lost",
        "The minus of −t ln a lost",
        "The derivative of ln a is 1/a, and on the way to t/a the minus in front of the loss is easily dropped.",
        rewriting.minus_lost,
    ),
    Mistake(
        "no-slope",
        "The slope of the activation missing",
        "What arrives at an activation is passed on to its net input unchanged, as if nothing had happened in between; "
        "it must be multiplied by the slope there.",
        rewriting.no_slope,
    ),
    Mistake(
        "no-slope-at-outputs",
        "No slope at the outputs",
        "The delta of an output is taken to be a − t, as it is for a softmax with cross-entropy; after a squared error "
        "the slope of the output's activation stays a factor.",
        rewriting.no_slope_at_outputs,
    ),
    Mistake(
        "no-slope-in-hidden-layers",
        "No slope in the hidden layer",
        "The slope is remembered at the outputs, where one meets it first, and forgotten in the hidden layer, where "
        "the sum over the paths takes all the attention.",
        rewriting.no_slope_in_hidden_layers,
    ),
    Mistake(
        "slope-at-net-input",
        "The slope at the wrong number",
        "The slope is written with the activation a, but the net input is put in its place, because the derivative of "
        "a function is usually taken at what goes into it.",
        rewriting.slope_at_net_input,
    ),
    Mistake(
        "slope-at-activation",
        "The activation applied twice",
        "The derivative is a function of the net input, but the program calls it with the activation, which it has at "
        "hand, and so squeezes a number that has been squeezed before.",
        rewriting.slope_at_activation,
    ),
    Mistake(
        "one-path",
        "Only one of the paths",
        "A number that is used in several places answers for all of them; only the first is followed back, because the "
        "chain rule along one path looks complete.",
        rewriting.one_path,
    ),
    Mistake(
        "own-output-only",
        "Softmax as if outputs were independent",
        "Each net input of a softmax changes all of its outputs, but only its own is followed back, as one does for "
        "the sigmoid.",
        rewriting.own_output_only,
    ),
    Mistake(
        "slope-after-softmax",
        "A slope too many after the softmax",
        "The softmax's derivative is complete, but the slope a (1 − a) is multiplied on once more, from the habit that "
        "every activation has one.",
        rewriting.slope_after_softmax,
    ),
    Mistake(
        "no-weight",
        "No weight on the way back",
        "The delta of the next layer is handed back as it is; it must pass the same weight that carried the activation "
        "forward.",
        rewriting.no_weight,
    ),
    Mistake(
        "transposed",
        "Rows taken for columns",
        "On the way back the weights that lead out of a neuron count, but those that lead into the next one are read, "
        "as on the way forward: the matrix was not transposed.",
        rewriting.transposed,
    ),
    NEW_WEIGHTS,
    Mistake(
        "no-input",
        "The input forgotten",
        "The delta of the neuron is taken for the gradient of its weights; each weight's own input is still to be "
        "multiplied on.",
        rewriting.no_input,
    ),
    Mistake(
        "net-input-for-activation",
        "The input before its activation",
        "The weight's gradient is multiplied by the net input of the neuron before, because both numbers stand at the "
        "same neuron; the weight met what came out of it.",
        rewriting.net_input_for_activation,
    ),
    Mistake(
        "uphill",
        "Added instead of subtracted",
        "The gradient is added, as a step towards something usually is; but it points uphill, to where the loss grows.",
        rule=uphill,
    ),
    Mistake(
        "no-rate",
        "The learning rate forgotten",
        "The whole gradient is subtracted; the learning rate, which says how much of it to go, is not in it.",
        rule=no_rate,
    ),
)


def mistake(name: str) -> Mistake:
    """The mistake of that name. Raises ValueError for another name."""
    for each in MISTAKES:
        if each.name == name:
            return each
    raise ValueError(f"there is no mistake {name[:40]!r}.")
