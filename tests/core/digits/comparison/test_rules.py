"""The rules are those that the exercise's forms have."""

from __future__ import annotations

from core.digits.comparison.rules import RULES, TESTS, percent
from core.digits.presets import BUDGETS
from core.digits.training.aims import PARAMETERS, PASSED, REFERENCE


def test_the_presets_are_the_forms_of_the_exercise() -> None:
    past, shown, newer = RULES
    assert past.parameters == shown.parameters == PARAMETERS == BUDGETS[0]
    assert past.right == PASSED * TESTS + 1  # more than that
    assert shown.right == REFERENCE * TESTS
    assert (newer.parameters, newer.epochs, newer.right, newer.lasting) == (BUDGETS[2], 15, 9_940, 5)
    assert len({rules.name for rules in RULES}) == len(RULES)
    assert all(rules.sentence.endswith(".") for rules in RULES)


def test_a_share_has_two_places() -> None:
    assert percent(9_941) == "99.41 %"
    assert percent(1, 3) == "33.33 %"
