"""Formulas as sums of products, so that they can be compared factor by factor.

Brackets around a sum of paths are multiplied out; a difference such as a_o1 − t1 or 1 − a_o1 stays one factor. Factors
are the same if they give the same numbers on every trial, however they are written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from core.backprop.engine.expression import (
    ONE,
    Derivative,
    Difference,
    Expression,
    Negative,
    Number,
    Product,
    Quotient,
    Square,
    Sum,
    Symbol,
)
from core.backprop.practice.sheet.formula import Applied
from core.backprop.practice.sheet.trial import Trial

MOST_TERMS = 24
MOST_ORDERS = 4  # terms whose every order is tried, 24 of them


@dataclass(frozen=True)
class Term:
    """A number times factors; `inverse` are those that it is divided by."""

    coefficient: float
    factors: tuple[Expression, ...]
    inverse: tuple[Expression, ...] = ()

    def times(self, other: Term) -> Term:
        return Term(self.coefficient * other.coefficient, self.factors + other.factors, self.inverse + other.inverse)


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


def terms(e: Expression, trial: Trial, whole: bool = False) -> tuple[Term, ...] | None:
    """The formula as a sum of products; None where it becomes too long.

    With `whole`, a sum of names inside of a product is left as one factor, as in (a_o1 + t1) · a_o1.
    """
    found = _Expansion(trial, whole).terms(e, top=True)
    return tuple(_split_slopes(term, trial) for term in found) if found is not None else None


def formula_of(some: Sequence[Term]) -> Expression:
    """Terms that nothing is divided by, as a formula again."""
    return Sum(tuple(Product((Number(term.coefficient), *term.factors)) for term in some))


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


@dataclass(frozen=True)
class _Expansion:
    trial: Trial
    whole: bool

    def terms(self, e: Expression, top: bool = False) -> tuple[Term, ...] | None:
        match e:
            case Number(value, name) if not name or name == "½":
                return (Term(value, ()),)
            case Negative(term):
                return _scaled(self.terms(term, top), -1.0)
            case Sum() | Difference() if top or not self._one_factor(e):
                together: list[Term] = []
                for at, part in enumerate(e.parts()):
                    some = _scaled(self.terms(part, top), -1.0 if at and isinstance(e, Difference) else 1.0)
                    if some is None:
                        return None
                    together += some
                return tuple(together) if len(together) <= MOST_TERMS else None
            case Product(factors):
                return _multiplied([self.terms(factor) for factor in factors])
            case Square(base):
                inner = self.terms(base)
                return _multiplied([inner, inner]) if inner and len(inner) == 1 else (Term(1.0, (e,)),)
            case Applied("POWER", (base, Number(exponent))) if exponent in (1.0, 2.0, 3.0, 4.0):
                return self.terms(Product((base,) * int(exponent)))
            case Quotient(above, below):
                return _divided(self.terms(above), self.terms(below), below, e)
        return (Term(1.0, (e,)),)

    def _one_factor(self, e: Sum | Difference) -> bool:
        """Whether a sum is a factor such as 1 − a or a − t, and not one of several paths."""
        leaves = [_is_leaf(part) for part in e.parts()]
        if isinstance(e, Difference):
            return any(leaves)
        return any(isinstance(part, Number) for part in e.terms) or (self.whole and all(leaves))


def _scaled(some: tuple[Term, ...] | None, by: float) -> tuple[Term, ...] | None:
    return None if some is None else tuple(Term(term.coefficient * by, term.factors, term.inverse) for term in some)


def _multiplied(factors: Sequence[tuple[Term, ...] | None]) -> tuple[Term, ...] | None:
    product: tuple[Term, ...] = (Term(1.0, ()),)
    for some in factors:
        if some is None or len(product) * len(some) > MOST_TERMS:
            return None
        product = tuple(one.times(other) for one in product for other in some)
    return product


def _divided(
    above: tuple[Term, ...] | None, below: tuple[Term, ...] | None, bottom: Expression, whole: Expression
) -> tuple[Term, ...] | None:
    """A quotient as a product with what it is divided by; a sigmoid written with EXP stays one factor."""
    if above is None:
        return None
    one_over = above == (Term(1.0, ()),)
    if below is None or len(below) != 1:
        if one_over:
            return (Term(1.0, (whole,)),)
        return tuple(Term(term.coefficient, term.factors, (*term.inverse, bottom)) for term in above)
    (under,) = below
    if not under.coefficient:
        return None
    if (
        one_over
        and not under.inverse
        and len(under.factors) == 1
        and not isinstance(under.factors[0], Symbol | Derivative)
    ):
        return (Term(1.0 / under.coefficient, (Quotient(ONE, under.factors[0]),)),)  # 1/(1 + EXP(−h1))
    inverted = Term(1 / under.coefficient, under.inverse, under.factors)
    return tuple(term.times(inverted) for term in above)


def _is_leaf(e: Expression) -> bool:
    if isinstance(e, Negative):
        return _is_leaf(e.term)
    return isinstance(e, Number) or (isinstance(e, Symbol) and not e.id.startswith("∂"))


def _split_slopes(term: Term, trial: Trial) -> Term:
    """Factors such as a − a² as the a and the 1 − a that the graph has."""
    factors: list[Expression] = []
    sign = 1.0
    for factor in term.factors:
        whole = trial.slopes.get(trial.fingerprint(factor)[1]) if isinstance(factor, Difference) else None
        if whole:
            sign *= trial.fingerprint(factor)[0]
        factors += whole or [factor]
    return Term(term.coefficient * sign, tuple(factors), term.inverse)
