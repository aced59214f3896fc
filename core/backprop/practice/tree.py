"""Formulas taken apart and put together again, whatever nodes they are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from types import UnionType

from core.backprop.engine.expression import Expression, Symbol


@dataclass(frozen=True)
class Spot:
    """Where a part stands in a node: in a field, and at a place of it where that holds several parts."""

    field: str
    place: int | None


def children(e: Expression) -> Iterator[tuple[Spot, Expression]]:
    """The parts directly inside a formula, with where they stand."""
    for field in fields(e):  # type: ignore[arg-type]  # all nodes are dataclasses
        value = getattr(e, field.name)
        if isinstance(value, Expression):
            yield Spot(field.name, None), value
        elif isinstance(value, tuple):
            yield from ((Spot(field.name, place), part) for place, part in enumerate(value))


def with_child(e: Expression, spot: Spot, child: Expression) -> Expression:
    """The same formula with another part in that spot."""
    value: Expression | tuple[Expression, ...] = child
    if spot.place is not None:
        siblings = getattr(e, spot.field)
        value = (*siblings[: spot.place], child, *siblings[spot.place + 1 :])
    return replace(e, **{spot.field: value})  # type: ignore[type-var]


def substituted(e: Expression, by: Mapping[str, Expression]) -> Expression:
    """The same formula with other expressions in the place of some symbols, given by their ids."""
    if isinstance(e, Symbol):
        return by.get(e.id, e)
    for spot, part in children(e):
        e = with_child(e, spot, substituted(part, by))
    return e


def has(e: Expression, kind: type | UnionType) -> bool:
    """Whether there is a node of this kind in the formula."""
    return isinstance(e, kind) or any(has(part, kind) for part in e.parts())
