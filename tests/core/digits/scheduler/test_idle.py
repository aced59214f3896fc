"""How long nobody has looked at a run, by a clock that the test moves."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.digits.runs.lock import LOCK
from core.digits.scheduler import idle
from core.digits.scheduler.idle import BETWEEN_TOUCHES, LOOKED_AT, IdleTracker


class Clock:
    """The time, as `idle` sees it."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(idle, "monotonic", clock)
    return clock


def test_a_look_begins_the_time_anew_also_one_of_another_server(tmp_path: Path, clock: Clock) -> None:
    mine, others = IdleTracker(), IdleTracker()
    assert mine.idle_for(tmp_path) == 0  # first asked now
    clock.now += 60
    assert mine.idle_for(tmp_path) == 60
    others.touch(tmp_path)
    assert mine.idle_for(tmp_path) == 0
    clock.now += 30
    assert mine.idle_for(tmp_path) == 30


def test_the_start_of_a_training_counts_as_a_look(tmp_path: Path, clock: Clock) -> None:
    tracker = IdleTracker()
    tracker.touch(tmp_path)
    tracker.idle_for(tmp_path)
    clock.now += 60
    (tmp_path / LOCK).touch()
    later = (tmp_path / LOOKED_AT).stat().st_mtime + 5
    os.utime(tmp_path / LOCK, (later, later))
    assert tracker.idle_for(tmp_path) == 0


def test_many_looks_touch_the_file_once(tmp_path: Path, clock: Clock) -> None:
    tracker, file = IdleTracker(), tmp_path / LOOKED_AT
    tracker.touch(tmp_path)
    os.utime(file, (1, 1))
    clock.now += BETWEEN_TOUCHES / 2
    tracker.touch(tmp_path)
    assert file.stat().st_mtime == 1
    clock.now += BETWEEN_TOUCHES
    tracker.touch(tmp_path)
    assert file.stat().st_mtime > 1


def test_a_folder_that_is_gone_is_no_failure(tmp_path: Path, clock: Clock) -> None:
    tracker = IdleTracker()
    tracker.touch(tmp_path / "gone")
    assert tracker.idle_for(tmp_path / "gone") == 0
