"""The report is Markdown with the numbers that were measured, and no typed name is a mark in it."""

from __future__ import annotations

from dataclasses import replace

from core.digits.comparison.differences import variants
from core.digits.comparison.measured import Trained, lines
from core.digits.comparison.referee import Result, result_of_run
from core.digits.comparison.report import plain, report_of_run, report_of_several
from core.digits.comparison.rules import RULES
from core.digits.training.config import Config
from core.digits.training.records import Record, Score

BASE = Config(epochs=2, dropout=0.1)


def records(*right: int) -> list[Record]:
    scores: list[Record] = [
        Score(epoch, "test", 0.02, each, 10_000, False, 1.0, 0.01, 9_990, 10_000)
        for epoch, each in enumerate(right, start=1)
    ]
    return [*scores, Score(len(right), "train", 0.01, 59_900, 60_000, True, 1.0)]


def test_one_run_is_reported_by_the_rules() -> None:
    report = report_of_run("My *run*", result_of_run(BASE, records(9_955, 9_950), 19_010, True), RULES[1], BASE)
    assert report.startswith("## My \\*run\\*\n\n### Target\n\nThe exercise's run: As good as")
    for line in (
        "- dropout: 0.1",
        "- epochs: 2",
        "| parameters | 19,010 |",
        "| test accuracy, last epoch | 9950/10000 (99.50 %) |",
        "| test accuracy, best epoch | 9955/10000 (99.55 %), epoch 1 |",
        "| training accuracy | 59900/60000 (99.83 %) |",
        "**Passed.**",
        "- Fewer than 20,000 parameters: kept. It has 19,010 parameters.",
    ):
        assert line in report.splitlines()
    assert "learning rate" not in report  # which is the shipped one


def test_what_cannot_be_judged_is_said_and_what_nobody_knows_too() -> None:
    assert "Cannot be judged: There is no test in it." in report_of_run("Log", Result((), 0), RULES[0])
    unknown = report_of_run("Log", Result(tuple(r for r in records(9_950)[:1] if isinstance(r, Score)), 1), RULES[0])
    assert "| parameters | not known |" in unknown
    assert "**Not proven.**" in unknown


def test_several_are_reported_with_what_their_seeds_can_show() -> None:
    other = replace(BASE, dropout=0.0, seed=0)
    configs = [BASE, replace(BASE, seed=1), other, replace(other, seed=1)]
    right = [(9_900, 9_950), (9_900, 9_930), (9_900, 9_960), (9_900, 9_941)]
    trained = [Trained.of("Run", config, 19_010, records(*each)) for config, each in zip(configs, right, strict=True)]
    found = variants(configs)
    report = report_of_several(lines(trained, found, 0), trained).splitlines()
    assert "What dropout does to the test accuracy after the last epoch." in report
    assert "- random seeds: 0, 1" in report
    assert "- dropout: 0.1" not in report  # it is what differs
    assert "| settings | parameters | n | mean, % | sd | 95 % interval | test loss |" in report
    assert "| dropout 0.1 | 19,010 | 2 | 99.40 | 0.141 | 98.13 to 100.00 | 0.0200 |" in report
    assert any(
        line.startswith("- dropout 0 against dropout 0.1: 0.1") and "2 seeds in pairs" in line for line in report
    )
    assert "- dropout 0.1: 0.50 points more of the training images are right than of the test images." in report
    begun = [*trained[:3], Trained.of("Run", configs[3], 19_010, [])]
    later = report_of_several(lines(begun, found, 0), begun)
    assert "One seed shows nothing" in later.replace("one seed", "One seed")
    assert "- 1 run not yet at the last epoch: left out." in later
    alone = report_of_several(lines([Trained.of("Run", BASE, 1, [])], variants([BASE]), 0), trained)
    assert "| the same settings | 19,010 | 0 | – | – | – | – |" in alone


def test_a_name_stays_on_its_line_and_is_no_mark() -> None:
    assert plain("a\n# b | <i>`c`") == "a \\# b \\| \\<i\\>\\`c\\`"
