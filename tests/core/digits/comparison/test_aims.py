"""The exercise's aims tick themselves: from a run's settings, its scores, and the operations of its network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.digits.comparison.aims import aims
from core.digits.comparison.referee import Ruling, judge, refusal, result_of_run
from core.digits.comparison.rules import EXERCISE, SHOWN
from core.digits.model import DigitNet
from core.digits.table import table
from core.digits.training.config import Config
from core.digits.training.records import Score

ASKED = Config(epochs=3, dropout=0.05)
PASSED, REFERENCE, PARAMETERS, EPOCHS = EXERCISE.good, SHOWN.good, EXERCISE.few, EXERCISE.within
ROWS = table(DigitNet(**ASKED.network()))


def scores(*correct: int) -> list[Score]:
    """A test on 10,000 images after each epoch."""
    return [Score(epoch, "test", 0.02, right, 10_000, False, 1.0) for epoch, right in enumerate(correct, start=1)]


def found(config: Config, tests: Sequence[Score]) -> dict[str, Ruling]:
    """All aims by what they ask for."""
    rows = table(DigitNet(**config.network())) if config.network() != ASKED.network() else ROWS
    made = aims(config, tests, rows)
    assert all(aim.why.endswith(".") for aim in made)
    return {aim.words.split(", ")[0]: aim for aim in made}


def met(config: Config, *correct: int) -> dict[str, bool | None]:
    return {words: aim.met for words, aim in found(config, scores(*correct)).items()}


def test_a_run_as_the_exercise_wants_it_meets_all() -> None:
    assert [*met(ASKED, 9_800, 9_930, 9_950).values()] == [True] * 7


@pytest.mark.parametrize(("correct", "passed", "reached"), [(9_940, 0, 0), (9_941, 1, 0), (9_949, 1, 0), (9_950, 1, 1)])
def test_more_than_one_accuracy_is_asked_for_and_the_other_is_enough(correct: int, passed: int, reached: int) -> None:
    made = met(replace(ASKED, epochs=1), correct)
    assert (made[PASSED], made[REFERENCE]) == (passed, reached)


def test_before_the_end_no_accuracy_is_met() -> None:
    for correct in ((), (9_999,), (9_999, 9_999)):
        made = met(ASKED, *correct)
        assert {words for words, each in made.items() if each is None} == {PASSED, REFERENCE}
        assert all(made[words] for words in made.keys() - {PASSED, REFERENCE})
    assert met(ASKED, 9_999, 9_999, 9_900)[PASSED] is False  # not the best one


def test_only_mnist_counts_by_its_name_or_in_a_folder(tmp_path: Path) -> None:
    for data in ("mnist", str(tmp_path)):
        assert met(replace(ASKED, data=data, epochs=1), 9_999)[PASSED]
    for data in ("synthetic", "qmnist", "fashion-mnist"):
        assert met(replace(ASKED, data=data, epochs=1), 9_999)[PASSED] is False
    few = [replace(score, correct=999, total=1_000) for score in scores(9_999)]
    assert "cannot be MNIST's test" in found(replace(ASKED, epochs=1), few)[PASSED].why


def test_a_run_that_goes_on_from_another_meets_neither_epochs_nor_accuracy() -> None:
    made = found(replace(ASKED, start="/another/run", data="synthetic"), ())
    assert {words for words, aim in made.items() if aim.met is False} == {PASSED, REFERENCE, EPOCHS}
    assert "another run" in made[EPOCHS].why


def test_the_network_is_looked_at_itself() -> None:
    wide = replace(ASKED, widths=(10, 16, 24, 24, 64, 32))
    assert not met(wide)[PARAMETERS]
    assert met(wide)["Global average pooling"]
    assert not met(replace(ASKED, batch_norm=False))["Batch normalisation"]
    assert not met(replace(ASKED, dropout=0.0))["Dropout"]


@given(st.lists(st.integers(9_930, 9_960), min_size=1, max_size=22), st.integers(0, 2))
def test_it_never_disagrees_with_the_referee(correct: list[int], ahead: int) -> None:
    config, tests = replace(ASKED, epochs=len(correct) + ahead), scores(*correct)
    made = found(config, tests)
    result = result_of_run(config, tests, sum(row.parameters for row in ROWS), finished=not ahead)
    assert bool(refusal(result)) == bool(ahead)
    assert all(made[ruling.words] == ruling for ruling in judge(result, EXERCISE))
    assert made[REFERENCE].met == judge(result, SHOWN)[-1].met
