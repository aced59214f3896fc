"""One update of a batch by momentum or Adam as steps, like those of the plain lesson.

Plain descent on one example gives the plain lesson itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import cast

from core.backprop.engine.batch import LETTERS, single_of
from core.backprop.engine.expression import Symbol
from core.backprop.engine.graph import Graph
from core.backprop.engine.optimizer import RATE, UPDATE, Optimizer, State
from core.backprop.engine.substitution import ids, plug_in
from core.backprop.lesson import optimizer_prose, prose
from core.backprop.lesson.lesson import Equation, Line, Step, forward_again, passes, steps_of, update_line


def optimizer_lesson(state: State, optimizer: Optimizer) -> tuple[Step, ...]:
    """The steps of the next update.

    Raises graph.NonFinite, naming the first quantity that overflowed in the update or in the check after it.
    """
    graph, numbers = state.network.graph, every_number(state, optimizer)
    counted = (UPDATE,) if optimizer.name == "Adam" else ()
    given = (*graph.given, *optimizer.settings, *state.moments, *counted)
    examples = single_of(graph)[1]
    start = optimizer_prose.start(prose.start(graph), optimizer.name, LETTERS[:examples])
    lines = (line for weight in graph.weights for line in _update(graph, weight, optimizer, numbers))
    says = prose.verify if optimizer.name == "SGD" else optimizer_prose.verify
    check = says(numbers[graph.loss], numbers[Symbol(graph.loss, updated=True).id], optimizer.settings[RATE])
    return steps_of(graph, numbers, given, start, lines, check)


def every_number(state: State, optimizer: Optimizer) -> Mapping[str, float]:
    """All numbers of one update by id. Raises what `optimizer_lesson` raises."""
    numbers = {**passes(state.network), **state.numbers(optimizer)}
    numbers |= forward_again(state.network, state.next(optimizer).network)
    return MappingProxyType(cast(dict[str, float], numbers))


def _update(graph: Graph, weight: str, optimizer: Optimizer, numbers: Mapping[str, float]) -> Iterator[Line]:
    """One line for each thing that the optimizer computes of a weight."""
    if optimizer.name == "SGD":
        yield update_line(graph, weight, numbers)
        return
    gradient = graph.gradient(weight)
    for symbol, formula in optimizer.formulas(weight, gradient).items():
        number = numbers[symbol.id]
        equation = Equation(symbol, (formula, plug_in(formula, numbers)), number)
        text = _text(symbol, weight, optimizer, numbers, gradient.id)
        lit = ids(formula) | {weight}
        yield Line(f"new-{symbol.name}", "update", text, equation, lit, {}, {symbol.id: number})


def _text(symbol: Symbol, weight: str, optimizer: Optimizer, numbers: Mapping[str, float], gradient: str) -> prose.Text:
    slope = numbers[gradient]
    if symbol.name == weight:
        by = optimizer_prose.by_velocity if optimizer.name == "momentum" else optimizer_prose.by_size
        return by(weight, numbers[symbol.id] - numbers[weight], slope)
    kept = symbol.name.removesuffix(f"_{weight}")
    if kept in ("m̂", "v̂"):
        return optimizer_prose.corrected(f"{kept[0]}_{weight}", "β1" if kept == "m̂" else "β2")
    if kept == "m":
        return optimizer_prose.mean(weight)
    if optimizer.name == "Adam":
        return optimizer_prose.squares(weight)
    return optimizer_prose.velocity(weight, numbers[symbol.name], slope, int(numbers[UPDATE]))
