"""What a run records while it trains: one record a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from math import isfinite
from typing import Literal

from core.digits.stored import fitted, parsed

RECORDS = "records.jsonl"  # where a run writes them
LONGEST = 1e9  # seconds of a run, some thirty years


@dataclass(frozen=True)
class Batch:
    """After batch `batch` of `batches` (both counted from 1 on) of an epoch: its loss and its learning rate.

    `gradients` has one number for each layer: the length of the gradient of all its parameters.
    `seconds` are those since the run began, pauses left out; two runs that differ in nothing else are equal.
    """

    epoch: int
    batch: int
    batches: int
    loss: float
    rate: float
    gradients: tuple[float, ...]
    seconds: float = field(compare=False)


@dataclass(frozen=True)
class Score:
    """The EMA weights on a whole split, without augmentation: mean loss, and how many of `total` digits were right.

    After each epoch they read as many of the training images as are tested, too, for to read only those better is
    overfitting: `train_loss`, and `train_correct` of `train_total`, which is 0 where nobody looked.
    """

    epoch: int
    split: Literal["train", "test"]
    loss: float
    correct: int
    total: int
    final: bool
    seconds: float = field(compare=False)
    train_loss: float = 0.0
    train_correct: int = 0
    train_total: int = 0

    @property
    def accuracy(self) -> float:
        return self.correct / self.total

    def __str__(self) -> str:
        share = f"{self.correct}/{self.total} ({100 * self.accuracy:.2f}%)"
        return f"{self.split.capitalize()} set: Average loss: {self.loss:.4f}, Accuracy: {share}"


Record = Batch | Score
KINDS: dict[str, type[Batch] | type[Score]] = {"batch": Batch, "score": Score}


def batches_in(records: Iterable[Record]) -> list[Batch]:
    """The records after batches, in order."""
    return [record for record in records if isinstance(record, Batch)]


def scores_in(records: Iterable[Record]) -> list[Score]:
    """The score on the test set after each epoch, in order; the one at the end only repeats the last of them."""
    scores = (record for record in records if isinstance(record, Score))
    return [score for score in scores if score.split == "test" and not score.final]


def last_scores(scores: Iterable[Score]) -> list[Score]:
    """The last score of each epoch, in order."""
    last = {score.epoch: score for score in scores}
    return [last[epoch] for epoch in sorted(last)]


def train_score_at_end(records: Iterable[Record]) -> Score | None:
    """The score on the whole training set after the last epoch; None before that."""
    scores = (record for record in records if isinstance(record, Score))
    return next((score for score in scores if score.split == "train" and score.final), None)


def train_scores_in(records: Iterable[Record]) -> list[Score]:
    """What each of those says of the training images, as a score of its own; older runs have not looked at them."""
    return [
        replace(score, split="train", loss=score.train_loss, correct=score.train_correct, total=score.train_total)
        for score in scores_in(records)
        if score.train_total
    ]


def to_line(record: Record) -> str:
    """One line of JSON, numbers with all their digits."""
    return json.dumps({"kind": type(record).__name__.lower(), **asdict(record)}) + "\n"


def from_line(line: str) -> Record:
    """What `to_line` made. Raises ValueError for any other line."""
    try:
        values = parsed(line)
        record = fitted(KINDS[values.pop("kind")], values)
        if not _possible(record):
            raise ValueError("no training comes to such numbers")
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"this is no record: {line[:80]!r}") from error
    return record


def _possible(record: Record) -> bool:
    """Whether a training can have written it; a loss and a gradient may be more than a float can hold."""
    if isinstance(record, Batch):
        inside = 1 <= record.batch <= record.batches and isfinite(record.rate)
    else:
        inside = record.correct <= record.total and record.total > 0 and record.train_correct <= record.train_total
    return inside and record.epoch > 0 and 0 <= record.seconds <= LONGEST  # nor is NaN between them
