"""An exercise for one student, away from the screen: what is given, what is asked, and the key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from core.backprop.engine.expression import Derivative, Expression, Symbol
from core.backprop.lesson.lesson import Equation, Step
from core.typed import unit_of

DIGITS = 3  # significant ones that an answer needs
KEY = 6  # digits of a key, and of what is given


@dataclass(frozen=True)
class Variant:
    """The lessons of its updates, one after the other, of which the phases are asked.

    `picture` is an SVG element of the network with the numbers that are given.
    """

    title: str
    lessons: tuple[tuple[Step, ...], ...]
    phases: tuple[str, ...]
    picture: str = ""

    def asked(self, update: int) -> tuple[Step, ...]:
        """The steps whose numbers are to be found in an update, counted from 0."""
        return tuple(step for step in self.lessons[update] if step.equation and step.phase in self.phases)

    def given(self, update: int) -> Mapping[Expression, float]:
        """The numbers that are told: all that the update needs but for those that are asked, in it or before."""
        steps = self.asked(update)
        found = {_left(step).id.removesuffix("⁺") for step in self.asked(update - 1)} if update else set()
        symbols: dict[str, Expression] = {name: Symbol(name) for name in self.lessons[update][0].after.keys() - found}
        symbols |= {_left(step).id: _left(step) for step in self.lessons[update] if step.equation and step not in steps}
        return {symbols[name]: value for name, value in steps[-1].before.items() if name in symbols}


def result(step: Step) -> float:
    return cast(Equation, step.equation).result


def tolerance(step: Step) -> float:
    """How far an answer may be off: half a unit of the third digit, and never as far as the old weight."""
    half = unit_of(result(step), DIGITS) / 2 if result(step) else 0.0
    old = step.before.get(step.name.removeprefix("new-")) if step.phase == "update" else None
    return min(half, abs(result(step) - old) / 2) if old is not None and old != result(step) else half


def _left(step: Step) -> Symbol | Derivative:
    return cast(Symbol | Derivative, cast(Equation, step.equation).left)
