"""One update of a network as an ordered list of steps: forward, loss, backward, update, verify.

A step is data: the equation it adds, a sentence, what lights up, and every number known before and after it. The
graph computes all numbers first; the steps only say in which order one meets them. So stepping back is an index, and
nothing is ever undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isclose
from types import MappingProxyType
from typing import NamedTuple, cast

from core.backprop.engine.batch import example_of
from core.backprop.engine.expression import (
    Derivative,
    Difference,
    Expression,
    Number,
    Plugged,
    Product,
    Real,
    Sum,
    Symbol,
)
from core.backprop.engine.functions import Softmax, written_out
from core.backprop.engine.graph import Graph, Operation, Quantity
from core.backprop.engine.network import Network
from core.backprop.engine.substitution import ids, plug_in
from core.backprop.lesson import prose

PHASES = ("start", "forward", "loss", "backward", "update", "verify")
ERRORS = (Operation.HALF_SQUARED_ERROR, Operation.CROSS_ENTROPY)  # those of a single output
LOSSES = (*ERRORS, Operation.TOTAL, Operation.MEAN)


@dataclass(frozen=True)
class Equation:
    """left = rows[0] = rows[1] = … = result: first symbols, then numbers.

    In the backward pass the first row is the chain rule, its factors still written as ∂.
    """

    left: Expression
    rows: tuple[Expression, ...]
    result: float

    @property
    def sides(self) -> tuple[Expression, ...]:
        """All that stands to the right of an equals sign."""
        return (*self.rows, Number(self.result))


@dataclass(frozen=True)
class Step:
    """One line of the worked solution; numbers are keyed by the ids of their symbols."""

    name: str  # short and stable, for links: "h1", "d-w5", "d-a_h1-o1", "new-w5", "verify"
    phase: str  # one of PHASES
    title: str
    sentence: str
    equation: Equation | None
    lit: frozenset[str]  # the ids that light up in the picture
    flow: Mapping[str, float]  # weight -> what its connection carries in this step
    before: Mapping[str, float]
    after: Mapping[str, float]


def lesson(net: Network, learning_rate: float) -> tuple[Step, ...]:
    """The steps of one update of `net`, whose numbers must be plain floats.

    Raises graph.NonFinite, naming the first quantity that overflowed in the update or in the check after it, and
    ValueError for a learning rate that is not finite.
    """
    numbers = every_number(net, learning_rate)
    graph, given = net.graph, (*net.graph.given, "learning_rate")
    updates = (update_line(graph, weight, numbers) for weight in graph.weights)
    loss, after = numbers[graph.loss], numbers[Symbol(graph.loss, updated=True).id]
    check = prose.verify(loss, after, learning_rate)
    return steps_of(graph, numbers, given, prose.start(graph), updates, check)


def steps_of(
    graph: Graph,
    numbers: Mapping[str, float],
    given: Sequence[str],
    start: prose.Text,
    updates: Iterable[Line],
    check: prose.Text,
) -> tuple[Step, ...]:
    """The steps of an update whose own lines are `updates`; `given` are the names of what is known at the start.

    `start` and `check` are the texts of the first and of the last step.
    """
    known = {name: numbers[name] for name in given}
    steps = [Step("start", "start", *start, None, frozenset(graph.given), {}, {}, known)]
    for line in (*_lines(graph, numbers), *updates, _verify(graph, numbers, check)):
        before, known = known, {**known, **line.new}
        lit = line.lit | ids(line.equation.left)
        steps.append(Step(line.name, line.phase, *line.text, line.equation, lit, line.flow, before, known))
    return tuple(steps)


@lru_cache(maxsize=16)  # checking a place, its introduction and its lesson all need them
def every_number(net: Network, learning_rate: float) -> Mapping[str, float]:
    """All numbers of one update by id: given, computed, local derivatives, gradients and their shares, updated.

    Raises what `lesson` raises.
    """
    graph = net.graph
    numbers = {**passes(net), "learning_rate": learning_rate}
    new = net.updated(learning_rate)
    numbers |= {Symbol(weight, updated=True).id: new.numbers[weight] for weight in graph.weights}
    numbers |= forward_again(net, new)
    return MappingProxyType(cast(dict[str, float], numbers))


def passes(net: Network) -> dict[str, Real]:
    """What the passes through `net` compute, and what they are given: every number but those of the update."""
    graph, gradients = net.graph, net.gradients()
    numbers = {**net.numbers, **net.values()}
    for q in graph.quantities:
        numbers |= {Derivative(q.name, name).id: local.evaluate(numbers) for name, local in q.partials.items()}
    numbers |= {graph.gradient(name).id: gradient for name, gradient in gradients.items()}
    for name, consumers in graph.consumers.items():
        if len(consumers) > 1:
            for q in consumers:
                numbers[graph.gradient(name, via=q.name).id] = gradients[q.name] * q.partials[name].evaluate(numbers)
    return numbers


def forward_again(net: Network, new: Network) -> dict[str, Real]:
    """What the check at the end computes: the forward pass after the update, and the change of the loss."""
    loss = net.graph.loss
    again = {Symbol(name, updated=True).id: value for name, value in new.values().items()}
    return {**again, prose.change_of(loss): again[Symbol(loss, updated=True).id] - net.values()[loss]}


class Line(NamedTuple):
    """A step that does not know yet what was known before it."""

    name: str
    phase: str
    text: tuple[str, str]  # title and sentence
    equation: Equation
    lit: frozenset[str]
    flow: Mapping[str, float]
    new: Mapping[str, float]


def _lines(graph: Graph, numbers: Mapping[str, float]) -> Iterator[Line]:
    """Those of both passes."""
    for q in graph.quantities:
        yield _forward(q, numbers)
    for name in graph.backward_order():
        if name != graph.loss and name not in graph.inputs + graph.targets + graph.frozen:
            yield from _backward(graph, name, numbers)


def _forward(q: Quantity, numbers: Mapping[str, float]) -> Line:
    phase = "loss" if q.operation in LOSSES else "forward"
    written = written_out(q.formula)
    short = () if written is q.formula else (q.formula,)
    rows: tuple[Expression, ...] = (*short, written, plug_in(written, numbers))
    flow: dict[str, float] = {}
    if q.terms:
        flow = {weight: numbers[weight] * numbers[source] for weight, source in q.terms}
        bias = (Plugged(q.bias, numbers[q.bias]),) if q.bias else ()
        rows += (Sum((*map(Number, flow.values()), *bias)),)
    lit = ids(q.formula) | {Derivative(q.name, name).id for name in q.partials}
    equation = Equation(Symbol(q.name), rows, numbers[q.name])
    return Line(q.name, phase, prose.forward(q), equation, lit, flow, {q.name: numbers[q.name]})


def _backward(graph: Graph, name: str, numbers: Mapping[str, float]) -> Iterator[Line]:
    """One local derivative a line, multiplied onto the gradient that arrives; where paths meet, a line for the sum."""
    consumers = graph.consumers[name]
    several = len(consumers) > 1
    for q in consumers:
        left = graph.gradient(name, via=q.name if several else None)
        arriving, local = graph.gradient(q.name), q.partials[name]
        factor = Derivative(q.name, name)
        rule = Product((arriving, factor))
        symbols = Product((arriving, local))
        if q.name == graph.loss:  # ∂E_total/∂E_total = 1 needs no line
            rows: tuple[Expression, ...] = (local,)
        else:
            rows = (rule, symbols, plug_in(symbols, numbers))
        if q.operation in (Operation.ACTIVATION, Operation.SOFTMAX):  # a row with the factor, the slope, as a number
            rows += (plug_in(rule, numbers),)
        slug = f"d-{name}-{q.name}" if several else f"d-{name}"
        flow = _carried_back(q, name, numbers[left.id])
        lit = ids(rule) | ids(local) | {graph.gradient(name).id}
        text = prose.backward(name, q, several, numbers[left.id], numbers[factor.id], graph.loss)
        new = _only(numbers, factor, left)
        yield Line(slug, "backward", text, Equation(left, rows, numbers[left.id]), lit, flow, new)
    if several:
        left = graph.gradient(name)
        shares = [graph.gradient(name, via=q.name) for q in consumers]
        total = Sum(tuple(shares))
        equation = Equation(left, (total, plug_in(total, numbers)), numbers[left.id])
        meet = prose.examples_meet if name in graph.weights and _is_weight(name, consumers) else prose.paths_meet
        title, sentence = meet(name, [q.name for q in consumers], [numbers[share.id] for share in shares])
        text = title, " ".join(filter(None, (sentence, _famous(graph, name, numbers))))
        flow = {}
        for q, share in zip(consumers, shares, strict=True):
            flow |= _carried_back(q, name, numbers[share.id])
        yield Line(f"d-{name}", "backward", text, equation, ids(total), flow, _only(numbers, left))


def _carried_back(q: Quantity, name: str, share: float) -> dict[str, float]:
    """What the connection from `name` to the weighted sum `q` carries back, by its weight; nothing for others."""
    return {weight: share for weight, source in q.terms if source == name}


def _is_weight(name: str, consumers: Sequence[Quantity]) -> bool:
    """Whether it is multiplied, as biases are not: then only a batch can bring it several paths."""
    return all(name != q.bias for q in consumers)


def _famous(graph: Graph, name: str, numbers: Mapping[str, float]) -> str:
    """What becomes of all paths through softmax and cross-entropy together, or nothing elsewhere."""
    for q in graph.consumers[name]:
        own = isinstance(q.formula, Softmax) and q.formula.argument == Symbol(name)
        for error in graph.consumers[q.name] if own else ():
            if error.operation is Operation.CROSS_ENTROPY:
                target = next(other for other in error.partials if other != q.name)
                own_targets = [each for each in graph.targets if example_of(each) == example_of(target)]
                simply = isclose(sum(numbers[each] for each in own_targets), 1.0)
                of_a_batch = example_of(target) is not None
                return prose.softmax_meets_cross_entropy(q.name, target, simply, of_a_batch)
    return ""


def update_line(graph: Graph, weight: str, numbers: Mapping[str, float]) -> Line:
    """The update of a weight by plain gradient descent."""
    new, slope = Symbol(weight, updated=True), graph.gradient(weight)
    step = Difference(Symbol(weight), Product((Symbol("learning_rate"), slope)))
    equation = Equation(new, (step, plug_in(step, numbers)), numbers[new.id])
    text = prose.update(weight, numbers[slope.id], numbers["learning_rate"])
    return Line(f"new-{weight}", "update", text, equation, ids(step), {}, _only(numbers, new))


def _verify(graph: Graph, numbers: Mapping[str, float], text: prose.Text) -> Line:
    before, after = Symbol(graph.loss), Symbol(graph.loss, updated=True)
    change = Difference(after, before)
    left = Symbol(prose.change_of(graph.loss))
    equation = Equation(left, (change, plug_in(change, numbers)), numbers[left.id])
    again = frozenset(Symbol(q.name, updated=True).id for q in graph.quantities)
    new = {key: numbers[key] for key in (*sorted(again), left.id)}
    return Line("verify", "verify", text, equation, again | ids(change), {}, new)


def _only(numbers: Mapping[str, float], *symbols: Symbol | Derivative) -> dict[str, float]:
    return {symbol.id: numbers[symbol.id] for symbol in symbols}
