"""The life of runs with real processes. Each takes seconds to import torch, so there are few, well used."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from core.digits.runs import lock
from core.digits.runs.metadata import TRAIN
from core.digits.runs.run import read_records, read_state
from core.digits.runs.snapshots import epochs
from core.digits.runs.status import read_status, write_status
from core.digits.runs.store import RunStore
from core.digits.scheduler.scheduler import Scheduler
from core.digits.stored import LARGEST
from core.digits.training.records import Batch
from tests.core.digits.small import CONFIG, PROGRAM, bits, lines, train
from tests.waiting import until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to ask a process to end")


@pytest.fixture
def scheduler(store: RunStore) -> Iterator[Scheduler]:
    scheduler = Scheduler(store, at_once=1, program=PROGRAM)
    yield scheduler
    scheduler.close()
    assert scheduler.problem == ""


def test_a_run_that_was_paused_and_killed_ends_with_the_same_bits(
    store: RunStore,
    scheduler: Scheduler,
    undisturbed: Path,
    looked: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOLD", "7")
    id = store.create(CONFIG).id
    folder = store.folder(id)
    assert scheduler.status(id).state == "new"
    scheduler.start(id)
    seen: set[str] = set()

    def trains() -> bool:
        seen.add(scheduler.status(id).state)
        return "training" in seen and lines(folder) >= 7

    until(trains)
    assert "starting" in seen
    scheduler.pause(id)
    until(lambda: not scheduler.status(id).alive)
    assert scheduler.status(id).state == "paused"
    state = read_state(folder)
    assert state is not None
    assert state["batch"] == lines(folder)  # nothing of what was seen is lost

    monkeypatch.setenv("HOLD", "22")
    before = lines(folder)
    scheduler.resume(id)
    until(lambda: scheduler.status(id).state == "training" and lines(folder) == before + 22)
    assert lock.send(folder, signal.SIGKILL)
    until(lambda: scheduler.status(id).state == "died")
    until(lambda: "ended from outside (signal SIGKILL)" in scheduler.status(id).sentence)
    looked()
    assert scheduler.status(id).state == "died"  # nobody asked for more

    monkeypatch.delenv("HOLD")
    scheduler.resume(id)
    until(lambda: scheduler.status(id).state == "finished")
    assert bits(folder) == bits(undisturbed)
    assert epochs(folder) == (0, 1, 2, 3)
    scheduler.start(id)
    assert scheduler.status(id).state == "finished"


def test_queued_runs_train_once_and_in_order_with_the_bits_each_has_alone(
    store: RunStore, scheduler: Scheduler, undisturbed: Path, tmp_path: Path
) -> None:
    other = Scheduler(store, at_once=1, program=PROGRAM)  # of a second server on the same folder
    try:
        ids = [store.create(replace(CONFIG, seed=seed, epochs=1)).id for seed in (1, 2)] + [store.create(CONFIG).id]
        for id, by in zip(ids, (other, scheduler, other), strict=True):
            by.start(id)
            by.start(id)
        until(lambda: scheduler.status(ids[0]).alive and scheduler.place(ids[0]) == 0)
        assert [scheduler.place(id) for id in ids] == [other.place(id) for id in ids] == [0, 1, 2]
        assert other.status(ids[2]).state == "waiting"
        assert "number 2 in the queue" in other.status(ids[2]).sentence
        order: list[str] = []

        def all_finished() -> bool:
            alive = [id for id in ids if lock.held(store.folder(id))]
            assert len(alive) <= 1
            order.extend(id for id in alive if id not in order)
            state = scheduler.status(ids[2]).state
            assert state not in ("failed", "died", "paused")
            return state == "finished"

        until(all_finished)
        assert order == ids
    finally:
        other.close()
    for id, seed in zip(ids, (1, 2), strict=False):
        assert train(tmp_path / str(seed), replace(CONFIG, seed=seed, epochs=1)) == 0
        assert bits(store.folder(id)) == bits(tmp_path / str(seed))
    assert bits(store.folder(ids[2])) == bits(undisturbed)
    for id in ids:
        assert (store.folder(id) / "log.txt").read_text().count("Device: ") == 1


def test_an_idle_run_is_paused_also_while_it_is_tested(
    store: RunStore, undisturbed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOLD", "scores")
    scheduler = Scheduler(store, at_once=1, idle_after=timedelta(seconds=3), program=PROGRAM)
    try:
        id = store.create(CONFIG).id
        folder = store.folder(id)
        scheduler.start(id)

        def is_now(state: str) -> bool:
            scheduler.touch(id)
            return scheduler.status(id).state == state

        until(lambda: is_now("testing"))
        until(lambda: not scheduler.status(id).alive)  # the test of this split would never end
        assert scheduler.status(id).state == "paused"
        assert scheduler.status(id).sentence == "Nobody has looked at this run for 0.05 minutes."
        last = list(read_records(folder))[-1]
        assert isinstance(last, Batch)
        assert last.batch == last.batches
        monkeypatch.delenv("HOLD")
        scheduler.resume(id)
        until(lambda: is_now("finished"))
        assert bits(folder) == bits(undisturbed)
    finally:
        scheduler.close()


def test_the_exit_reason_of_a_process_that_wrote_none_comes_from_its_log(store: RunStore) -> None:
    quick = "import sys; print('error: the reason.', file=sys.stderr); sys.exit(2)"
    scheduler = Scheduler(store, at_once=1, program=(sys.executable, "-c", quick))
    try:
        id = store.create(CONFIG).id
        scheduler.start(id)
        until(lambda: scheduler.status(id).state == "failed")
        assert scheduler.status(id).sentence == "the reason."
        assert read_status(store.folder(id)).state == "failed"
    finally:
        scheduler.close()


def test_a_run_that_cannot_be_started_has_failed_with_the_reason(store: RunStore) -> None:
    scheduler = Scheduler(store, at_once=1, program=("/no/such/program",))

    def failed(id: str) -> bool:
        return scheduler.status(id).state == "failed"

    try:
        broken, missing = store.create(CONFIG).id, store.create(CONFIG).id
        (store.folder(broken) / "config.json").write_text("{")
        for id, says in ((broken, "config.json cannot be read"), (missing, "No such file or directory")):
            scheduler.start(id)
            until(partial(failed, id))
            assert says in scheduler.status(id).sentence
            assert scheduler.place(id) == 0
    finally:
        scheduler.close()


@pytest.mark.parametrize("state", ["failed", "paused", "died"])
def test_a_run_can_be_resumed_while_its_process_still_leaves(store: RunStore, state: str) -> None:
    idle = Scheduler(store, at_once=1, program=PROGRAM)
    idle.close()  # so that nothing is started
    id = store.create(CONFIG).id
    store.change(id, wanted=TRAIN)
    leaving = lock.Lock(store.folder(id))
    leaving.sign(os.getpid())
    said = lock.identity(os.getpid())
    write_status(store.folder(id), "training", "", said)
    idle.start(id)
    assert not store.find(id, "").queued
    write_status(store.folder(id), state, "Its last word.", said)
    idle.resume(id)
    leaving.release()
    assert store.find(id, "").queued


def test_a_damaged_ticket_costs_no_other_run_its_owner(store: RunStore) -> None:
    idle = Scheduler(store, at_once=1, program=PROGRAM)
    idle.close()  # so that nothing is started
    damaged, other = (store.create(CONFIG, "ann").id for _ in range(2))
    store.change(damaged, ticket=LARGEST)
    idle.start(other)
    assert store.find(other, "ann").queued


def test_damaged_settings_are_refused_and_the_next_in_the_queue_is_trained(
    store: RunStore, scheduler: Scheduler
) -> None:
    damaged, empty, sound = (store.create(replace(CONFIG, epochs=1)).id for _ in range(3))
    (store.folder(damaged) / "config.json").write_text("[" * 200_000)
    (store.folder(empty) / "config.json").write_text('{"config": {}}')
    for id in (damaged, empty, sound):
        scheduler.start(id)
    until(lambda: [scheduler.status(id).state for id in (damaged, empty)] == ["failed"] * 2)
    until(lambda: scheduler.status(sound).alive)
    assert "could not be started" in scheduler.status(damaged).sentence
