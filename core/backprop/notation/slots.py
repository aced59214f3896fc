"""Formulas with empty slots where their numbers stand, so that new numbers can be written without a new formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from core.backprop.engine.expression import Expression, Number, Plugged
from core.backprop.engine.substitution import replace_leaves


@dataclass(frozen=True)
class Slot(Expression):
    """The place of a number that is known later; `id` is that of the quantity that has it, if one does."""

    index: int
    id: str = ""


def emptied(formulas: Sequence[Expression]) -> tuple[Expression, ...]:
    """The formulas with a slot for each number that is written by its digits, counted through all of them."""
    counter = count()

    def empty(leaf: Expression) -> Expression:
        return Slot(next(counter), getattr(leaf, "id", "")) if _has_digits(leaf) else leaf

    return tuple(replace_leaves(formula, empty) for formula in formulas)


def numbers(formulas: Sequence[Expression]) -> Iterator[float]:
    """The numbers that `emptied` takes out, in its order."""
    for formula in formulas:
        if isinstance(formula, Number | Plugged):
            if _has_digits(formula):
                yield formula.value
        else:
            yield from numbers(formula.parts())


def _has_digits(leaf: Expression) -> bool:
    return isinstance(leaf, Plugged) or (isinstance(leaf, Number) and not leaf.name)
