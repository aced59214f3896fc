"""Who holds the lock of a run trains it; others may look, and ask it to end."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from core.digits.runs import lock
from core.digits.runs.lock import InUse, Lock, identity, look
from tests.waiting import PATIENCE


def test_looking_at_a_lock_never_keeps_anybody_from_taking_it(tmp_path: Path) -> None:
    Lock(tmp_path).close()
    done = threading.Event()

    def stare() -> None:
        while not done.is_set():
            look(tmp_path)

    watchers = [threading.Thread(target=stare) for _ in range(4)]
    for watcher in watchers:
        watcher.start()
    try:
        for _ in range(100):
            held = Lock(tmp_path)
            held.sign(os.getpid())
            with pytest.raises(InUse):
                Lock(tmp_path)
            assert look(tmp_path) == lock.Seen(True, identity(os.getpid()))
            held.release()
    finally:
        done.set()
        for watcher in watchers:
            watcher.join()
    assert look(tmp_path) == lock.Seen(False, "")
    assert look(tmp_path / "nowhere") == lock.Seen(False, "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no shared locks here")
def test_who_takes_a_lock_waits_for_one_who_only_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    monkeypatch.setattr(lock, "PATIENCE", PATIENCE)  # the thread below may be late on a busy machine
    Lock(tmp_path).close()
    shared = os.open(tmp_path / lock.LOCK, os.O_RDONLY)
    fcntl.flock(shared, fcntl.LOCK_SH)
    threading.Timer(0.1, os.close, (shared,)).start()
    Lock(tmp_path).close()


def test_a_signal_is_never_sent_to_a_stranger(tmp_path: Path) -> None:
    held = Lock(tmp_path)
    for name in (b"", b"0", b"-1", b"x", b"999999999 5", f"{os.getpid()} 1".encode()):
        held._write(name)
        assert not lock.send(tmp_path, signal.SIGTERM)
    held.close()
