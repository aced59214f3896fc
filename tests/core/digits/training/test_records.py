"""Records as lines of a file, and what is looked up among those of a run."""

from __future__ import annotations

import json
import math
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.digits.runs.throughput import throughput
from core.digits.training.config import Config
from core.digits.training.loop import Training
from core.digits.training.progress import log
from core.digits.training.records import (
    Batch,
    Record,
    Score,
    batches_in,
    from_line,
    scores_in,
    to_line,
    train_scores_in,
)


def batch(epoch: int, place: int) -> Batch:
    return Batch(epoch, place, 20, 0.5, 0.1, (1.0, 2.0), seconds=1.0)


FIRST = Score(1, "test", 0.2, 90, 100, final=False, seconds=2.0)
SECOND = Score(2, "test", 0.1, 95, 100, final=False, seconds=4.0)
END = Score(2, "train", 0.1, 980, 1000, True, 5.0), Score(2, "test", 0.1, 95, 100, True, 6.0)
RECORDS = (batch(1, 10), batch(1, 20), FIRST, batch(2, 10), batch(2, 20), SECOND, *END)


def test_batches_come_in_order_without_the_scores() -> None:
    assert batches_in(RECORDS) == [batch(1, 10), batch(1, 20), batch(2, 10), batch(2, 20)]


def test_each_epoch_has_one_score_and_those_at_the_end_are_none_of_them() -> None:
    assert scores_in(iter(RECORDS)) == [FIRST, SECOND]


def test_what_older_runs_did_not_look_at_is_left_out() -> None:
    looked = replace(SECOND, train_loss=0.05, train_correct=99, train_total=100)
    line = to_line(FIRST).replace(', "train_loss": 0.0, "train_correct": 0, "train_total": 0', "")
    assert "train" not in line  # as it was written before
    assert from_line(line) == FIRST
    assert train_scores_in([from_line(line), looked]) == [replace(looked, split="train", loss=0.05, correct=99)]
    with pytest.raises(ValueError, match="this is no record"):
        from_line(to_line(replace(looked, train_correct=101)))


def test_before_the_first_record_there_is_neither() -> None:
    assert batches_in(()) == []
    assert scores_in(()) == []


def test_a_record_is_a_line_and_a_line_is_a_record(whole: tuple[Training, list[Record]]) -> None:
    for record in whole[1]:
        line = to_line(record)
        assert line.count("\n") == 1
        assert from_line(line) == record
        assert from_line(line).seconds == record.seconds
    for line in ("", "{}", "[1]", '{"kind": "batch"}', '{"kind": "score", "loss": 1}'):
        with pytest.raises(ValueError, match=r".+"):
            from_line(line)


@pytest.mark.parametrize(
    ("record", "changes"),
    [
        *((batch(1, 10), {name: 10**400}) for name in ("epoch", "batch", "batches", "loss", "rate", "seconds")),
        (batch(1, 10), {"gradients": [10**400]}),
        (batch(1, 10), {"gradients": 1.0}),
        (batch(1, 10), {"batches": 0, "batch": 0}),
        (batch(1, 10), {"batch": 21}),
        (batch(1, 10), {"epoch": 0}),
        (batch(1, 10), {"epoch": True}),
        (batch(1, 10), {"seconds": math.nan}),
        (batch(1, 10), {"seconds": 1e300}),
        (batch(1, 10), {"rate": math.inf}),
        *((FIRST, {name: 10**400}) for name in ("epoch", "loss", "correct", "total", "seconds")),
        (FIRST, {"total": 0, "correct": 0}),
        (FIRST, {"correct": 101}),
        (FIRST, {"split": "validation"}),
        (FIRST, {"final": 1}),
    ],
)
def test_numbers_that_no_training_comes_to_are_no_record(record: Record, changes: dict[str, Any]) -> None:
    values = {"kind": type(record).__name__.lower(), **asdict(record)}
    assert from_line(json.dumps(values)) == record
    with pytest.raises(ValueError, match="this is no record"):
        from_line(json.dumps({**values, **changes}))


def test_a_loss_that_is_no_number_any_more_is_a_record_still() -> None:
    for loss in (math.nan, math.inf):
        assert str(from_line(to_line(Score(1, "test", loss, 10, 100, final=False, seconds=2.0)))).startswith("Test set")


NUMBERS = st.integers(0, 40) | st.integers() | st.floats() | st.sampled_from([2**53 - 1, 10**400, 1e308, 5e-324])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(RECORDS),
            st.dictionaries(st.sampled_from(sorted(asdict(FIRST) | asdict(batch(1, 1)))), NUMBERS, max_size=3),
        ),
        max_size=6,
    )
)
def test_what_is_a_record_can_be_looked_at(changed: list[tuple[Record, dict[str, Any]]]) -> None:
    found = []
    for record, changes in changed:
        values = {"kind": type(record).__name__.lower(), **asdict(record)}
        with suppress(ValueError):
            found.append(from_line(json.dumps({**values, **{k: v for k, v in changes.items() if k in values}})))
    assert math.isfinite(throughput(Config(), found).seconds_left)
    log(found)
    for score in scores_in(found):
        assert 0 <= score.accuracy <= 1
