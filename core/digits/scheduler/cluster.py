"""The machines of a Dask cluster as an engine: whose turn it is is decided here, who trains it by Dask.

A run is a Dask task that starts the same command as a process on its machine. The folder of runs, on a shared disk,
stays the truth: what a task leaves behind there is all that is known of it, and a task that is lost is sent again.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from secrets import token_hex
from time import monotonic
from typing import Any

try:
    import distributed
except ImportError as error:
    raise ValueError("LAB_CLUSTER needs Dask: pip install -r requirements-cluster.txt.") from error

from core.digits.runs import lock
from core.digits.runs.status import DIED, FAILED, PAUSED, Status, write_status, written
from core.digits.scheduler import task
from core.digits.scheduler.machines import Machine
from core.digits.scheduler.task import SLOT

BETWEEN_LOOKS = 0.5  # seconds between two looks at the cluster
BETWEEN_PROBES = 15.0  # seconds between two questions to a machine
SOON = 3.0  # seconds until one that cannot train is asked again
PATIENCE = 5.0  # seconds that a scheduler or a machine may need for an answer
NO_ANSWER = (
    "The scheduler of the cluster does not answer. Runs that wait go on waiting: start it, or mend the address in"
    " LAB_CLUSTER."
)
NO_MACHINE = "No machine has joined the cluster. Runs that wait begin when one does."
NO_PROGRAM = "It does not have this program: start its worker in the program's folder, by python -m dask worker."
OTHER_PROGRAM = task.OTHER_VERSION.format(name="this program", shown="")
SILENT = "It does not answer."
NO_SLOTS = 'Its worker was started without --resources "run=1".'
LOST = (distributed.KilledWorker, ImportError)  # the machine's fault, not the run's: others may train it


class Cluster:
    """An `Engine`: the workers of the Dask scheduler at `address`, for the runs in the folder `root`.

    `leads` is the folder whose lock the leading scheduler holds. Asks the cluster how it is from a thread of its own,
    so that no page ever waits for the network.
    """

    outlives = True

    def __init__(self, address: str, root: Path, leads: Path) -> None:
        self.address = address
        self.root = root
        self.leads = leads
        self.problem = ""
        self.dashboard = ""
        self.alive: dict[str, str] = {}
        self.pending: dict[str, Status] = {}
        self._client: distributed.Client | None = None
        self._found: dict[str, Machine] = {}  # by the addresses of their workers
        self._due: dict[str, float] = {}  # when they are asked next
        self._leader = ""  # who led when they were asked
        self._tasks: frozenset[str] = frozenset()  # runs that have a task, whoever sent it
        self._sent: dict[str, tuple[distributed.Future[Any], tuple[str, ...]]] = {}  # where it may go, () for anywhere
        self._dropped: list[distributed.Future[Any]] = []
        self._asked: set[str] = set()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._look_again_and_again, name="cluster", daemon=True)
        self._thread.start()

    @property
    def slots(self) -> int:
        """Those of all machines that can train, 0 while the cluster does not answer."""
        if self._client is None or self._client.status != "running":  # known at once, before the next look
            return 0
        return sum(machine.slots for machine in self._found.values() if not machine.problem)

    def machines(self) -> tuple[Machine, ...]:
        """All that have joined the cluster."""
        return tuple(sorted(self._found.values(), key=lambda machine: machine.name))

    def count(self, ids: Iterable[str]) -> None:
        """Learns from their locks which runs train, and from Dask which are on their way."""
        self.alive = {id: lock.look(self.root / id).by for id in ids if lock.held(self.root / id)}
        for id, (future, where) in list(self._sent.items()):
            if future.done():
                del self._sent[id]
                if future.status == "error":
                    self._ended_badly(id, future)
            elif id not in self.alive and where and self._found.keys().isdisjoint(where):
                self._drop(id)
            else:
                self.alive.setdefault(id, "")
        self._asked &= set(self.alive.values())

    def start(self, id: str, words: Sequence[str], held: lock.Lock) -> None:
        """Sends a task that takes the lock itself, on its machine. Raises OSError.

        Where the cluster is gone in this moment none is sent: a run without a task is lost, and queued again.
        """
        folder = self.root / id
        self.pending.pop(id, None)
        if (said := written(folder)) is not None and said.state in (DIED, FAILED):  # that it ended is not true any more
            write_status(folder, PAUSED, "Resume goes on from the last checkpoint.", "")
        held.release()
        client = self._client
        if client is None or client.status != "running":
            return
        good = tuple(address for address, machine in self._found.items() if not machine.problem)
        where = good if len(good) < len(self._found) else ()
        future = client.submit(
            task.train,
            self._server(),
            id,
            tuple(words),
            key=f"run-{id}-{token_hex(4)}",
            resources={SLOT: 1},
            workers=where or None,
            pure=False,
        )
        distributed.fire_and_forget(future)  # it goes on without this server
        self._sent[id] = future, where
        self.alive[id] = ""

    def end(self, id: str) -> None:
        """The task of a run ends its process; one that has none yet need not begin."""
        by = lock.look(self.root / id).by
        if id in self._sent or id in self._tasks:
            if not self.alive.get(id):
                self._drop(id)
        elif by not in self._asked and lock.send(self.root / id, signal.SIGTERM):  # started in a terminal here
            self._asked.add(by)

    def kill_overdue(self) -> None:
        """Tasks do that themselves."""

    def works(self, id: str) -> bool:
        """Whether a process trains this run, or is about to."""
        return id in self._sent or lock.held(self.root / id)

    def end_all(self, ids: Sequence[str]) -> None:
        """None ends with this server."""

    def close(self) -> None:
        """Leaves the cluster; what trains there goes on."""
        self._closing.set()
        if self._thread is not threading.current_thread():
            self._thread.join(PATIENCE)

    def _drop(self, id: str) -> None:
        if id in self._sent:
            self._dropped.append(self._sent.pop(id)[0])
        self.alive.pop(id, None)

    def _ended_badly(self, id: str, future: distributed.Future[Any]) -> None:
        """A task failed, not the training."""
        error = future.exception(timeout=PATIENCE)
        status = Status(FAILED, f"The training could not be started on the cluster ({type(error).__name__}).")
        if isinstance(error, LOST):
            return
        try:
            held = lock.Lock(self.root / id)
        except (lock.InUse, OSError):
            return
        try:
            write_status(self.root / id, status.state, status.sentence, "")
        except OSError:
            self.pending[id] = status
        held.release()

    # the thread that asks the cluster

    def _look_again_and_again(self) -> None:
        for name in ("distributed", "distributed.client"):  # what is wrong is said in a sentence
            logging.getLogger(name).setLevel(logging.CRITICAL)
        while not self._closing.is_set():
            try:
                if self._client is None or self._client.status == "closed":
                    self._client = None
                    self._client = distributed.Client(self.address, timeout=PATIENCE, set_as_default=False)
                if self._client.status != "running":
                    raise ConnectionError
                self._look(self._client)
            except Exception:  # whatever the network does
                self._found, self._tasks, self.problem = {}, frozenset(), NO_ANSWER
            self._closing.wait(BETWEEN_LOOKS)
        if self._client is not None:
            self._client.close()

    def _look(self, client: distributed.Client) -> None:
        identity = _ask(client, _identity)
        workers = identity["workers"]
        self.dashboard = _dashboard(self.address, identity["services"])
        self._probe(client, workers)
        self._tasks = frozenset(
            key.removeprefix("run-").rpartition("-")[0]
            for keys in client.processing().values()
            for key in map(str, keys)
        )
        while self._dropped:
            client.cancel([self._dropped.pop()], force=True)
        bad = [machine.problem for machine in self.machines() if machine.problem]  # their names are the teacher's
        trouble = f"No machine of the cluster can train, the first for this reason: {bad[0]}" if bad else NO_MACHINE
        self.problem = "" if self.slots else trouble

    def _probe(self, client: distributed.Client, workers: Mapping[str, Any]) -> None:
        """Asks each machine now and then whether it can train, and all of them when another scheduler leads."""
        now, server = monotonic(), self._server()
        if server.leader != self._leader:
            self._leader, self._due = server.leader, {}
        due = [address for address in workers if now >= self._due.get(address, now)] if server.leader else []
        answers = _ask(client, _said, server, due) if due else {}
        new = {address: _machine(workers[address], said) for address, said in answers.items()}
        self._due |= {address: now + (SOON if machine.problem else BETWEEN_PROBES) for address, machine in new.items()}
        known = {**self._found, **new}
        self._found = {address: machine for address, machine in known.items() if address in workers}

    def _server(self) -> task.Server:
        return task.Server(str(self.root), str(self.leads), lock.look(self.leads).by, task.versions())


def _dashboard(address: str, services: Mapping[str, Any]) -> str:
    """Where the pages of the Dask scheduler at an address are, "" if it has none."""
    host = address.partition("://")[2].rpartition(":")[0]
    return f"http://{host}:{services['dashboard']}/status" if "dashboard" in services else ""


def _ask(client: distributed.Client, question: Callable[..., Any], *given: object) -> Any:
    """The answer to a question that goes over the network. Raises whatever the network does."""
    if client.loop is None:
        raise ConnectionError
    return distributed.utils.sync(client.loop, question, client, *given, callback_timeout=2 * PATIENCE)


async def _identity(client: distributed.Client) -> Any:
    """What the scheduler knows; a callback of the client empties what `client.scheduler_info` returns, at times."""
    if client.scheduler is None:
        raise ConnectionError
    return await client.scheduler.identity(n_workers=-1)


async def _said(client: distributed.Client, server: task.Server, addresses: Sequence[str]) -> dict[str, object]:
    """What each worker says, or the exception in its place."""
    asks = [
        asyncio.wait_for(client.run(task.probe, server, workers=[address], on_error="return"), PATIENCE)
        for address in addresses
    ]
    said = await asyncio.gather(*asks, return_exceptions=True)
    return {
        address: answer.get(address) if isinstance(answer, dict) else answer
        for address, answer in zip(addresses, said, strict=True)
    }


def _machine(worker: Mapping[str, Any], said: object) -> Machine:
    """A machine by what Dask knows of its worker, and what it said of itself."""
    slots = int(worker["resources"].get(SLOT, 0))
    match said:
        case {"name": str(name), "mark": str(mark), "load": float(load), "problem": str(problem)}:
            return Machine(name, mark, slots, load, problem or ("" if slots else NO_SLOTS))
        case BaseException() if "ModuleNotFoundError" in repr(said):  # which Dask wraps
            problem = NO_PROGRAM
        case TimeoutError() | OSError() | None:
            problem = SILENT
        case _:
            problem = OTHER_PROGRAM
    return Machine(worker["host"], "", slots, -1.0, problem)
