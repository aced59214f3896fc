"""The leader's decisions; and runs that outlive servers, or do not, with real processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest

from core.digits.runs.lock import LOCK, PROMISED, InUse
from core.digits.runs.metadata import PAUSE, TRAIN
from core.digits.runs.run import read_state
from core.digits.runs.status import FAILED, FINISHED, read_status, write_status
from core.digits.runs.store import RunStore
from core.digits.scheduler import workers
from core.digits.scheduler.leader import SERVER_ENDED, SERVER_GONE, Leader
from core.digits.scheduler.scheduler import Scheduler
from core.digits.scheduler.workers import Workers
from core.digits.training.program import ROOT
from core.errors import RunError
from tests.core.digits.small import CONFIG, PROGRAM, lines, there
from tests.waiting import PATIENCE, until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to ask a process to end")


SERVER = f"""
import sys
from pathlib import Path
from core.digits.scheduler.scheduler import Scheduler
from core.digits.runs.store import RunStore
scheduler = Scheduler(RunStore(Path(sys.argv[1])), at_once=1, program={PROGRAM!r})
for id in sys.argv[2:]:
    scheduler.start(id)
sys.stdin.read()  # until the test ends
"""


def test_what_goes_on_after_its_server_was_killed_is_adopted_and_ended_with_the_next(
    store: RunStore, looked: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOLD", "2")
    trained, queued, later = (store.create(CONFIG).id for _ in range(3))
    words = [sys.executable, "-c", SERVER, str(store.root), trained, queued]
    server = subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE)
    folder = store.folder(trained)
    until(lambda: lines(folder) >= 2)
    server.kill()
    server.wait()
    process = read_status(folder).process
    assert there(process)

    scheduler = Scheduler(store, at_once=1, program=PROGRAM)
    try:
        assert scheduler.status(trained).state == "training"
        assert (scheduler.status(queued).state, scheduler.place(queued)) == (
            "waiting",
            1,
        )  # the queue outlives its server
        scheduler.start(later)
        looked()
        assert scheduler.place(later) == 2  # the adopted one is counted
        assert there(process)
        assert scheduler.status(trained).process == process
    finally:
        scheduler.close()
    until(lambda: not there(process))
    assert (scheduler.status(trained).state, scheduler.status(trained).sentence) == ("paused", SERVER_ENDED)
    assert [scheduler.place(id) for id in (queued, later)] == [1, 2]
    assert read_status(folder).state == "paused"
    state = read_state(folder)
    assert state is not None
    assert state["batch"] == lines(folder)


def test_closing_leaves_no_child_not_even_one_that_is_starting_or_does_not_listen(
    store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "GRACE", 1.0)  # or what does not listen would be waited for
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); signal.pause()"
    scheduler = Scheduler(store, at_once=2, program=(sys.executable, "-c", deaf))
    ids = [store.create(CONFIG).id for _ in range(2)]
    scheduler.start(ids[0])
    until(lambda: (store.folder(ids[0]) / "log.txt").exists() and "deaf" in log(store, ids[0]))
    assert scheduler.status(ids[0]).state == "starting"
    scheduler.start(ids[1])
    until(lambda: scheduler.status(ids[1]).process not in ("", PROMISED))
    processes = [scheduler.status(id).process for id in ids]
    scheduler.close()
    assert not any(map(there, processes))
    assert [scheduler.status(id).sentence for id in ids] == [SERVER_ENDED] * 2
    scheduler.close()  # again does nothing


def log(store: RunStore, id: str) -> str:
    return (store.folder(id) / "log.txt").read_text()


def test_a_run_in_a_terminal_is_seen_and_paused_but_outlives_the_server(
    store: RunStore, looked: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOLD", "1")
    folder = store.root / "by-hand"
    words = [*PROGRAM, "--run", str(folder), "--data", "synthetic", "--threads", "1", "--log-every", "1"]
    process = subprocess.Popen([*words, "--batch-size", "32", "--epochs", "2"], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        Scheduler(store, program=PROGRAM).close()
        until(lambda: lines(folder) >= 1)
        scheduler = Scheduler(store, program=PROGRAM)
        assert [metadata.id for metadata in store.list("anybody")] == ["by-hand"]
        scheduler.start("by-hand")  # it trains already
        looked()
        scheduler.close()
        assert scheduler.status("by-hand").state == "training"
        scheduler = Scheduler(store, program=PROGRAM)
        scheduler.pause("by-hand")
        assert process.wait(PATIENCE) == 130
        assert scheduler.status("by-hand").state == "paused"
        scheduler.close()
    finally:
        process.kill()
        process.wait()


def leader(store: RunStore, command: Callable[[str], list[str]], at_once: int = 1) -> Leader:
    """A leader that nobody asks to look around but the test."""
    return Leader(store, Workers(store.root, at_once), timedelta(0), command)


def nothing(id: str) -> list[str]:
    raise RunError(f"nothing trains {id}.")


def test_one_leads_and_another_may_when_it_is_closed(store: RunStore) -> None:
    first = leader(store, nothing)
    with pytest.raises(InUse):
        leader(store, nothing)
    first.close()
    leader(store, nothing).close()


def test_who_takes_over_pauses_what_ended_with_its_server_and_keeps_the_queue(store: RunStore) -> None:
    ended, finished, waiting, untouched = (store.create(CONFIG).id for _ in range(4))
    for id, ticket in ((ended, 0), (finished, 0), (waiting, 3)):
        store.change(id, wanted=TRAIN, ticket=ticket)
    write_status(store.folder(finished), FINISHED, "All 3 epochs are done.", "")
    leader(store, nothing).close()
    found = store.find(ended, "")
    assert (found.wanted, found.reason, found.ticket) == (PAUSE, SERVER_GONE, 0)
    assert store.find(finished, "").wanted == TRAIN
    assert store.find(waiting, "").queued
    assert store.find(untouched, "").wanted == ""


def test_what_cannot_be_started_waits_no_longer_and_says_why(store: RunStore) -> None:
    first = leader(store, nothing)
    id = store.create(CONFIG).id
    store.change(id, wanted=TRAIN, ticket=1)
    first.look()
    assert not store.find(id, "").queued
    assert read_status(store.folder(id)).state == FAILED
    assert read_status(store.folder(id)).sentence == f"The training could not be started: nothing trains {id}."
    first.close()


def raises(id: str) -> list[str]:
    raise RecursionError("too deep")


@pytest.mark.parametrize("command", [nothing, raises])
def test_runs_that_cannot_be_started_keep_no_other_from_its_turn(
    store: RunStore, command: Callable[[str], list[str]]
) -> None:
    first = leader(store, command)
    ids = [store.create(CONFIG).id for _ in range(3)]
    for ticket, id in enumerate(ids, start=1):
        store.change(id, wanted=TRAIN, ticket=ticket)
    (store.folder(ids[2]) / LOCK).mkdir()  # a lock that cannot be opened
    try:
        first.look()
        assert not any(metadata.queued for metadata in store.all())
        assert [read_status(store.folder(id)).state for id in ids] == [FAILED] * 3
    finally:
        first.close()


def test_runs_start_in_the_order_of_tickets_and_no_more_than_may_at_once(store: RunStore) -> None:
    asked: list[str] = []

    def command(id: str) -> list[str]:
        asked.append(id)
        return [sys.executable, "-c", "import signal; signal.pause()"]

    first = leader(store, command, at_once=2)
    ids = [store.create(CONFIG).id for _ in range(3)]
    for id, ticket in zip(ids, (3, 1, 2), strict=True):
        store.change(id, wanted=TRAIN, ticket=ticket)
    try:
        first.look()
        assert asked == [ids[1], ids[2]]
        first.look()
        assert asked == [ids[1], ids[2]]
        assert [store.find(id, "").queued for id in ids] == [True, False, False]
    finally:
        first.close()
    assert [store.find(id, "").wanted for id in ids] == [TRAIN, PAUSE, PAUSE]  # the one that waits goes on waiting
