"""The folder of a run: records, checkpoints, settings."""

from __future__ import annotations

import errno
import io
import json
import os
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import torch

from core.digits.runs.lock import LOCK
from core.digits.runs.run import CONFIG, Run, read_config, read_facts, read_records, read_state
from core.digits.training.config import Config
from core.digits.training.loop import Training
from core.digits.training.records import RECORDS, Batch, Score
from core.errors import RunError, TrainingError

SETTINGS = Config(epochs=2, batch_size=16, widths=(2, 3, 4, 5, 6, 7))


LINE = Batch(1, 10, 20, 0.5, 0.1, (1.5, 0.25), seconds=1.5)


def opened(folder: Path, resume: bool = False, config: Config = SETTINGS) -> Run:
    return Run(folder, config, {"threads": 1}, resume)


def begin(folder: Path) -> None:
    """Leaves a run that has begun."""
    with opened(folder) as run:
        run.restore()


def state(number: int) -> dict[str, Any]:
    return {"weights": torch.full((3,), float(number)), "batch": number}


def checkpoints(folder: Path) -> list[Path]:
    return sorted(folder.glob("checkpoint-*"))


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    score = Score(1, "test", 0.02, 99, 100, final=False, seconds=2.0)
    with opened(tmp_path / "new" / "run") as run:
        run.write(LINE)
        run.write(score)
        run.save(state(1))
        assert list(read_records(run.folder)) == [LINE, score]  # while it goes on
    assert read_config(run.folder) == SETTINGS
    assert read_facts(run.folder)["threads"] == 1
    found = read_state(run.folder)
    assert found is not None
    assert torch.equal(found["weights"], torch.ones(3))


def test_the_last_two_checkpoints_are_kept_and_no_other_file(tmp_path: Path) -> None:
    with opened(tmp_path) as run:
        for number in range(5):
            run.save(state(number))
    names = [path.name for path in checkpoints(tmp_path)]
    assert [name[:18] for name in names] == ["checkpoint-000004-", "checkpoint-000005-"]
    assert {path.name for path in tmp_path.iterdir()} == {*names, CONFIG, RECORDS, LOCK}


def test_records_after_the_last_checkpoint_are_cut_off(tmp_path: Path) -> None:
    with opened(tmp_path) as run:
        run.write(LINE)
        run.save(state(1))
        run.write(replace(LINE, batch=11))
        with open(tmp_path / RECORDS, "a", encoding="utf-8") as file:
            file.write('{"kind": "ba')  # killed while writing
        assert len(list(read_records(tmp_path))) == 2
    with opened(tmp_path, resume=True) as run:
        found = run.restore()
        assert found is not None
        assert found["batch"] == 1
        run.write(replace(LINE, batch=12))
    assert [record.batch for record in read_records(tmp_path) if isinstance(record, Batch)] == [10, 12]


def test_a_run_without_a_checkpoint_starts_again(tmp_path: Path) -> None:
    with opened(tmp_path) as run:
        run.write(LINE)
    with opened(tmp_path, resume=True) as run:
        assert run.restore() is None
        assert list(read_records(tmp_path)) == []


def flipped(content: bytes) -> bytes:
    return content[:1000] + bytes([content[1000] ^ 1]) + content[1001:]


@pytest.mark.parametrize("harm", [flipped, lambda content: content[:-1], lambda content: b""])
def test_a_damaged_checkpoint_is_said_and_the_one_before_is_used(harm: Any, tmp_path: Path) -> None:
    with opened(tmp_path) as run:
        run.write(LINE)
        run.save(state(1))
        run.write(LINE)
        run.save(state(2))
    last = checkpoints(tmp_path)[-1]
    last.write_bytes(harm(last.read_bytes()))
    with opened(tmp_path, resume=True) as run:
        found = run.restore()
        assert found is not None
        assert found["batch"] == 1
        assert run.notes == [f"{last.name} is damaged; the checkpoint before it is used."]
        assert len(list(read_records(tmp_path))) == 1
    first = checkpoints(tmp_path)[0]
    first.write_bytes(harm(first.read_bytes()))
    with opened(tmp_path, resume=True) as run, pytest.raises(RunError, match=r"All checkpoints in .* are damaged"):
        run.restore()


def forged(folder: Path, number: int, content: object) -> Path:
    """A checkpoint whose hash is right, whatever is in it."""
    buffer = io.BytesIO()
    torch.save(content, buffer) if not isinstance(content, bytes) else buffer.write(content)
    path = folder / f"checkpoint-{number:06d}-{sha256(buffer.getvalue()).hexdigest()[:16]}.pt"
    path.write_bytes(buffer.getvalue())
    return path


def no_weights(state: dict[str, Any]) -> None:
    state["weights"].reshape(3)


