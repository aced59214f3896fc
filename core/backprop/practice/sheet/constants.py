"""The numbers in a learner's formula, and the constants that they may stand for: 0.05 for i1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, product

from core.backprop.engine.expression import Expression, Number, Symbol
from core.backprop.practice.tree import children, with_child

MOST_READINGS = 64  # of the numbers in one formula
SAME = 1e-12


def readings(formula: Expression, constants: Iterable[tuple[str, float]]) -> Iterator[Expression]:
    """The formula as it is, and then with its numbers for those constants, by id and value, that are the same."""
    yield formula
    named = list(constants)
    options: dict[Number, list[Expression]] = {}
    for number in dict.fromkeys(numbers_in(formula)):
        same = [Symbol(id) for id, value in named if abs(value - number.value) <= SAME]
        if same:
            options[number] = [*same, number]
    for choice in islice(product(*options.values()), MOST_READINGS):
        if choice != tuple(options):
            yield with_numbers(formula, dict(zip(options, choice, strict=True)))


def numbers_in(e: Expression) -> Iterator[Number]:
    """Every number of a formula, as often as it stands there."""
    if isinstance(e, Number):
        yield e
    for part in e.parts():
        yield from numbers_in(part)


def with_numbers(e: Expression, by: Mapping[Number, Expression]) -> Expression:
    """The formula with something else for its numbers."""
    if isinstance(e, Number):
        return by.get(e, e)
    if isinstance(e, Symbol):
        return e
    for spot, part in children(e):
        e = with_child(e, spot, with_numbers(part, by))
    return e
