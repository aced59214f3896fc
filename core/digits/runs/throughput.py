"""How far a run is and how fast it goes, from its records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.digits.training.config import Config
from core.digits.training.records import Batch, Record, Score

RECENT = 6.0  # seconds over which the speed is measured


@dataclass(frozen=True)
class Throughput:
    """`epoch` and `batch` are counted from 1, both 0 and all else 0 before the first record; `share` is from 0 to 1.

    `images_a_second` and `seconds_left` come from the last seconds of training, tests included; 0 where not known.
    """

    epoch: int
    epochs: int
    batch: int
    batches: int
    share: float
    seconds: float
    images_a_second: float
    seconds_left: float


def throughput(config: Config, records: Sequence[Record]) -> Throughput:
    """Where a run with these settings is after these records."""
    last = next((record for record in reversed(records) if isinstance(record, Batch)), None)
    if last is None:
        return Throughput(0, config.epochs, 0, 0, 0.0, 0.0, 0.0, 0.0)
    end = records[-1]
    done = (last.epoch - 1) * last.batches + last.batch
    steps = config.epochs * last.batches
    first, speed = last, 0.0
    for record in reversed(records):
        if isinstance(record, Batch):
            first = record
            if last.seconds - record.seconds > RECENT:
                break
    if last.seconds > first.seconds:
        speed = (done - (first.epoch - 1) * first.batches - first.batch) / (last.seconds - first.seconds)
    share = 1.0 if isinstance(end, Score) and end.final and end.split == "test" else min(done / steps, 0.999)
    left = (steps - done) / speed if speed else 0.0
    return Throughput(
        last.epoch, config.epochs, last.batch, last.batches, share, end.seconds, speed * config.batch_size, left
    )