@pytest.mark.parametrize(
    "content",
    [
        b"no zip",
        [],
        {},
        {"state": {"batch": 9}},
        {"records": 0},
        {"state": [], "records": 0},
        {"state": {}, "records": -1},
        {"state": {}, "records": 10**400},
        {"state": {}, "records": "0"},
        {"state": Path, "records": 0},
        {"state": {}, "records": 0},
        {"state": {"weights": torch.zeros(4)}, "records": 0},
    ],
)
def test_a_whole_checkpoint_of_something_else_is_passed_over(content: object, tmp_path: Path) -> None:
    with opened(tmp_path) as run:
        run.write(LINE)
        run.save(state(1))
    last = forged(tmp_path, 2, content)
    with opened(tmp_path, resume=True) as run:
        found = run.restore(no_weights)
        assert found is not None
        assert found["batch"] == 1
        assert run.notes == [f"{last.name} is damaged; the checkpoint before it is used."]
    assert len(list(read_records(tmp_path))) == 1


def test_no_memory_is_no_damage(tmp_path: Path) -> None:
    def full(state: dict[str, Any]) -> None:
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 1 bytes.")

    with opened(tmp_path) as run:
        run.save(state(1))
        with pytest.raises(RuntimeError, match="can't allocate memory"):
            run.restore(full)


def test_records_cut_short_are_said_and_an_older_checkpoint_that_fits_is_used(tmp_path: Path) -> None:
    with opened(tmp_path) as run:
        for number in (1, 2):
            run.write(LINE)
            run.save(state(number))
    records, whole = tmp_path / RECORDS, (tmp_path / RECORDS).read_bytes()
    records.write_bytes(whole[:-7])
    with opened(tmp_path, resume=True) as run:
        found = run.restore()
        assert found is not None
        assert found["batch"] == 1
        last = checkpoints(tmp_path)[-1].name
        assert run.notes == [f"records.jsonl is too short for {last}; the checkpoint before it is used."]
    records.write_bytes(whole[:7])
    with opened(tmp_path, resume=True) as run, pytest.raises(RunError, match=r"lacks its last \d+ bytes"):
        run.restore()
    assert records.read_bytes() == whole[:7]


@pytest.mark.parametrize("name", ["checkpoint-x-y.pt", "checkpoint-.pt", "checkpoint-000009-aa.pt.old"])
def test_a_file_with_another_name_is_no_checkpoint(name: str, tmp_path: Path) -> None:
    with opened(tmp_path) as run:
        run.save(state(1))
        (tmp_path / name).touch()
        assert run.save(state(2)).name.startswith("checkpoint-000002-")
        assert run.restore() is not None
    assert (tmp_path / name).exists()


def test_a_folder_in_use_is_refused_and_free_again_afterwards(tmp_path: Path) -> None:
    with opened(tmp_path), pytest.raises(RunError, match="is in use by another process"):
        opened(tmp_path, resume=True)
    opened(tmp_path, resume=True).close()


def test_a_folder_with_a_run_is_refused_without_resume(tmp_path: Path) -> None:
    begin(tmp_path)
    with pytest.raises(RunError, match="already has a run: add --resume"):
        opened(tmp_path)
    with pytest.raises(RunError, match="other settings: epochs was 2, not 3"):
        opened(tmp_path, resume=True, config=replace(SETTINGS, epochs=3))
    opened(tmp_path, resume=True).close()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        "[" * 200_000,
        '{"config": {"epochz": 3}}',
        '{"config": 3}',
        '{"config": {}}',
        '{"config": {"epochs": 3}}',
        json.dumps({"config": {**asdict(SETTINGS), "share": "x"}}),
        json.dumps({"config": {**asdict(SETTINGS), "epochs": 10**400}}),
        json.dumps({"config": {**asdict(SETTINGS), "bend": 10**400}}),
        json.dumps({"config": {**asdict(SETTINGS), "data": "\ud800"}}),
        json.dumps({"config": {**asdict(SETTINGS), "batch_norm": 1}}),
    ],
)
def test_a_broken_config_is_said(content: str, tmp_path: Path) -> None:
    begin(tmp_path)
    (tmp_path / CONFIG).write_text(content)
    with pytest.raises(RunError, match=r"config\.json cannot be"):
        opened(tmp_path, resume=True)


def test_a_checkpoint_of_another_network_is_refused() -> None:
    saved = Training(SETTINGS).state()
    with pytest.raises(TrainingError, match=r"The checkpoint is of another network, .*'widths': \[2, 3, 4, 5, 6, 7\]"):
        Training(replace(SETTINGS, widths=(2, 3, 4, 5, 6, 8))).restore(saved)


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(number: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with opened(tmp_path) as run:
        run.write(LINE)
        run.save(state(1))
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(RunError, match=r"cannot be written to .no space left on device.: what was saved is safe"):
            run.save(state(2))
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
