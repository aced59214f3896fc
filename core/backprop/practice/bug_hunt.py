"""Find the bug: one of the wrong programs has run, and the learner looks for the first line that it got wrong.

Which lines those are is not written down anywhere: it follows from comparing the wrong run with the right one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from math import isclose
from typing import cast

import numpy as np

from core.backprop.engine.expression import Derivative, Symbol
from core.backprop.engine.graph import NonFinite
from core.backprop.engine.network import Network
from core.backprop.engine.proof import autograd, central_differences
from core.backprop.engine.substitution import ids, plug_in
from core.backprop.lesson.lesson import Equation, Step, every_number, lesson
from core.backprop.practice.mistakes import MISTAKES
from core.backprop.practice.wrong import Mistake, WrongNetwork

LEVELS = ("easy", "medium", "hard")
EASY = (
    *("target-first", "half-kept", "half-lost", "minus-lost", "no-slope", "no-slope-in-hidden-layers", "one-path"),
    *("own-output-only", "no-weight", "no-input", "uphill", "no-rate"),
)
LARGEST_SEED = 9999
MADE_HERE = "All that this line uses is right, and what it makes of it is not."
VISIBLE = 0.01  # the relative error that a line with the mistake has at least, so that it shows in four digits


class Standing(StrEnum):
    """What a line of the program's run is worth."""

    RIGHT = "right"
    FIRST = "first"  # the first of the program's lines that is wrong although all it uses is right
    AGAIN = "again"  # another one like that: the mistake is made here, too
    LATER = "later"  # wrong, because something that it uses is


SOURCES = (Standing.FIRST, Standing.AGAIN)  # where the mistake is made


@dataclass(frozen=True)
class Line:
    """One line that the program printed, and `right`, the same line as it should be.

    `wrong_before` names the numbers that it uses and that were wrong already.
    """

    step: Step
    right: Step
    standing: Standing
    wrong_before: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.step.name


@dataclass(frozen=True)
class Hunt:
    """A program with a mistake, made everywhere or `only` in what leads back through one quantity."""

    net: Network
    learning_rate: float
    level: str
    seed: int
    mistake: Mistake
    only: str | None

    @cached_property
    def program(self) -> WrongNetwork:
        return self.mistake.program(self.net, self.learning_rate, self.only)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """What the program printed in its backward pass and its update."""
        return tuple(_lines(self.program))


@dataclass(frozen=True)
class Check:
    """One weight of the program's run, and what two methods find that do not need its backward pass."""

    weight: str
    gradient: float
    central_difference: float
    autograd: float
    new: float
    new_by_autograd: float

    @property
    def gradient_agrees(self) -> bool:
        return isclose(self.gradient, self.autograd, rel_tol=1e-6, abs_tol=1e-12)

    @property
    def new_agrees(self) -> bool:
        return isclose(self.new, self.new_by_autograd, rel_tol=1e-9, abs_tol=1e-12)


def hunt(net: Network, learning_rate: float, level: str, seed: int) -> Hunt:
    """The bug that the seed draws; at the level "hard" it sits in one place only.

    Raises ValueError for an unknown level, a seed outside 0 to 9999, or a network in which no mistake shows.
    """
    if level not in LEVELS:
        raise ValueError(f"there is no level {level[:40]!r}.")
    if not 0 <= seed <= LARGEST_SEED:
        raise ValueError(f"the bug's number must be between 0 and {LARGEST_SEED}, not {seed}.")
    candidates = list(_candidates(net, level))
    # Successive seeds go through all candidates in a shuffled order before any of them comes again.
    shuffle, first = divmod(seed, len(candidates))
    order = np.random.default_rng((LEVELS.index(level), shuffle)).permutation(len(candidates))
    for place in np.roll(order, -first):
        chosen = Hunt(net, learning_rate, level, seed, *candidates[place])
        if _shows(chosen):
            return chosen
    raise ValueError("With these numbers no mistake would show: every gradient is 0, or nearly. Choose other numbers.")


def first_wrong_steps(program: WrongNetwork) -> tuple[str, ...]:
    """The names of the steps that come out wrong although all they use is right, in the order of the lesson."""
    return tuple(line.name for line in _lines(program) if line.standing in SOURCES)


