"""Formulas as sums of products, so that they can be compared factor by factor.

Brackets around a sum of paths are multiplied out; a difference such as a_o1 − t1 or 1 − a_o1 stays one factor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
from core.backprop.practice.sheet.functions import Applied
from core.backprop.practice.sheet.trial import Trial

MOST_TERMS = 24


@dataclass(frozen=True)
class Term:
    """A number times factors; `inverse` are those that it is divided by."""

    coefficient: float
    factors: tuple[Expression, ...]
    inverse: tuple[Expression, ...] = ()

    def times(self, other: Term) -> Term:
        return Term(self.coefficient * other.coefficient, self.factors + other.factors, self.inverse + other.inverse)


def terms(e: Expression, trial: Trial, whole: bool = False) -> tuple[Term, ...] | None:
    """The formula as a sum of products; None where it becomes too long.

    With `whole`, a sum of names inside of a product is left as one factor, as in (a_o1 + t1) · a_o1.
    """
    found = _Expansion(trial, whole).terms(e, top=True)
    return tuple(_split_slopes(term, trial) for term in found) if found is not None else None


def formula_of(some: Sequence[Term]) -> Expression:
    """Terms that nothing is divided by, as a formula again."""
    return Sum(tuple(Product((Number(term.coefficient), *term.factors)) for term in some))


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
