"""What is to be changed in a learner's formula to make it the right one, term by term and factor by factor.

Factors are the same if they give the same numbers on every trial, however they are written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from core.backprop.engine.expression import Expression
from core.backprop.practice.sheet.terms import Term, terms
from core.backprop.practice.sheet.trial import Trial

MOST_ORDERS = 4  # terms whose every order is tried, 24 of them


@dataclass(frozen=True)
class Gap:
    """How a term of the sheet differs from the one that belongs there: `place` says which, None where it is too many.

    `ratio` is its number divided by the right one; 0 where the whole term is missing.
    """

    place: int | None
    missing: tuple[Expression, ...]
    extra: tuple[Expression, ...]
    ratio: float = 1.0
    divided: tuple[Expression, ...] = ()

    @property
    def size(self) -> int:
        return len(self.missing) + len(self.extra) + len(self.divided) + (self.ratio != 1.0)


def compared(sheet: Expression, right: Expression, trial: Trial) -> tuple[Gap, ...] | None:
    """What is to be changed in the sheet's formula to make it the right one, in the way that is the least."""
    needed = terms(right, trial)
    found = [
        gaps(written, needed, trial)
        for whole in (False, True)
        if needed and (written := terms(sheet, trial, whole)) is not None
    ]
    return min(found, key=lambda some: sum(gap.size for gap in some), default=None)


def gaps(sheet: Sequence[Term], right: Sequence[Term], trial: Trial) -> tuple[Gap, ...]:
    """What is to be changed in the sheet's terms, by the order of the right ones; paired so that it is little."""
    best: tuple[Gap, ...] | None = None
    for order in _orders(sheet, right, trial):
        found = tuple(gap for gap in _paired(sheet, right, order, trial) if gap.size)
        if best is None or sum(gap.size for gap in found) < sum(gap.size for gap in best):
            best = found
    return best or ()


def _orders(sheet: Sequence[Term], right: Sequence[Term], trial: Trial) -> Iterator[tuple[int | None, ...]]:
    """For each right term the sheet's term that may stand for it."""
    slots: list[int | None] = [*range(len(sheet)), *[None] * max(0, len(right) - len(sheet))]
    if len(slots) <= MOST_ORDERS:
        yield from dict.fromkeys(order[: len(right)] for order in permutations(slots))
        return
    order: list[int | None] = []
    for place in range(len(right)):
        left = [slot for slot in slots if slot not in order and slot is not None]
        order.append(min(left, key=lambda slot: _gap(sheet[slot], right[place], place, trial).size, default=None))
    yield tuple(order)


def _paired(sheet: Sequence[Term], right: Sequence[Term], order: Sequence[int | None], trial: Trial) -> Iterator[Gap]:
    for place, slot in enumerate(order):
        if slot is None:
            yield Gap(place, right[place].factors, (), 0.0)
        else:
            yield _gap(sheet[slot], right[place], place, trial)
    for slot, term in enumerate(sheet):
        if slot not in order:
            yield Gap(None, (), term.factors, term.coefficient, term.inverse)


def _gap(sheet: Term, right: Term, place: int, trial: Trial) -> Gap:
    signs = [1.0, 1.0]

    def keyed(factors: Sequence[Expression], of: int) -> dict[str, list[Expression]]:
        found: dict[str, list[Expression]] = {}
        for factor in factors:
            sign, text = trial.fingerprint(factor)
            signs[of] *= sign
            found.setdefault(text, []).append(factor)
        return found

    ours, theirs = keyed(sheet.factors, 0), keyed(right.factors, 1)
    divided = Counter(trial.fingerprint(factor)[1] for factor in sheet.inverse)
    have = Counter({text: len(each) for text, each in ours.items()})
    need = Counter({text: len(each) for text, each in theirs.items()})
    for factor in sheet.inverse:
        signs[0] *= trial.fingerprint(factor)[0]
    cancelled = have & divided
    have, left = have - cancelled, divided - cancelled
    extra = [ours[text][0] for text in (have - need).elements()]
    missing = [theirs[text][0] for text in (need - have).elements()]
    inverse = [factor for factor in sheet.inverse if trial.fingerprint(factor)[1] in left]
    for factor in (*missing, *extra, *inverse):  # what changed places changes the sign by itself
        signs[0] *= trial.fingerprint(factor)[0]
    ratio = sheet.coefficient * signs[0] / (right.coefficient * signs[1]) if right.coefficient else 0.0
    return Gap(place, tuple(missing), tuple(extra), round(ratio, 9), tuple(inverse))
