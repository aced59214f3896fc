"""Records as lines of a file, and what is looked up among those of a run."""

import pytest

from core.digits.training.loop import Training
from core.digits.training.records import Batch, Record, Score, batches_in, from_line, scores_in, to_line


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
