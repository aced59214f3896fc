"""Random descents as a judge of formulas."""

from __future__ import annotations

import numpy as np

from core.backprop.engine.expression import ONE, Difference, Symbol
from core.backprop.engine.network import WORKSHEET
from core.backprop.practice.sheet.derivatives import expected
from core.backprop.practice.sheet.trial import trial

TRIAL = trial(WORKSHEET)


def test_a_weight_is_its_update_from_the_line_before() -> None:
    assert TRIAL.same(expected(WORKSHEET, "w3"), Symbol("w3"))
    assert TRIAL.same(Symbol("w3⁺@-1"), Symbol("w3"))
    assert TRIAL.same(Symbol("w3⁺"), Symbol("w3@1"))


def test_different_numbers_are_different() -> None:
    names = [q.name for q in WORKSHEET.quantities] + list(WORKSHEET.given)
    ids = [f"{name}{mark}" for name in names for mark in ("", "@-1", "@1", "@start")]
    constant = {*WORKSHEET.inputs, *WORKSHEET.targets}
    ids = [id for id in ids if "@" not in id or id.partition("@")[0] not in constant or id.endswith("start")]
    prints = [TRIAL.fingerprint(Symbol(id))[1] for id in ids]
    assert len(set(prints)) == len(prints)


def test_a_fingerprint_knows_a_formula_up_to_its_sign() -> None:
    a, t = Symbol("a_o1"), Symbol("t1")
    (one, left), (other, right) = TRIAL.fingerprint(Difference(a, t)), TRIAL.fingerprint(Difference(t, a))
    assert left == right
    assert one == -other
    assert TRIAL.fingerprint(ONE - a)[1] != left


def test_what_cannot_be_computed_is_the_same_as_nothing() -> None:
    assert TRIAL.numbers(Symbol("nowhere")) is None
    assert not TRIAL.same(Symbol("nowhere"), Symbol("nowhere"))
    assert np.isfinite(TRIAL.numbers(Symbol("∂E1/∂w5"))).all()  # type: ignore[arg-type]
