"""The life of runs with real processes. Each takes seconds to import torch, so there are few, well used."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import sleep

import pytest

from core.digits.record import Batch
from core.digits.runs import lock
from core.digits.runs.foreman import Foreman
from core.digits.runs.run import read_records, read_state
from core.digits.runs.shelf import Shelf
from core.digits.runs.snapshot import epochs
from core.digits.runs.status import read_status
from tests.core.digits.runs.small import CONFIG, PROGRAM, bits, train
from tests.core.digits.runs.waiting import lines, until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to ask a process to end")


@pytest.fixture
def foreman(shelf: Shelf) -> Iterator[Foreman]:
    foreman = Foreman(shelf, at_once=1, program=PROGRAM)
    yield foreman
    foreman.close()
    assert foreman.problem == ""


@pytest.mark.usefixtures("patient")
def test_a_run_that_was_paused_and_killed_ends_with_the_same_bits(
    shelf: Shelf, foreman: Foreman, undisturbed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLOW_BATCH", "0.03")
    id = shelf.create(CONFIG).id
    folder = shelf.folder(id)
    assert foreman.status(id).state == "new"
    foreman.start(id)
    seen = set()
    until(lambda: seen.add(foreman.status(id).state) or lines(folder) >= 7)
    assert {"starting", "preparing", "training"} & seen >= {"starting", "training"}
    process = foreman.status(id).process
    assert os.getpriority(os.PRIO_PROCESS, int(process.split(" ")[0])) - os.getpriority(os.PRIO_PROCESS, 0) in (9, 10)
    foreman.pause(id)
    until(lambda: not foreman.status(id).alive)
    assert foreman.status(id).state == "paused"
    state = read_state(folder)
    assert state is not None
    assert state["batch"] == lines(folder)  # nothing of what was seen is lost

    foreman.resume(id)
    until(lambda: foreman.status(id).state == "training" and lines(folder) >= 30)
    assert lock.send(folder, signal.SIGKILL)
    until(lambda: foreman.status(id).state == "died")
    until(lambda: "ended from outside (signal SIGKILL)" in foreman.status(id).sentence)
    sleep(0.5)
    assert foreman.status(id).state == "died"  # nobody asked for more

    monkeypatch.delenv("SLOW_BATCH")
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
        most, order = 0, []
        while foreman.status(ids[2]).state != "finished":
            alive = [id for id in ids if lock.held(shelf.folder(id))]
            most = max(most, len(alive))
            order += [id for id in alive if id not in order]
            assert foreman.status(ids[2]).state not in ("failed", "died", "paused")
            sleep(0.02)
        assert most == 1
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
    monkeypatch.setenv("SLOW_SCORE", "30")
    foreman = Foreman(shelf, at_once=1, unwatched=timedelta(seconds=3), program=PROGRAM)
    try:
        id = shelf.create(CONFIG).id
        folder = shelf.folder(id)
        foreman.start(id)
        until(lambda: foreman.watched(id) or foreman.status(id).state == "testing")
        assert until(lambda: not foreman.status(id).alive) < 25  # far less than the test of a split takes
        assert foreman.status(id).state == "paused"
        assert foreman.status(id).sentence == "Nobody has looked at this run for 0.05 minutes."
        last = list(read_records(folder))[-1]
        assert isinstance(last, Batch)
        assert last.batch == last.batches
        monkeypatch.delenv("SLOW_SCORE")
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
