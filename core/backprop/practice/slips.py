"""Numbers that a learner may get instead of the right one, each with what must have gone wrong.

Three sources, all of them computed: the wrong programs, the step's own formula with one thing changed, and the right
number miswritten or mistaken for another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import cast

import numpy as np

from core.backprop.engine.expression import (
    ONE,
    Derivative,
    Difference,
    Expression,
    Negative,
    Plugged,
    Product,
    Square,
    Sum,
    Symbol,
)
from core.backprop.engine.functions import Function
from core.backprop.engine.graph import Graph, NonFinite
from core.backprop.engine.network import Network
from core.backprop.lesson.lesson import Step, every_number
from core.backprop.notation.unicode import unicode
from core.backprop.practice.mistakes import MISTAKES
from core.backprop.practice.tree import children, has, with_child
from core.backprop.practice.typed import LEAST_DIGITS
from core.backprop.practice.wrong import Mistake

POWERS_OF_TEN = (10.0, 0.1, 100.0, 0.01, 1000.0, 0.001)


@dataclass(frozen=True)
class Slip:
    """A wrong `number`, how it comes about, and the wrong program that gives it if there is one.

    With fewer significant digits than `digits`, an answer may agree with it by chance.
    """

    number: float
    title: str
    sentence: str
    mistake: Mistake | None = None
    digits: int = 0


def slips(net: Network, learning_rate: float, step: Step, previous: Network | None = None) -> Iterator[Slip]:
    """What may have gone wrong in `step` of the lesson of `net`, the most telling first.

    `previous` is the network one update before. Numbers that are right all the same may be among them.
    """
    yield from (slip for slip in _all(net, learning_rate, step, previous) if isfinite(slip.number))


def _all(net: Network, learning_rate: float, step: Step, previous: Network | None) -> Iterator[Slip]:
    assert step.equation is not None
    numbers = every_number(net, learning_rate)
    left = cast(Symbol | Derivative, step.equation.left)
    yield from _by_wrong_programs(net, learning_rate, left, numbers)
    yield from _by_changed_formula(step, numbers)
    yield from _by_miswriting(step.equation.result)
    yield from _by_mistaking(left.id, numbers, every_number(previous, learning_rate) if previous else None)


def _by_wrong_programs(
    net: Network, learning_rate: float, left: Symbol | Derivative, numbers: Mapping[str, float]
) -> Iterator[Slip]:
    """First with the mistake made in this step only, then in the whole program."""
    for mistake in MISTAKES:
        number = _in_this_step(mistake, net.graph, left, numbers) if mistake.applies(net.graph) else None
        if number is not None:
            yield Slip(number, mistake.title, mistake.sentence, mistake)
    for mistake, program in _runs(net, learning_rate):
        if left.id in program:
            yield Slip(program[left.id], f"{mistake.title}, in an earlier line", mistake.sentence, mistake)


@lru_cache(maxsize=8)  # every answer in one update needs the same runs
def _runs(net: Network, learning_rate: float) -> tuple[tuple[Mistake, Mapping[str, float]], ...]:
    """Every wrong program with all its numbers, but for those that overflow."""
    runs = []
    for mistake in MISTAKES:
        with suppress(NonFinite):
            if mistake.applies(net.graph):
                runs.append((mistake, every_number(mistake.program(net, learning_rate), learning_rate)))
    return tuple(runs)


def _in_this_step(
    mistake: Mistake, graph: Graph, left: Symbol | Derivative, numbers: Mapping[str, float]
) -> float | None:
    """What the wrong program makes of the right numbers before this step, or None where it does not touch it."""
    if isinstance(left, Symbol):
        if left.name not in graph.weights:
            return None
        rule = mistake.rule(Symbol(left.name), Symbol("learning_rate"), graph.gradient(left.name))
        return float(rule.evaluate(numbers))
    local = {q.name: q.partials.get(left.by) for q in mistake.graph(graph).quantities}
    with np.errstate(all="ignore"):
        shares = [
            numbers[graph.gradient(q.name).id] * float(partial.evaluate(numbers))
            for q in graph.consumers[left.by]
            if left.via in (None, q.name) and (partial := local[q.name]) is not None
        ]
        return sum(shares) if shares else None


def _by_changed_formula(step: Step, numbers: Mapping[str, float]) -> Iterator[Slip]:
    rows = step.equation.rows if step.equation else ()
    formulas = [row for row in rows if has(row, Symbol | Derivative) and not has(row, Plugged)]
    for row in formulas[::-1]:  # the last one has every factor written out
        for changed, title, sentence in _variants(row):
            with np.errstate(all="ignore"):
                yield Slip(float(changed.evaluate(numbers)), title, sentence)


def _variants(e: Expression) -> Iterator[tuple[Expression, str, str]]:
    """The formula with one thing changed, as people change it by mistake; title and sentence say what it is."""
    match e:
        case Product(factors):
            for place, factor in enumerate(factors):
                if factor != ONE:
                    rest = factors[:place] + factors[place + 1 :]
                    yield Product(rest), "A factor is missing", f"The factor {unicode(factor)} is missing."
        case Sum(terms):
            for place, term in enumerate(terms):
                rest = terms[:place] + terms[place + 1 :]
                yield Sum(rest), "A term is missing", f"The term {unicode(term)} is missing."
            for place, term in enumerate(terms):
                rest = terms[:place] + terms[place + 1 :]
                yield Difference(Sum(rest), term), "Plus and minus", f"{unicode(term)} is to be added, not subtracted."
        case Difference(left, right):
            yield Difference(right, left), "The wrong way round", f"It is {unicode(e)}, not the other way round."
            yield Sum((left, right)), "Plus and minus", f"{unicode(right)} is to be subtracted, not added."
        case Square(base):
            yield base, "The square is missing", f"Asked is {unicode(e)}, this is {unicode(base)}."
            yield Sum((base, base)), "A square is not a doubling", f"{unicode(e)} is {unicode(base)} times itself."
        case Function(argument):
            function = unicode(e).partition("(")[0]
            yield argument, f"{function} is missing", f"Asked is {unicode(e)}, this is {unicode(argument)}."
            yield Difference(ONE, e), "The minus in the exponent is lost", f"This is 1 − {unicode(e)}."
        case Negative(term):
            yield term, "A minus is missing", f"Asked is {unicode(e)}."
    for spot, part in children(e):
        for changed, title, sentence in _variants(part):
            yield with_child(e, spot, changed), title, sentence


def _by_miswriting(right: float) -> Iterator[Slip]:
    yield Slip(-right, "The sign is wrong", "The digits are right, the sign is not.")
    for factor in POWERS_OF_TEN:
        yield Slip(right * factor, "The decimal point is in the wrong place", "The digits are right.")
    if right:
        yield Slip(1 / right, "Upside down", "This is one divided by the number that is asked.")
    for factor in POWERS_OF_TEN:
        yield Slip(-right * factor, "Sign and decimal point are wrong", "The digits are right.")


def _by_mistaking(asked: str, numbers: Mapping[str, float], previous: Mapping[str, float] | None) -> Iterator[Slip]:
    if previous and asked in previous:
        yield Slip(previous[asked], "From the update before", f"That was {asked} one update earlier.")
    if asked.removesuffix("⁺") != asked:
        yield Slip(numbers[asked[:-1]], "Still the old number", "Nothing of the gradient has been subtracted yet.")
    for name, number in numbers.items():
        if name != asked:
            shown = "η" if name == "learning_rate" else name
            yield Slip(number, "Another number", f"That is {shown}; asked is {asked}.", digits=LEAST_DIGITS)
