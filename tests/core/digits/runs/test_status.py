"""What a training reports while it goes on, and when that is believed."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from core.digits.runs.lock import Lock, identity
from core.digits.runs.run import Run
from core.digits.runs.status import read_status, write_status
from tests.core.digits.small import CONFIG, train


def states_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The states that a training in that folder reports, in order; filled while it goes on."""
    reported: list[str] = []
    report = Run.report

    def reporting(self: Run, state: str, sentence: str) -> None:
        report(self, state, sentence)
        assert read_status(folder).state == state
        assert read_status(folder).sentence == sentence
        reported.append(state)

    monkeypatch.setattr(Run, "report", reporting)
    return reported


def test_a_training_reports_how_it_is_doing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reported = states_of(tmp_path, monkeypatch)
    assert read_status(tmp_path).state == "new"
    assert train(tmp_path, replace(CONFIG, epochs=2)) == 0
    assert reported == ["preparing", "training", "testing", "training", "testing", "finished"]
    assert read_status(tmp_path).state == "finished"
    assert not read_status(tmp_path).alive


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"state": "well"}',
        '{"state": "paused", "sentence": 3}',
        "[" * 99_999,
        '{"state": "paused", "sentence": "\\ud800"}',
    ],
)
def test_a_damaged_status_is_none(content: str, tmp_path: Path) -> None:
    (tmp_path / "status.json").write_text(content)
    assert read_status(tmp_path).state == "new"
    (tmp_path / "records.jsonl").touch()
    assert read_status(tmp_path).state == "died"


def test_what_is_said_is_believed_while_who_said_it_lives(tmp_path: Path) -> None:
    me, held = identity(os.getpid()), Lock(tmp_path)
    held.sign(os.getpid())
    assert read_status(tmp_path).state == "starting"
    write_status(tmp_path, "training", "The training goes on.", "1 2")  # the one before, which was killed
    assert read_status(tmp_path).state == "starting"
    write_status(tmp_path, "training", "The training goes on.", me)
    assert read_status(tmp_path).state == "training"
    held.close()  # without a farewell
    assert read_status(tmp_path).state == "died"
    write_status(tmp_path, "paused", "Paused.", "1 2")  # by another, before this one started and was killed
    assert read_status(tmp_path).state == "died"
    write_status(tmp_path, "paused", "Paused.", me)
    assert read_status(tmp_path).state == "paused"
