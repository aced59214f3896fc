from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from core.digits.runs import lock
from core.digits.runs.status import Status, read_status, write_status
from core.digits.scheduler.workers import NICE, Child, conclude, start_process


class Ended(Child):
    def __init__(self, code: int) -> None:
        self._code = code

    def wait(self, seconds: float) -> int | None:
        return self._code


@pytest.mark.parametrize(
    ("code", "asked", "state", "says"),
    [
        (-9, False, "died", "ended from outside (signal SIGKILL): kill -9"),
        (-9, True, "paused", "Resume goes on"),
        (1, False, "failed", "the disk is full"),
    ],
)
def test_how_a_process_ended_is_pending_by_its_exit_code(
    code: int, asked: bool, state: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_status(tmp_path, "training", "The training goes on.", "123 4")
    (tmp_path / "log.txt").write_text("Device: cpu\nerror: an older one\nerror: the disk is full.\n")
    assert conclude(tmp_path, "123 4", Ended(code), asked) is None
    assert read_status(tmp_path).state == state
    assert says in read_status(tmp_path).sentence

    def full(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("core.digits.scheduler.workers.write_status", full)
    pending = conclude(tmp_path, "567 8", Ended(code), asked)
    assert isinstance(pending, Status)
    assert pending.state == state


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no locks to inherit")
def test_a_run_is_seen_to_train_though_its_starter_was_killed_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []

    def killed(held: lock.Lock, process: int) -> None:
        started.append(process)
        raise SystemExit  # between starting the process and saying so

    monkeypatch.setattr(lock.Lock, "sign", killed)
    held = lock.Lock(tmp_path)
    with pytest.raises(SystemExit):
        start_process([sys.executable, "-c", "import time; time.sleep(1000)"], tmp_path, held)
    held.close()
    try:
        assert lock.held(tmp_path)
        assert not lock.send(tmp_path, signal.SIGTERM)
    finally:
        os.kill(started[0], signal.SIGKILL)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a priority of another kind")
def test_a_training_gives_way_to_the_pages(tmp_path: Path) -> None:
    held = lock.Lock(tmp_path)
    child = start_process([sys.executable, "-c", "import time; time.sleep(1000)"], tmp_path, held)
    held.close()
    number = int(lock.look(tmp_path).by.split(" ")[0])
    try:
        assert os.getpriority(os.PRIO_PROCESS, number) == min(os.getpriority(os.PRIO_PROCESS, 0) + NICE, 19)
        if (session := Path(f"/proc/{number}/autogroup")).exists():
            assert session.read_text().endswith(f"nice {NICE}\n")
    finally:
        child.kill()
