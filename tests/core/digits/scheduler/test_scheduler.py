"""The life of runs with real processes. Each takes seconds to import torch, so there are few, well used."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.digits.runs import lock
from core.digits.runs.run import read_records, read_state
from core.digits.runs.snapshots import epochs
from core.digits.runs.status import read_status
from core.digits.runs.store import Shelf
from core.digits.scheduler.scheduler import Foreman
from core.digits.training.records import Batch
from tests.core.digits.runs.small import CONFIG, PROGRAM, bits, lines, train
from tests.waiting import until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to ask a process to end")


@pytest.fixture
def foreman(shelf: Shelf) -> Iterator[Foreman]:
    foreman = Foreman(shelf, at_once=1, program=PROGRAM)
    yield foreman
    foreman.close()
    assert foreman.problem == ""


def test_a_run_that_was_paused_and_killed_ends_with_the_same_bits(
    shelf: Shelf,
    foreman: Foreman,
    undisturbed: Path,
    looked: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOLD", "7")
    id = shelf.create(CONFIG).id
    folder = shelf.folder(id)
    assert foreman.status(id).state == "new"
    foreman.start(id)
    seen = set()
    until(lambda: seen.add(foreman.status(id).state) or ("training" in seen and lines(folder) >= 7))
    assert "starting" in seen
    process = foreman.status(id).process
    assert os.getpriority(os.PRIO_PROCESS, int(process.split(" ")[0])) - os.getpriority(os.PRIO_PROCESS, 0) in (9, 10)
    foreman.pause(id)
    until(lambda: not foreman.status(id).alive)
    assert foreman.status(id).state == "paused"
    state = read_state(folder)
    assert state is not None
    assert state["batch"] == lines(folder)  # nothing of what was seen is lost

    monkeypatch.setenv("HOLD", "22")
    foreman.resume(id)
    until(lambda: foreman.status(id).state == "training" and lines(folder) >= 30)
    assert lock.send(folder, signal.SIGKILL)
    until(lambda: foreman.status(id).state == "died")
    until(lambda: "ended from outside (signal SIGKILL)" in foreman.status(id).sentence)
    looked()
    assert foreman.status(id).state == "died"  # nobody asked for more

    monkeypatch.delenv("HOLD")
    foreman.resume(id)
    until(lambda: foreman.status(id).state == "finished")
    assert bits(folder) == bits(undisturbed)
    assert epochs(folder) == (0, 1, 2, 3)
    foreman.start(id)
    assert foreman.status(id).state == "finished"


def test_queued_runs_train_once_and_in_order_with_the_bits_each_has_alone(
    shelf: Shelf, foreman: Foreman, undisturbed: Path, tmp_path: Path
) -> None:
    other = Foreman(shelf, at_once=1, program=PROGRAM)  # of a second server on the same folder
    try:
        ids = [shelf.create(replace(CONFIG, seed=seed, epochs=1)).id for seed in (1, 2)] + [shelf.create(CONFIG).id]
        for id, by in zip(ids, (other, foreman, other), strict=True):
            by.start(id)
            by.start(id)
        until(lambda: foreman.status(ids[0]).alive and foreman.place(ids[0]) == 0)
        assert [foreman.place(id) for id in ids] == [other.place(id) for id in ids] == [0, 1, 2]
        assert other.status(ids[2]).state == "waiting"
        assert "number 2 in the queue" in other.status(ids[2]).sentence
        order: list[str] = []

        def all_finished() -> bool:
            alive = [id for id in ids if lock.held(shelf.folder(id))]
            assert len(alive) <= 1
            order.extend(id for id in alive if id not in order)
            state = foreman.status(ids[2]).state
            assert state not in ("failed", "died", "paused")
            return state == "finished"

        until(all_finished)
        assert order == ids
    finally:
        other.close()
    for id, seed in zip(ids, (1, 2), strict=False):
        assert train(tmp_path / str(seed), replace(CONFIG, seed=seed, epochs=1)) == 0
        assert bits(shelf.folder(id)) == bits(tmp_path / str(seed))
    assert bits(shelf.folder(ids[2])) == bits(undisturbed)
    for id in ids:
        assert (shelf.folder(id) / "log.txt").read_text().count("Device: ") == 1


def test_a_run_that_nobody_watches_is_paused_also_while_it_is_tested(
    shelf: Shelf, undisturbed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOLD", "scores")
    foreman = Foreman(shelf, at_once=1, unwatched=timedelta(seconds=3), program=PROGRAM)
    try:
        id = shelf.create(CONFIG).id
        folder = shelf.folder(id)
        foreman.start(id)
        until(lambda: foreman.watched(id) or foreman.status(id).state == "testing")
        until(lambda: not foreman.status(id).alive)  # the test of this split would never end
        assert foreman.status(id).state == "paused"
        assert foreman.status(id).sentence == "Nobody has looked at this run for 0.05 minutes."
        last = list(read_records(folder))[-1]
        assert isinstance(last, Batch)
        assert last.batch == last.batches
        monkeypatch.delenv("HOLD")
        foreman.resume(id)
        until(lambda: foreman.watched(id) or foreman.status(id).state == "finished")
        assert bits(folder) == bits(undisturbed)
    finally:
        foreman.close()


def test_a_process_that_ends_without_a_word_is_spoken_for(shelf: Shelf) -> None:
    quick = "import sys; print('error: the reason.', file=sys.stderr); sys.exit(2)"
    foreman = Foreman(shelf, at_once=1, program=(sys.executable, "-c", quick))
    try:
        id = shelf.create(CONFIG).id
        foreman.start(id)
        until(lambda: foreman.status(id).state == "failed")
        assert foreman.status(id).sentence == "the reason."
        assert read_status(shelf.folder(id)).state == "failed"
    finally:
        foreman.close()


def test_what_cannot_be_started_is_said(shelf: Shelf) -> None:
    foreman = Foreman(shelf, at_once=1, program=("/no/such/program",))
    try:
        broken, missing = shelf.create(CONFIG).id, shelf.create(CONFIG).id
        (shelf.folder(broken) / "config.json").write_text("{")
        for id, says in ((broken, "config.json cannot be read"), (missing, "No such file or directory")):
            foreman.start(id)
            until(lambda id=id: foreman.status(id).state == "failed")
            assert says in foreman.status(id).sentence
            assert foreman.place(id) == 0
    finally:
        foreman.close()
