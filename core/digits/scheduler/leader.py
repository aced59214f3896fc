"""The work of the one scheduler that leads: starts the runs whose turn it is, ends those that shall not go on."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from time import monotonic

from core.digits.runs import lock
from core.digits.runs.metadata import PAUSE, STOP, TRAIN, Metadata, queue
from core.digits.runs.run import begun
from core.digits.runs.status import FAILED, FINISHED, Status, ended, read_status, write_status
from core.digits.runs.store import RunStore
from core.digits.scheduler.engine import Engine
from core.digits.scheduler.idle import IdleTracker
from core.errors import NoSuchRun, RunError, page_words

BETWEEN_EMPTYINGS = 3600.0  # seconds
LOCK_FOLDER = ".foreman"  # the name stays: servers of an older version look for the lock there
SERVER_GONE = "The server was ended meanwhile."
SERVER_ENDED = "The server was ended."


class Leader:
    """Leads the runs of a run store until it is closed: `engine` trains as many of them at the same time as it can.

    A run that nobody looks at for `idle_after` is paused; `timedelta(0)` means never. `command` gives the command that
    trains the run with an id, and raises RunError where none can; of one owner at most `visitor_at_once` train at the
    same time, 0 for any number. For one thread at a time.

    Raises lock.InUse while another leads, and RunError, NoSuchRun or OSError where runs cannot be written to.
    """

    def __init__(
        self,
        store: RunStore,
        engine: Engine,
        idle_after: timedelta,
        command: Callable[[str], list[str]],
        visitor_at_once: int = 0,
    ) -> None:
        self.store = store
        self.engine = engine
        self.idle_after = idle_after
        self.command = command
        self.visitor_at_once = visitor_at_once
        self._idle = IdleTracker()
        self._ended: set[str] = set()  # runs that need not be asked again whether they are lost
        self._emptied = -BETWEEN_EMPTYINGS
        folder = store.root / LOCK_FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = lock.Lock(folder)
        try:
            self._lock.sign(os.getpid())  # a machine of a cluster is shown by it that it sees this folder and its locks
            self._take_over()
        except BaseException:
            self._lock.close()
            raise

    def _take_over(self) -> None:
        """What was being trained when nobody led, and is not any more, was ended with its server; the queue goes on."""
        if self.engine.outlives:
            return
        for metadata in self.store.all():
            folder = self.store.root / metadata.id
            ended = not lock.held(folder) and read_status(folder).state not in (FINISHED, FAILED)
            if metadata.wanted == TRAIN and not metadata.queued and ended:
                self.store.change(metadata.id, wanted=PAUSE, reason=SERVER_GONE, ticket=0)

    def look(self) -> None:
        """One round: counts the processes, ends those that shall not go on, starts those whose turn it is."""
        listed = self.store.all()
        self.engine.count(metadata.id for metadata in listed)
        for metadata in listed:
            if metadata.id not in self.engine.alive:
                continue
            if metadata.wanted in (PAUSE, STOP):
                self.engine.end(metadata.id)
            elif metadata.wanted == TRAIN and self._is_idle(metadata.id):
                self._pause(metadata.id)
        self.engine.kill_overdue()
        if self.engine.outlives:
            self._queue_lost()
        if len(self.engine.alive) < self.engine.slots and any(metadata.queued for metadata in listed):
            self._start_next()
        if monotonic() - self._emptied > BETWEEN_EMPTYINGS:
            self._emptied = monotonic()
            self.store.empty_trash()

    def close(self) -> None:
        """Ends what is being trained, saved, within seconds; then another scheduler may lead, and the queue goes on."""
        if self.engine.outlives:
            self._lock.close()
            return
        # What was started in a terminal is not wanted here, and goes on.
        listed = [metadata for metadata in self.store.all() if metadata.wanted == TRAIN and not metadata.queued]
        ours = [metadata.id for metadata in listed if self.engine.works(metadata.id)]
        for id in ours:
            with contextlib.suppress(RunError, NoSuchRun):
                self.store.change(id, wanted=PAUSE, reason=SERVER_ENDED, ticket=0)
        self.engine.end_all(ours)
        self._lock.close()

    def _is_idle(self, id: str) -> bool:
        seconds = self._idle.idle_for(self.store.root / id)
        return bool(self.idle_after) and seconds > self.idle_after.total_seconds()

    def _pause(self, id: str) -> None:
        minutes = f"{self.idle_after.total_seconds() / 60:g}"
        reason = f"Nobody has looked at this run for {minutes} minutes."
        try:
            self.store.change(id, wanted=PAUSE, reason=reason, ticket=0)
        finally:
            self.engine.end(id)

    def _queue_lost(self) -> None:
        """Lets those go on first in their turn whose process is gone with its machine, and left no word on its end.

        What had begun goes before what was only on its way.
        """
        for metadata in self.store.all():
            id = metadata.id
            if metadata.wanted != TRAIN or metadata.queued or id in self.engine.alive:
                self._ended.discard(id)
            elif id not in self._ended:
                if ended(self.store.root / id):
                    self._ended.add(id)
                else:
                    with contextlib.suppress(NoSuchRun), self.store.alone():
                        if self.store.find(id, "", classroom=True) == metadata:
                            self.store.put(replace(metadata, ticket=1 if begun(self.store.root / id) else 2))

    def _start_next(self) -> None:
        """Starts those whose turn it is; alone, so that no other scheduler starts any at the same time."""
        with self.store.alone():
            listed = self.store.all()
            for metadata in queue(listed):
                folder = self.store.root / metadata.id
                if len(self.engine.alive) >= self.engine.slots:
                    return
                theirs = [each for each in listed if each.owner == metadata.owner and each.id in self.engine.alive]
                if metadata.owner and self.visitor_at_once and len(theirs) >= self.visitor_at_once:
                    continue
                try:
                    held = lock.Lock(folder)  # the process inherits it
                except lock.InUse:
                    continue  # it has not ended yet, or somebody trains it in a terminal
                except OSError as error:
                    self._refuse(metadata, error)
                    continue
                try:
                    words = self.command(metadata.id)
                    self.store.put(replace(metadata, ticket=0))
                    self.engine.start(metadata.id, words, held)
                    held.close()
                except Exception as error:  # whatever is in its folder, the others' turn comes
                    self._refuse(metadata, error)
                    held.release()

    def _refuse(self, metadata: Metadata, error: Exception) -> None:
        """A run that could not be started waits no longer."""
        status = Status(FAILED, f"The training could not be started: {page_words(error)}")
        try:
            self.store.put(replace(metadata, ticket=0))
            write_status(self.store.root / metadata.id, status.state, status.sentence, "")
        except (OSError, RunError, NoSuchRun):
            self.engine.pending[metadata.id] = status
