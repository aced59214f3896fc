"""The referee: each rule at its edge, what cannot be a test, and what is said besides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.digits.comparison.pasted import read_log
from core.digits.comparison.referee import Result, judge, passed, refusal, remarks, result_of_log, result_of_run
from core.digits.comparison.rules import RULES
from core.digits.training.config import Config
from core.digits.training.records import Record, Score

PAST, SHOWN, NEWER = RULES


def result(*right: int, parameters: int | None = 7_000) -> Result:
    tests = tuple(Score(epoch, "test", 0.02, each, 10_000, False, 1.0) for epoch, each in enumerate(right, start=1))
    return Result(tests, len(tests), parameters)


def test_each_rule_holds_to_its_edge_and_no_further() -> None:
    assert passed(judge(result(*[9_900] * 18, 9_941, parameters=19_999), PAST)) is True
    assert [each.met for each in judge(result(9_900, 9_940, parameters=20_000), PAST)] == [False, True, False]
    assert [each.met for each in judge(result(*[9_960] * 21), PAST)] == [True, False, True]
    assert passed(judge(result(*[9_940] * 18, 9_941, 9_941), PAST)) is True  # past it in fewer than 20 epochs
    assert [each.met for each in judge(result(*[9_940] * 19, 9_941), PAST)] == [True, False, True]
    ahead = replace(result(9_940, 9_940), epochs=20, ahead=True)
    assert [each.met for each in judge(ahead, PAST)] == [True, None, None]
    assert passed(judge(result(*[9_950] * 20), SHOWN)) is True
    assert [each.met for each in judge(result(*[9_950] * 21), SHOWN)] == [True, False, True]
    assert passed(judge(result(9_950), SHOWN)) is True
    assert passed(judge(result(9_949), SHOWN)) is False


def test_the_last_epoch_counts_not_the_best() -> None:
    seen = result(9_960, 9_930)
    ruling = judge(seen, PAST)[2]
    assert ruling.met is False
    assert ruling.why == "After epoch 2 it had 99.30 %: 11 images too few."
    said = " ".join(remarks(seen, PAST))
    assert "best was 99.60 % after epoch 1, 30 images more" in said
    assert "first came to 99.41 % after epoch 1, and was below it again after epoch 2." in said


def test_each_of_the_last_five_epochs_is_asked_for() -> None:
    good = [9_900] * 10 + [9_940] * 5
    assert passed(judge(result(*good), NEWER)) is True
    for place in range(10, 15):
        spoilt = [*good[:place], 9_939, *good[place + 1 :]]
        ruling = judge(result(*spoilt), NEWER)[2]
        assert ruling.met is False
        assert f"After epoch {place + 1} it had 99.39 %: 1 image too few" in ruling.why
    assert judge(result(*good[:8], 9_900, *good[:6]), NEWER)[2].why.endswith("5 images too few.") is False
    assert "only 4 epochs" in judge(result(*[9_990] * 4), NEWER)[2].why


def test_what_nobody_said_is_neither_kept_nor_broken() -> None:
    assert passed(judge(result(9_950, parameters=None), PAST)) is None
    assert passed(judge(result(9_000, parameters=None), PAST)) is False
    gap = replace(result(*[9_950] * 15), tests=tuple(t for t in result(*[9_950] * 15).tests if t.epoch not in (12, 14)))
    ruling = judge(gap, NEWER)[2]
    assert (ruling.met, ruling.why) == (None, "There is no test after epoch 12 and 14.")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Test set: Average loss: 0.0049, Accuracy: 59863/60000 (99.77%)", "60,000 is how many it is trained on"),
        ("59863/60000", "59863/60000 cannot be MNIST's test, which has 10,000 images"),
        ("Test set: Accuracy: 990/1000", "Test on all of them"),
        ("Test set: Accuracy: 9950/10000", ""),
    ],
)
def test_what_cannot_be_a_test_is_refused(line: str, words: str) -> None:
    said = refusal(result_of_log(read_log(line)))
    assert words in said
    assert bool(said) == bool(words)


def test_a_run_is_judged_when_it_has_ended_on_mnist_by_itself() -> None:
    config = Config(epochs=2)
    records: list[Record] = [*result(9_900, 9_950).tests, Score(2, "train", 0.01, 59_000, 60_000, True, 1.0)]
    found = result_of_run(config, records, 19_000, finished=True)
    assert refusal(found) == ""
    assert passed(judge(found, SHOWN)) is True
    assert "98.33 % right, 1.17 points fewer" in remarks(found, SHOWN)[-1]
    for other, finished, words in (
        (replace(config, data="synthetic"), True, "MNIST's 10,000 test images count"),
        (replace(config, data="qmnist"), True, "MNIST's 10,000 test images count"),
        (replace(config, start="/another"), True, "goes on from another run"),
        (replace(config, epochs=3), False, "2 of 3 epochs are tested"),
    ):
        assert words in refusal(result_of_run(other, records, 19_000, finished))
    assert "no test" in refusal(result_of_run(config, [], 19_000, finished=True))


def test_what_is_ahead_is_not_known_but_what_is_lost_already_is() -> None:
    begun = replace(result(9_950, 9_930), epochs=15, ahead=True)
    within, good = judge(begun, NEWER)[1:]
    assert (within.met, within.why) == (True, "15 epochs planned.")
    assert (good.met, good.why) == (None, "99.30 % after epoch 2; what counts is the end, after epoch 15.")
    lost = replace(result(*[9_950] * 11, 9_900), epochs=15, ahead=True)
    assert judge(lost, NEWER)[2].met is False
    assert "2 of 15 epochs are tested" in refusal(begun)


def test_a_log_says_how_many_parameters_before_anybody_else_does() -> None:
    log = read_log("7,312 parameters\n9950/10000")
    assert result_of_log(log, 9).parameters == 7_312
    assert result_of_log(read_log("9950/10000"), 9).parameters == 9


@pytest.mark.parametrize(
    ("right", "words"),
    [(9_941, "is inside"), (9_990, "All of it is at 99.41 % or above"), (9_800, "All of it is below 99.41 %")],
)
def test_the_interval_says_how_sure_the_last_test_is(right: int, words: str) -> None:
    assert any(words in each for each in remarks(result(right), PAST))


def test_a_long_list_of_epochs_is_cut() -> None:
    said = " ".join(remarks(result(9_990, *[9_000] * 10, 9_990), PAST))
    assert "after epoch 2, 3, 4, 5, 6 and 5 more." in said
    assert "The last 5 tests lie between 90.00 % and 99.90 %." in said
