"""The rules are those that the exercise's forms have, and their words say their numbers."""

from __future__ import annotations

import re

import pytest

from core.digits.comparison.rules import EXERCISE, NEWER, REFERENCE, RULES, SHOWN, TESTS, Rules, percent
from core.digits.presets import BUDGETS


def test_the_presets_are_the_forms_of_the_exercise() -> None:
    assert (EXERCISE.parameters, EXERCISE.epochs, EXERCISE.right) == (20_000, 20, 0.994 * TESTS + 1)
    assert EXERCISE.first < 20
    assert (SHOWN.parameters, SHOWN.epochs, SHOWN.right) == (20_000, 20, 0.995 * TESTS)
    assert (NEWER.parameters, NEWER.epochs, NEWER.right, NEWER.lasting) == (8_000, 15, 9_940, 5)
    assert (BUDGETS[0], BUDGETS[2]) == (EXERCISE.parameters, NEWER.parameters)
    assert REFERENCE == 0.995
    assert len({rules.name for rules in RULES}) == len(RULES)


@pytest.mark.parametrize("rules", RULES, ids=lambda rules: rules.name)
def test_the_words_say_the_numbers(rules: Rules) -> None:
    kind, number = re.search(r"(fewer than|At most) (\d+) epochs$", rules.within).groups()  # type: ignore[union-attr]
    assert int(number) - (kind == "fewer than") == (rules.first or rules.epochs)
    share, more = float(re.findall(r"[\d.]+", rules.accuracy)[0]), rules.accuracy.startswith("More than")
    assert round(share / 100 * TESTS) + more == rules.right
    assert rules.sentence.endswith(".")
    assert all(words.lower() in rules.sentence.lower() for words in (rules.few, f"{share:.4g}", number))


def test_a_share_has_two_places() -> None:
    assert percent(9_941) == "99.41 %"
    assert percent(1, 3) == "33.33 %"
