"""What was measured of several trainings: a line for each variant, and every test as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

from core.digits.comparison.differences import Variant
from core.digits.comparison.seeds import Difference, Spread, difference, spread
from core.digits.training.config import Config
from core.digits.training.records import Record, Score, last_scores, scores_in, train_score_at_end
from core.harmless import harmless


@dataclass(frozen=True)
class Trained:
    """A training by its name: the test after each epoch, in order, and the training images at the end, if it has ended.

    Its network has so many `parameters`.
    """

    name: str
    config: Config
    parameters: int
    tests: tuple[Score, ...]
    train: Score | None = None

    @classmethod
    def of(cls, name: str, config: Config, parameters: int, records: Sequence[Record]) -> Trained:
        """From what it has recorded."""
        return cls(name, config, parameters, tuple(last_scores(scores_in(records))), train_score_at_end(records))

    @property
    def last(self) -> Score | None:
        """The test after its last epoch; None before that."""
        ended = self.tests and self.tests[-1].epoch == self.config.epochs
        return self.tests[-1] if ended else None


@dataclass(frozen=True)
class Line:
    """A variant by the tests of its trainings after their last epoch.

    `accuracy` is in %, `loss` the mean test loss; both None where none has ended, and `unfinished` counts those that
    have not. `difference` is to the variant that all are compared with, in points of accuracy; None for that itself.
    """

    variant: Variant
    accuracy: Spread | None
    loss: float | None
    unfinished: int
    baseline: bool
    difference: Difference | None


def lines(trained: Sequence[Trained], variants: Sequence[Variant], baseline: int) -> tuple[Line, ...]:
    """A line for each variant, each compared with the one at place `baseline`."""
    ended = [_ended(trained, variant) for variant in variants]
    seeds = [{seed: 100 * score.accuracy for seed, score in each.items()} for each in ended]
    return tuple(
        Line(
            variant,
            spread(mine),
            mean(score.loss for score in scores.values()) if scores else None,
            sum(trained[place].last is None for place in variant.members),
            place == baseline,
            None if place == baseline else difference(seeds[baseline], mine),
        )
        for place, (variant, scores, mine) in enumerate(zip(variants, ended, seeds, strict=True))
    )


def _ended(trained: Sequence[Trained], variant: Variant) -> dict[int, Score]:
    """The last test of each seed, once: the same seed again is the same training again."""
    last = [(trained[place].config.seed, trained[place].last) for place in variant.members]
    return {seed: score for seed, score in reversed(last) if score is not None}


def every_test(trained: Sequence[Trained], variants: Sequence[Variant]) -> str:
    """CSV with a row for each training and epoch: name, what differs, seed, parameters, and the test.

    Text that a spreadsheet would compute gets an apostrophe before it.
    """
    differ = [words for words, _ in variants[0].values] if variants else []
    target = io.StringIO()
    rows = csv.writer(target, lineterminator="\r\n")
    scores = ("epoch", "test accuracy, %", "test loss", "right", "of", "training accuracy, %", "training loss")
    rows.writerow(["run", *differ, "random seed", "parameters", "epochs planned", *scores])
    for variant in variants:
        for place in variant.members:
            run = trained[place]
            what = [harmless(run.name), *(harmless(value) for _, value in variant.values)]
            about = [*what, run.config.seed, run.parameters, run.config.epochs]
            for test in run.tests:
                known = [100 * test.train_correct / test.train_total, test.train_loss] if test.train_total else ["", ""]
                tested = [test.epoch, 100 * test.accuracy, test.loss, test.correct, test.total]
                rows.writerow([*about, *tested, *known])
    return target.getvalue()
