"""Runs on a real cluster of processes, whatever of it dies; and what is said of one that cannot train."""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from benchmarks.visitor import Visitor, visiting
from core.digits.runs import lock
from core.digits.runs.store import RunStore
from core.digits.scheduler import task
from core.digits.scheduler.cluster import NO_ANSWER, NO_MACHINE, NO_PROGRAM, NO_SLOTS
from core.digits.scheduler.scheduler import Scheduler
from core.digits.training.records import RECORDS
from tests.browser.driver import Server, serve
from tests.core.digits.scheduler.dask_cluster import DaskCluster
from tests.core.digits.small import CONFIG, PROGRAM, bits, lines, train
from tests.waiting import until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to ask a process to end")

PREPARE = f"from core.digits.training import program; program.PROGRAM = {PROGRAM!r}"


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[DaskCluster]:
    cluster = DaskCluster(tmp_path, HOLD="7", HOLD_WHILE=str(tmp_path / "hold"))
    yield cluster
    cluster.close()


@pytest.fixture
def servers(store: RunStore, cluster: DaskCluster) -> Iterator[list[Server]]:
    """Two that have the same runs and the same cluster."""
    app = partial(serve, prepare=PREPARE, LAB_RUNS=str(store.root), LAB_CLUSTER=cluster.address)
    with app() as first, app() as second:
        yield [first, second]


async def visit(server: Server) -> None:
    """Somebody opens the Train page, which has the server look after its runs from then on."""
    visitor = Visitor(server.url, "train")
    await visitor.open()
    answer = await visitor.tell("visitor", token="f" * 32)
    assert not answer.exceptions
    await visitor.close()


def trainers(root: Path) -> Counter[str]:
    """How many processes write the records of each run, by its id. While one forks, there are two of one command line.

    A process that has given up the lock of its run writes none, though it may need a moment more to leave.
    """
    found: dict[str, tuple[str, str]] = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
            parent = (process / "stat").read_text(errors="replace").rpartition(")")[2].split()[1]
            if PROGRAM[-1] in words:
                id = Path(words[words.index("--run") + 1]).name
                if str(root / id / RECORDS) in map(os.readlink, (process / "fd").iterdir()):
                    found[process.name] = (id, parent)
        except OSError:
            continue
    return Counter(id for id, parent in found.values() if parent not in found)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="this system does not list its processes so")
def test_whatever_dies_no_run_is_lost_and_none_is_trained_twice(
    store: RunStore, cluster: DaskCluster, servers: list[Server], tmp_path: Path
) -> None:
    (tmp_path / "hold").touch()
    scheduler = cluster.scheduler()
    workers = [cluster.worker() for _ in range(2)]
    for server in servers:  # the first of them leads
        visiting(visit(server))
    here = Scheduler(store, program=PROGRAM, cluster=cluster.address)
    config = replace(CONFIG, epochs=1)
    seeds = {store.create(replace(config, seed=seed), owner).id: seed for seed, owner in enumerate("aabbcc", start=1)}
    begun: list[str] = []

    def wait(true: Callable[[], object]) -> None:
        """Meanwhile no run ever has two processes."""

        def ask() -> object:
            assert max(trainers(store.root).values(), default=0) <= 1
            begun.extend(id for id in seeds if id not in begun and lock.held(store.folder(id)))
            return true()

        until(ask, pause=0.1)

    def held_still() -> list[str]:
        return [id for id in seeds if lock.held(store.folder(id)) and lines(store.folder(id)) >= 7]

    try:
        for id in seeds:
            here.start(id)
        wait(lambda: len(held_still()) == 2)
        assert sorted(trainers(store.root).values()) == [1, 1]
        workers[0].kill()
        wait(lambda: len([id for id in seeds if lock.held(store.folder(id))]) == 1)
        workers[0] = cluster.worker()
        wait(lambda: len(held_still()) == 2)

        scheduler.kill()
        wait(lambda: all(worker.poll() is not None for worker in workers))  # they end with it, and what they train
        wait(lambda: here.status(begun[0]).state == "waiting")
        cluster.scheduler()
        workers = [cluster.worker() for _ in range(2)]
        wait(lambda: len(held_still()) == 2)
        assert {seeds[id] for id in begun} == {1, 3}  # of two that begin together either may be the first to train

        servers[0].process.kill()
        (tmp_path / "hold").unlink()
        wait(lambda: all(here.status(id).state == "finished" for id in seeds))
        order = [seeds[id] for id in begun]
        assert sorted(order) == [1, 2, 3, 4, 5, 6]
        assert {1, 3, 5} <= set(
            order[:4]
        )  # each visitor's first before the seconds, of which one may begin with the last
    finally:
        here.close()
    for id, seed in seeds.items():
        assert train(tmp_path / str(seed), replace(config, seed=seed)) == 0
        assert bits(store.folder(id)) == bits(tmp_path / str(seed))


