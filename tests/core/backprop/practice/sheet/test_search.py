"""Wrong numbers without formulas: what they come from."""

from __future__ import annotations

import numpy as np
import pytest

from core.backprop.engine.network import WORKSHEET, Network
from core.backprop.practice.sheet.derivatives import expected
from core.backprop.practice.sheet.gaps import gaps
from core.backprop.practice.sheet.search import found
from core.backprop.practice.sheet.terms import terms
from core.backprop.practice.sheet.trial import trial
from tests.core.backprop.practice.sheet.students import GRADIENTS, Student

TRIAL = trial(WORKSHEET)


@pytest.mark.parametrize(
    ("old", "new", "missing", "extra"),
    [
        ("{w7}", "{w6}", ("w7",), ("w6",)),
        ("{i1}", "{i2}", ("i1",), ("i2",)),
        ("{t2}", "{t1}", ("t2",), ("t1",)),
    ],
)
def test_a_factor_is_found_by_numbers_alone(old: str, new: str, missing: tuple[str], extra: tuple[str]) -> None:
    student = Student(plants={"g1": GRADIENTS["g1"].replace(old, new)})
    rows = student.values()
    nets = [Network(**{name: row[name] for name in WORKSHEET.given}) for row in rows]
    values = {id: np.array([float(net.values()[id]) for net in nets]) for id in nets[0].values()}
    values |= {name: np.array([row[name] for row in rows]) for name in WORKSHEET.given}
    needed = terms(expected(WORKSHEET, "∂E_total/∂w1"), TRIAL)
    assert needed
    target = np.array([row["g1"] for row in rows])
    some = found(needed, WORKSHEET, [], values, target, np.abs(target) * 1e-9)
    assert some
    for gap in gaps(some, needed, TRIAL):
        assert {str(e) for e in gap.missing} != {str(e) for e in gap.extra}
        assert all(name in str(gap.missing) for name in missing)
        assert all(name in str(gap.extra) for name in extra)


def test_a_number_from_nowhere_is_not_explained() -> None:
    needed = terms(expected(WORKSHEET, "h1"), TRIAL)
    assert needed
    values = {name: np.array([number]) for name, number in Network().numbers.items()}
    assert found(needed, WORKSHEET, [], values, np.array([0.123456789]), np.array([1e-12])) is None
