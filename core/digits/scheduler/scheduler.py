"""Has the runs trained, one of each visitor in turn, and tells how each of them is.

What shall be done stands in the runs' metadata, so it outlives every session and every server. Of several schedulers of
one run store, one is the leader and acts; the others write into the metadata what they want, and one of them leads when
the leader is gone.
"""

from __future__ import annotations

import atexit
import contextlib
import sys
import threading
import traceback
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from time import monotonic

from core.digits.runs import lock
from core.digits.runs.metadata import PAUSE, STOP, TRAIN, Metadata, joined, queue
from core.digits.runs.redaction import without_places
from core.digits.runs.run import begun, read_config
from core.digits.runs.status import FINISHED, NEW, PAUSED, STOPPED, WAITING, Status, ended, read_status
from core.digits.runs.store import RunStore
from core.digits.scheduler.engine import Engine
from core.digits.scheduler.expected import expected
from core.digits.scheduler.idle import IdleTracker
from core.digits.scheduler.leader import LOCK_FOLDER, Leader
from core.digits.scheduler.limits import UNLIMITED, Limits
from core.digits.scheduler.parent import GRACE
from core.digits.scheduler.settings import cores
from core.digits.scheduler.workers import Workers
from core.digits.training.args import command
from core.digits.training.config import Config
from core.digits.training.estimate import spell
from core.digits.training.program import PROGRAM
from core.errors import NoSuchRun, RunError, page_words

BETWEEN_ROUNDS = 0.2  # seconds
ALL_PAUSED = "All runs were paused, for the class."
BETWEEN_FORESEEING = 5.0  # seconds: it reads the records of all that train