def line(chosen: Hunt, name: str) -> Line:
    """The line of that name. Raises ValueError for another name."""
    for each in chosen.lines:
        if each.name == name:
            return each
    raise ValueError(f"the program printed no line {name[:40]!r}.")


def said(found: Line) -> str:
    """What to say of a line that the learner marked."""
    match found.standing:
        case Standing.FIRST:
            return MADE_HERE
        case Standing.AGAIN:
            return f"{MADE_HERE} But an earlier line did that first."
        case Standing.LATER:
            several = len(found.wrong_before) > 1
            return (
                f"This number is wrong, but it could not be right: {' and '.join(found.wrong_before)}, which it uses, "
                f"{'were' if several else 'was'} wrong before. Look there."
            )
        case Standing.RIGHT:
            return "This line is right: so are the numbers that it uses, and so is what it makes of them."


def checks(chosen: Hunt) -> tuple[Check, ...]:
    """One for each weight. Imports torch. Raises ValueError or graph.NonFinite for numbers beyond a 64-bit float."""
    rate, weights = chosen.learning_rate, chosen.net.graph.weights
    difference, auto = central_differences(chosen.net), autograd(chosen.net)
    gradients = cast(dict[str, float], chosen.program.gradients())
    old = cast(dict[str, float], chosen.net.numbers)
    new = cast(dict[str, float], chosen.program.updated(rate).numbers)
    return tuple(
        Check(w, float(gradients[w]), difference[w], auto[w], float(new[w]), old[w] - rate * auto[w]) for w in weights
    )


def _candidates(net: Network, level: str) -> Iterator[tuple[Mistake, str | None]]:
    for mistake in MISTAKES:
        if level == "hard":
            places = [q.name for q in net.graph.quantities if mistake.rewrite]
            yield from ((mistake, place) for place in places if mistake.applies(net.graph, place))
        elif mistake.applies(net.graph) and (level == "medium" or mistake.name in EASY):
            yield mistake, None


def _shows(chosen: Hunt) -> bool:
    try:
        return any(
            not isclose(_result(line.step), _result(line.right), rel_tol=VISIBLE)
            for line in chosen.lines
            if line.standing in SOURCES
        )
    except NonFinite:
        return False


def _lines(program: WrongNetwork) -> Iterator[Line]:
    rate = program.learning_rate
    right = {_id(step): step for step in _asked(lesson(program.right, rate))}
    numbers, true = every_number(program, rate), every_number(program.right, rate)
    wrong = {name for name in right if name in numbers and not isclose(numbers[name], true[name], rel_tol=1e-12)}
    source = Standing.FIRST
    for step in _asked(lesson(program, rate)):
        name = _id(step)
        before = tuple(each for each in sorted(_uses(right[name])) if each in wrong)
        standing = Standing.RIGHT if name not in wrong else Standing.LATER if before else source
        if standing is Standing.FIRST:
            source = Standing.AGAIN
        yield Line(_by_its_own_rule(program, step, numbers), right[name], standing, before)


def _asked(steps: tuple[Step, ...]) -> list[Step]:
    return [step for step in steps if step.phase in ("backward", "update")]


def _uses(step: Step) -> frozenset[str]:
    """The ids that a right line is made of, apart from its own."""
    rows = step.equation.rows if step.equation else ()
    return frozenset().union(*map(ids, rows)) - {_id(step)}


def _by_its_own_rule(program: WrongNetwork, step: Step, numbers: Mapping[str, float]) -> Step:
    """The line as the program computes it: its update may follow another rule than the lesson's."""
    if step.phase != "update" or step.equation is None:
        return step
    weight = step.name.removeprefix("new-")
    rule = program.mistake.rule(Symbol(weight), Symbol("learning_rate"), program.graph.gradient(weight))
    return replace(step, equation=Equation(step.equation.left, (rule, plug_in(rule, numbers)), step.equation.result))


def _id(step: Step) -> str:
    assert step.equation is not None
    return cast(Symbol | Derivative, step.equation.left).id


def _result(step: Step) -> float:
    return step.equation.result if step.equation else 0.0
