"""The exercise's aims tick themselves: from a run's settings, its scores, and the operations of its network."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.digits.model import DigitNet
from core.digits.table import table
from core.digits.training.aims import aims
from core.digits.training.config import Config
from core.digits.training.records import Score


def scores(*correct: int) -> list[Score]:
    """A test on 10,000 images after each epoch."""
    return [Score(epoch, "test", 0.02, right, 10_000, False, 1.0) for epoch, right in enumerate(correct, start=1)]


def met(config: Config, *correct: int) -> dict[str, bool]:
    """What is met, by the first word of each aim."""
    found = aims(config, scores(*correct), table(DigitNet(**config.network())))
    assert all(aim.why.endswith(".") for aim in found)
    return {aim.words.split(", ")[0]: aim.met for aim in found}


ASKED = Config(epochs=19, dropout=0.05)
PASSED, REFERENCE, EPOCHS = "More than 99.4 % right", "99.50 % right", "Fewer than 20 epochs"


def test_a_run_as_the_exercise_wants_it_meets_all() -> None:
    assert set(met(ASKED, 9_800, 9_950, 9_945).values()) == {True}


@pytest.mark.parametrize(("correct", "passed", "reached"), [(9_940, 0, 0), (9_941, 1, 0), (9_949, 1, 0), (9_950, 1, 1)])
def test_more_than_one_accuracy_is_asked_for_and_the_other_is_enough(correct: int, passed: int, reached: int) -> None:
    found = met(ASKED, correct, 9_000)
    assert (found[PASSED], found[REFERENCE]) == (passed, reached)


def test_before_the_first_test_no_accuracy_is_met() -> None:
    assert [name for name, each in met(ASKED).items() if not each] == [PASSED, REFERENCE]


def test_only_mnist_counts_by_its_name_or_in_a_folder(tmp_path: Path) -> None:
    for data in ("mnist", str(tmp_path)):
        assert met(replace(ASKED, data=data), 9_999)[PASSED]
    for data in ("synthetic", "qmnist", "fashion-mnist"):
        assert not met(replace(ASKED, data=data), 9_999)[PASSED]


def test_the_epochs_that_it_took_count_and_before_that_those_planned() -> None:
    assert met(replace(ASKED, epochs=19), 9_000)[EPOCHS]
    assert not met(replace(ASKED, epochs=20), 9_000)[EPOCHS]
    assert met(replace(ASKED, epochs=40), *[9_000] * 18, 9_941)[EPOCHS]
    assert not met(replace(ASKED, epochs=40), *[9_000] * 19, 9_941)[EPOCHS]
    assert not met(replace(ASKED, start="/another/run"), 9_999)[EPOCHS]


def test_the_network_is_looked_at_itself() -> None:
    wide = replace(ASKED, widths=(10, 16, 24, 24, 64, 32))
    assert not met(wide)["Fewer than 20,000 parameters"]
    assert met(wide)["Global average pooling"]
    assert not met(replace(ASKED, batch_norm=False))["Batch normalisation"]
    assert not met(replace(ASKED, dropout=0.0))["Dropout"]