def test_on_a_cluster_a_run_is_paused_resumed_killed_and_stopped_as_on_one_machine(
    store: RunStore, cluster: DaskCluster, tmp_path: Path
) -> None:
    (tmp_path / "hold").touch()
    cluster.scheduler()
    cluster.worker()
    scheduler = Scheduler(store, program=PROGRAM, cluster=cluster.address)
    config = replace(CONFIG, epochs=1)
    try:
        id = store.create(config).id
        folder = store.folder(id)
        until(lambda: scheduler.at_once == 1)
        assert scheduler.engine.machines()[0].problem == ""
        scheduler.start(id)
        until(lambda: lines(folder) >= 7)
        until(lambda: scheduler.status(id).state == "training")
        scheduler.pause(id)
        until(lambda: scheduler.status(id).state == "paused")
        until(lambda: not lock.held(folder))
        before = lines(folder)
        scheduler.resume(id)
        until(lambda: lines(folder) >= before + 7)
        assert lock.send(folder, signal.SIGKILL)
        until(lambda: "ended from outside (signal SIGKILL)" in scheduler.status(id).sentence)
        assert scheduler.status(id).state == "died"  # nobody asked for more
        scheduler.resume(id)
        until(lambda: scheduler.status(id).state == "training")
        scheduler.stop(id)
        until(lambda: scheduler.status(id).state == "stopped")
        (tmp_path / "hold").unlink()
        scheduler.resume(id)
        until(lambda: scheduler.status(id).state == "finished")
    finally:
        scheduler.close()
    assert train(tmp_path / "alone", config) == 0
    assert bits(folder) == bits(tmp_path / "alone")


def test_a_cluster_that_cannot_train_says_why(
    store: RunStore, cluster: DaskCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.digits.scheduler.cluster.PATIENCE", 0.5)
    scheduler = Scheduler(store, program=PROGRAM, cluster=cluster.address)
    id = store.create(replace(CONFIG, epochs=1)).id
    try:
        scheduler.start(id)
        until(lambda: scheduler.problem == NO_ANSWER)
        assert scheduler.status(id).state == "waiting"
        monkeypatch.undo()
        cluster.scheduler()
        until(lambda: scheduler.problem == NO_MACHINE)

        def says(sentence: str) -> None:
            until(
                lambda: scheduler.problem.startswith("No machine of the cluster can train, the first for this reason: ")
            )
            until(lambda: scheduler.problem.endswith(sentence))

        strange = cluster.worker(cwd=tmp_path)
        says(NO_PROGRAM)
        strange.kill()
        mean = cluster.worker("--name", "mean")
        says(NO_SLOTS)
        mean.kill()
        until(lambda: scheduler.problem == NO_MACHINE)
        with monkeypatch.context() as other:
            other.setattr(task, "versions", lambda: {"PyTorch": "1.0"})
            cluster.worker(ROOM="3000")
            says("install the same, and start it anew.")
        assert scheduler.status(id).state == "waiting"
        until(lambda: scheduler.problem == "")  # it is asked again
        until(lambda: scheduler.status(id).state == "failed")
        assert "cannot be written to (file too large): what was saved is safe" in scheduler.status(id).sentence
        dataless = store.create(replace(CONFIG, data=str(tmp_path / "nowhere"))).id
        scheduler.start(dataless)
        until(lambda: scheduler.status(dataless).state == "failed")
        assert "nowhere" in scheduler.status(dataless).sentence
    finally:
        scheduler.close()
