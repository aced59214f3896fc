import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.digits.runs.reader import Reader
from core.digits.training.records import RECORDS, Batch, Record, Score, from_line, to_line


def batch(number: int, seconds: float) -> Batch:
    return Batch(1, number, 100, 0.5, 0.1, (1.0, 2.0), seconds)


def read(folder: Path) -> list[Record]:
    reader = Reader(folder)
    reader.refresh()
    return reader.records


def test_records_are_read_as_they_come_and_a_line_on_its_way_is_waited_for(tmp_path: Path) -> None:
    reader, file = Reader(tmp_path), tmp_path / RECORDS
    assert not reader.refresh()
    line = to_line(batch(1, 0.5))
    file.write_text(line + line[:10])
    assert reader.refresh()
    assert reader.records == [batch(1, 0.5)]
    assert not reader.refresh()
    file.write_text(line + line)
    assert reader.refresh()
    assert len(reader.records) == 2
    assert reader.problems == []
    file.unlink()
    assert reader.refresh()
    assert reader.records == []


DAMAGED = [
    "",
    "{",
    "null",
    '{"kind": "batch"}',
    '{"kind": "epoch"}',
    "[" * 100_000,
    '{"kind": "batch", "epoch": "1", "batch": 2, "batches": 3, "loss": 1, "rate": 1, "gradients": [1], "seconds": 1}',
    '{"kind": "batch", "epoch": 1, "batch": 2, "batches": 3, "loss": 1, "rate": 1, "gradients": "x", "seconds": 1}',
    '{"kind": "score", "epoch": 1, "split": "x", "loss": 1, "correct": 1, "total": 1, "final": true, "seconds": 1}',
]


@pytest.mark.parametrize("damaged", [line.encode() for line in DAMAGED] + [b"\xff\xfe\x00"])
def test_a_damaged_line_is_said_and_left_out(damaged: bytes, tmp_path: Path) -> None:
    first, last = batch(1, 0.5), Score(1, "test", 0.1, 9, 10, False, 1.0)
    (tmp_path / RECORDS).write_bytes(to_line(first).encode() + damaged + b"\n" + to_line(last).encode())
    reader = Reader(tmp_path)
    assert reader.refresh()
    assert reader.records == [first, last]
    assert reader.problems == ["Line 2 of records.jsonl is damaged and left out."]


def test_a_line_with_whole_numbers_is_a_record() -> None:
    values = {
        "kind": "batch",
        "epoch": 1,
        "batch": 2,
        "batches": 3,
        "loss": 1,
        "rate": 1,
        "gradients": [1],
        "seconds": 1,
    }
    assert from_line(json.dumps(values)) == Batch(1, 2, 3, 1, 1, (1,), 1)


@given(st.lists(st.tuples(st.sampled_from(["write", "cut", "look"]), st.integers(0, 12)), max_size=30))
def test_whatever_is_written_cut_off_and_written_again_the_reader_has_what_is_there(
    tmp_path_factory: pytest.TempPathFactory, happens: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("run")
    lines: list[str] = []
    reader, seconds = Reader(folder), 0.0
    for what, number in [*happens, ("look", 0)]:
        if what == "write":
            for _ in range(number):
                seconds += 0.37
                lines.append(to_line(batch(len(lines) + 1, seconds)))
        elif what == "cut":
            del lines[number:]
        (folder / RECORDS).write_text("".join(lines))
        if what == "look":
            reader.refresh()
            assert reader.records == read(folder)
            assert [record.seconds for record in reader.records] == [record.seconds for record in read(folder)]
    assert len(reader.records) == len(lines)
