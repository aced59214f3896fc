"""Kills what runs of a cluster stand on, at random: python -m benchmarks.cluster --kills 100

A Dask scheduler, two workers and a second server of the same runs are processes of this machine; each is killed with
-9 at a random moment and started again, a worker at times together with what it trains, as a machine that loses its
power. Every run must end with the bits that it has alone. Before, on the quiet cluster: how long it takes from Start
until the run begins, beside the same without a cluster.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from core.digits.runs import lock
from core.digits.runs.snapshots import epochs, read_snapshot
from core.digits.runs.store import RunStore
from core.digits.scheduler.scheduler import Scheduler
from core.digits.training.args import command
from core.digits.training.config import Config
from core.digits.training.loop import fingerprint
from core.digits.training.program import ROOT
from tests.core.digits.scheduler.dask_cluster import DaskCluster

SHORT = Config(data="synthetic", share=0.03, epochs=2, threads=1, device="cpu", widths=(4, 6, 8, 8, 8, 8))
SEEDS = 3
SERVER = """
import sys
from pathlib import Path
from core.digits.scheduler.scheduler import Scheduler
from core.digits.runs.store import RunStore
scheduler = Scheduler(RunStore(Path(sys.argv[1])), cluster=sys.argv[2])
sys.stdin.read()
"""


class Room:
    """A scheduler, workers and a server, each of which is there again soon after it ended."""

    def __init__(self, folder: Path, store: RunStore) -> None:
        cluster = DaskCluster(folder)
        self.cluster = cluster
        self._store = store
        self._starts: dict[str, Callable[[], subprocess.Popen[bytes]]] = {
            "scheduler": cluster.scheduler,
            "worker 1": cluster.worker,
            "worker 2": cluster.worker,
            "server": self._server,
        }
        self._lives = {name: start() for name, start in self._starts.items()}

    def kill(self, name: str) -> None:
        self._lives[name].kill()
        self._lives[name].wait()

    def children(self, name: str) -> list[int]:
        """The processes that it has started."""
        own = self._lives[name].pid
        listed = Path(f"/proc/{own}/task").glob("*/children")
        return [int(child) for children in listed for child in children.read_text().split()]

    def start_again(self) -> None:
        for name, process in self._lives.items():
            if process.poll() is not None:
                self._lives[name] = self._starts[name]()

    def close(self) -> None:
        self.kill("server")
        self.cluster.close()

    def _server(self) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-c", SERVER, str(self._store.root), self.cluster.address]
        return subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE)


def weights(folder: Path) -> str:
    """The fingerprint of the last snapshot."""
    return fingerprint(read_snapshot(folder, epochs(folder)[-1]).net())


def delays(scheduler: Scheduler, tries: int) -> list[float]:
    """Seconds from Start until the run begins, each time with nothing else to do."""
    found = []
    for _ in range(tries):
        id = scheduler.store.create(SHORT).id
        begin = monotonic()
        scheduler.start(id)
        while not scheduler.status(id).alive:
            sleep(0.002)
        found.append(monotonic() - begin)
        scheduler.stop(id)
        while scheduler.status(id).alive or lock.held(scheduler.store.folder(id)):
            sleep(0.01)
        scheduler.store.delete(scheduler.store.find(id, ""))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--tries", type=int, default=7)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    rng = random.Random(given.seed)
    with TemporaryDirectory(ignore_cleanup_errors=True) as top:
        alone = {}
        for seed in range(SEEDS):
            folder = Path(top, f"alone{seed}")
            subprocess.run(command(folder, replace(SHORT, seed=seed)), cwd=ROOT, capture_output=True, check=True)
            alone[seed] = weights(folder)

        print("| Start → the run begins | median | most |\n|---|---|---|")
        local = Scheduler(RunStore(Path(top, "local")), at_once=1)
        show("one machine", delays(local, given.tries))
        local.close()
        store = RunStore(Path(top, "runs"))
        store.root.mkdir()
        room = Room(Path(top), store)
        scheduler = Scheduler(store, cluster=room.cluster.address)
        while scheduler.at_once < 2:
            sleep(0.1)
        show("a cluster", delays(scheduler, given.tries))

        runs: dict[str, int] = {}
        killed: Counter[str] = Counter()
        due = 0.0
        while killed.total() < given.kills or any(scheduler.status(id).state != "finished" for id in runs):
            room.start_again()
            waiting = [id for id in runs if scheduler.status(id).state != "finished"]
            if killed.total() < given.kills and len(waiting) < 3:
                seed = len(runs) % SEEDS
                id = store.create(replace(SHORT, seed=seed), owner=str(len(runs) % 3)).id
                runs[id] = seed
                scheduler.start(id)
            if killed.total() < given.kills and monotonic() > due:
                name = rng.choice(["scheduler", "server", "worker 1", "worker 2", "machine 1", "machine 2"])
                killed[name.partition(" ")[0]] += 1
                worker = name.replace("machine", "worker")
                lost = room.children(worker) if name != worker else []
                room.kill(worker)
                for process in lost:  # which could save, or it would not be the whole machine
                    os.kill(process, signal.SIGKILL)
                due = monotonic() + rng.expovariate(1 / 4)  # seconds
            sleep(0.05)
        right = sum(weights(store.folder(id)) == alone[seed] for id, seed in runs.items())
        scheduler.close()
        room.close()
        kinds = ", ".join(f"{count} × {name}" for name, count in sorted(killed.items()))
        print(f"\n{killed.total()} kills ({kinds}), {len(runs)} runs: {right} ended with the bits each has alone.")


def show(name: str, seconds: list[float]) -> None:
    print(f"| {name} | {median(seconds):.2f} s | {max(seconds):.2f} s |", flush=True)


if __name__ == "__main__":
    main()
