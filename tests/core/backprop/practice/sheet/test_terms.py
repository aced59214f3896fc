"""Formulas taken apart."""

from __future__ import annotations

import pytest

from core.backprop.engine.network import WORKSHEET
from core.backprop.notation.unicode import unicode
from core.backprop.practice.sheet.formula import parse
from core.backprop.practice.sheet.terms import formula_of, terms
from core.backprop.practice.sheet.trial import trial
from tests.core.backprop.practice.sheet.test_gaps import SLOPES, Names

TRIAL = trial(WORKSHEET)


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("0.5*(t1-a_o1)^2", [(0.5, "t1 − a_o1 t1 − a_o1", "")]),
        ("(w5+w7)*a_h1*2-i1/w1", [(2.0, "w5 a_h1", ""), (2.0, "w7 a_h1", ""), (-1.0, "i1", "w1")]),
        ("a_h1-a_h1^2", [(1.0, "a_h1", ""), (-1.0, "a_h1 a_h1", "")]),
        ("(a_h1-a_h1^2)*i1", [(1.0, "a_h1 1 − a_h1 i1", "")]),
    ],
)
def test_a_formula_is_a_sum_of_products(text: str, products: list[tuple[float, str, str]]) -> None:
    found = terms(parse(text, Names()), TRIAL)
    assert found is not None
    written = [
        (each.coefficient, *(" ".join(map(unicode, some)) for some in (each.factors, each.inverse))) for each in found
    ]
    assert written == products


def test_terms_are_the_same_formula_again() -> None:
    formula = parse(SLOPES, Names())
    assert TRIAL.same(formula_of(terms(formula, TRIAL) or ()), formula)


def test_what_becomes_too_long_is_left() -> None:
    text = "*".join(["(w1*i1+w2*i2)"] * 9)
    assert terms(parse(text, Names()), TRIAL) is None