class Scheduler:
    """Has the runs of a run store trained, at most `at_once` of them at the same time, from a thread of its own.

    With `cluster`, the address of a Dask scheduler, its machines train them, as many at the same time as they can.
    A run that nobody has looked at for `idle_after` is paused; `timedelta(0)` means never. `program` is what trains.
    `problem` is a sentence about what kept it from its work in the last round, "" if nothing did.

    Raises ValueError, in a sentence, where a cluster is named and Dask is not installed.
    """

    def __init__(
        self,
        store: RunStore,
        at_once: int | None = None,
        idle_after: timedelta = timedelta(minutes=30),
        program: Sequence[str] = PROGRAM,
        limits: Limits = UNLIMITED,
        cluster: str = "",
    ) -> None:
        self.store = store
        self.limits = limits
        self.idle_after = idle_after
        self.program = tuple(program)
        self.problem = ""
        self._leader: Leader | None = None
        self.engine = _engine(store, at_once or max(1, cores() // 2), cluster)
        self._idle = IdleTracker()
        self._lock = threading.RLock()
        self._wake = threading.Event()
        self._closed = False
        self._foreseen: tuple[float, dict[str, float]] = (-BETWEEN_FORESEEING, {})
        self._thread = threading.Thread(target=self._work, name="scheduler", daemon=True)
        with contextlib.suppress(OSError, RunError, NoSuchRun):  # else the thread says why
            self._leader = self._lead_if_nobody_does()
        atexit.register(self.close)
        self._thread.start()

    @property
    def at_once(self) -> int:
        """How many may train at the same time."""
        return self.engine.slots

    # what visitors want

    def start(self, id: str) -> None:
        """Lets a run begin, or go on, when its turn comes. Does nothing to one that trains, waits, or is finished.

        Raises NoSuchRun, and RunError if it cannot be written or the server's limits are reached.
        """
        folder = self.store.folder(id)
        with self.store.alone():
            listed = {metadata.id: metadata for metadata in self.store.all()}
            if (metadata := listed.get(id)) is None:
                raise NoSuchRun(id)
            found = read_status(folder)  # whose process may have the lock a moment longer than it trains
            trains = (found.alive and metadata.wanted not in (PAUSE, STOP)) or self.on_its_way(metadata)
            if trains or metadata.queued or found.state == FINISHED:
                return
            training = [other for other in listed if lock.held(self.store.root / other)]
            self.limits.check_queue(metadata, listed.values())
            self.store.put(joined(metadata, listed.values(), training))
        self._wake.set()

    resume = start

    def pause(self, id: str) -> None:
        """Ends the process of a run, which is saved first, within seconds. Raises NoSuchRun, RunError."""
        self._want(id, PAUSE)

    def stop(self, id: str) -> None:
        """The same, for a run that need not go on, though it can. Raises NoSuchRun, RunError."""
        self._want(id, STOP)

    def pause_all(self) -> None:
        """Ends all that trains, saved, and empties the queue, until `resume_all`. Raises RunError."""
        for metadata in self.store.all():
            busy = lock.held(self.store.root / metadata.id) and metadata.wanted not in (PAUSE, STOP)
            if busy or metadata.queued or self.on_its_way(metadata):
                with contextlib.suppress(NoSuchRun):  # it was deleted just now
                    self._want(metadata.id, PAUSE, ALL_PAUSED, metadata.ticket)

    def resume_all(self) -> None:
        """Lets go on, in the order of their turns, what `pause_all` paused and nobody has touched since.

        Raises RunError.
        """
        for metadata in self.paused_by_all():
            with contextlib.suppress(NoSuchRun):
                self.start(metadata.id)

    def paused_by_all(self) -> list[Metadata]:
        """What `pause_all` paused, the next one first."""
        paused = (each for each in self.store.all() if (each.wanted, each.reason) == (PAUSE, ALL_PAUSED))
        return sorted(paused, key=lambda each: (each.turn, each.ticket, each.created))

    def touch(self, id: str) -> None:
        """Somebody looks at this run. Costs next to nothing."""
        with contextlib.suppress(NoSuchRun):
            self._idle.touch(self.store.folder(id))

    # what visitors see

    def status(self, id: str) -> Status:
        """How a run is doing: what its folder tells, its place in the queue, why it was paused. Raises NoSuchRun.

        The sentence is for a page: it names no folder of this server.
        """
        found = self._status(id)
        return replace(found, sentence=without_places(found.sentence, self.store.root))

    def _status(self, id: str) -> Status:
        metadata = self.store.find(id, "", classroom=True)
        found = read_status(self.store.folder(id))
        if found.alive:
            return found
        if self.on_its_way(metadata):
            return Status(WAITING, "It is on its way to a machine.")
        if place := self.place(id):
            turn = "It is the next" if place == 1 else f"It is number {place} in the queue"
            begins = self.begins(id)
            when = "" if begins is None else f", and begins in about {spell(begins)}"
            most = f"At most {self.at_once} train at the same time." if self.at_once else "No machine can train now."
            return Status(WAITING, f"{turn}{when}. {most}")
        found = self.engine.pending.get(id, found)
        if found.state in (NEW, PAUSED) and metadata.wanted == STOP:
            return replace(found, state=STOPPED, sentence="Stopped. It can go on from the last checkpoint.")
        if found.state in (NEW, PAUSED) and metadata.wanted == PAUSE:
            return replace(found, state=PAUSED, sentence=metadata.reason or "Paused. Resume goes on where it was.")
        return found

    def on_its_way(self, metadata: Metadata) -> bool:
        """Whether a machine of the cluster is about to take it, or to take it over from one that is gone."""
        wanted = metadata.wanted == TRAIN and not metadata.queued
        return self.engine.outlives and wanted and not ended(self.store.root / metadata.id)

    def place(self, id: str) -> int:
        """Which one in the queue a run is, 1 the next; 0 if it does not wait."""
        waiting = enumerate(queue(self.store.all()), start=1)
        return next((place for place, metadata in waiting if metadata.id == id), 0)

    def begins(self, id: str) -> float | None:
        """In about how many seconds a run in the queue begins; None where that is not known."""
        return self._starts().get(id)

    def _starts(self) -> dict[str, float]:
        """Seconds until each run in the queue begins, looked up now and then: every visitor asks again and again."""
        if monotonic() - self._foreseen[0] > BETWEEN_FORESEEING:
            listed = self.store.all()
            training = [self.store.root / each.id for each in listed if lock.held(self.store.root / each.id)]
            waiting = [self.store.root / each.id for each in queue(listed)]
            self._foreseen = monotonic(), expected(waiting, training, self.at_once)
        return self._foreseen[1]

    def command(self, id: str) -> list[str]:
        """The command that a run is trained with. Raises NoSuchRun, and RunError if its settings are broken."""
        folder = self.store.folder(id)
        config = read_config(folder)
        if self.engine.outlives:  # the rest depends on the machine
            return command(folder, config, program=self.program)
        return command(folder, self.allotted(config), begun(folder), self.program)

    def allotted(self, config: Config) -> Config:
        """The settings with their share of the processors as threads, unless they say themselves how many.

        Never all of them: a step of two threads waits for the slower one, so on two processors a page that is being
        looked at would take more from a training of two threads than the second thread gives it.
        """
        return replace(config, threads=config.threads or max(1, min(cores() // max(1, self.at_once), cores() - 1)))

    # the work

    def close(self) -> None:
        """Ends what is being trained, saved, within seconds; each can be resumed later."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._wake.set()
            if self._leader:
                self._leader.close()
        self.engine.close()
        atexit.unregister(self.close)
        if self._thread is not threading.current_thread():
            self._thread.join(GRACE)

    def _work(self) -> None:
        while not self._closed:
            try:
                with self._lock:
                    self._leader = self._leader or self._lead_if_nobody_does()
                    if self._leader and not self._closed:
                        self._leader.look()
                self.problem = self.engine.problem
            except Exception as error:  # whatever happens to one run, the others need their scheduler
                sentence = without_places(f"The runs cannot be looked after ({page_words(error)}).", self.store.root)
                if sentence != self.problem:
                    traceback.print_exc(file=sys.stderr)
                self.problem = sentence
            self._wake.wait(BETWEEN_ROUNDS)
            self._wake.clear()

    def _lead_if_nobody_does(self) -> Leader | None:
        """Leads if nobody does; then the metadata say what became of the runs meanwhile. Raises OSError."""
        try:
            return Leader(self.store, self.engine, self.idle_after, self.command, self.limits.visitor_at_once)
        except lock.InUse:
            return None

    def _want(self, id: str, wanted: str, reason: str = "", ticket: int = 0) -> None:
        try:
            self.store.change(id, wanted=wanted, reason=reason, ticket=ticket)
        finally:
            with self._lock:
                if self._leader and not self._closed:
                    self.engine.end(id)
        self._wake.set()


def _engine(store: RunStore, slots: int, cluster: str) -> Engine:
    """What trains: processes of this machine, or the machines of a cluster."""
    if not cluster:
        return Workers(store.root, slots)
    from core.digits.scheduler.cluster import Cluster  # it needs Dask, which one machine does not

    return Cluster(cluster, store.root, store.root / LOCK_FOLDER)
