"""The processes that train runs: how they are started, asked to end, and what is said of those that just ended."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from core.digits.runs import lock
from core.digits.runs.status import (
    DIED,
    ENDED_FROM_OUTSIDE,
    FAILED,
    FINISHED,
    LOG,
    PAUSED,
    Status,
    read_status,
    write_status,
)
from core.digits.scheduler.machines import Machine, here
from core.digits.scheduler.parent import GRACE, PARENT
from core.digits.training.program import ROOT
from core.errors import RunError

NICE = 10  # so that the pages stay quick; of a process, and of its session
END = 4000  # bytes of a log in which its last error is looked for
# Threads that wait for each other soon sleep. OpenMP lets them spin, and where something else needs a processor, a step
# of two threads then takes up to thirty times as long; GNU's lets them spin a little, without which they are a third
# slower where nothing else does.
WAITING = {"OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "20000"}


class Child:
    """A process that this one started."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def code(self) -> int | None:
        """Its exit code, minus the signal that ended it; None while it lives."""
        return self._process.poll()

    def wait(self, seconds: float) -> int | None:
        """The same, after it has had some time to end."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(seconds)
        return None

    def kill(self) -> None:
        """Ends it, and sees to it that nothing is left of it."""
        with contextlib.suppress(OSError):
            self._process.kill()
        self.wait(1.0)


class Workers:
    """The processes of this machine that train the runs in the folder `root`, `slots` of them at the same time.

    They are an `Engine`. With `bound` those that are started here end with this process, however it ends.
    """

    outlives = False
    problem = dashboard = ""

    def __init__(self, root: Path, slots: int, bound: bool = False) -> None:
        self.root = root
        self.slots = slots
        self.bound = bound
        self.alive: dict[str, str] = {}
        self.pending: dict[str, Status] = {}
        self._children: dict[str, Child] = {}
        self._leaving: list[Child] = []  # their exit reason is written, their processes may need a moment more
        self._ending: dict[str, tuple[str, float]] = {}  # which process was asked to end, and when its grace is over

    def count(self, ids: Iterable[str]) -> None:
        """Learns which processes live, and writes down how those ended that do not live any more."""
        before, self.alive = self.alive, {}
        for id in ids:
            if lock.held(self.root / id) and (process := lock.look(self.root / id).by):
                self.alive[id] = process
                self.pending.pop(id, None)
            elif id in before and (child := self._children.get(id)) is not None and child.code() is None:
                self.alive[id] = before[id]  # on Windows it has not taken its lock yet; anywhere it may be leaving
        for id, process in before.items():
            if self.alive.get(id) != process:
                asked = self._asked(id) == process
                child = self._children.pop(id, None)
                status = conclude(self.root / id, process, child, asked)
                if status is not None:
                    self.pending[id] = status
                if child is not None:
                    self._leaving.append(child)
        self._leaving = [child for child in self._leaving if child.code() is None]

    def start(self, id: str, words: Sequence[str], held: lock.Lock) -> None:
        """Starts a process that inherits the lock of its run. Raises OSError."""
        self.pending.pop(id, None)
        self._children[id] = start_process(words, self.root / id, held, self.bound)
        self.alive[id] = lock.look(self.root / id).by

    def end(self, id: str) -> None:
        """Asks the process of a run to end, once."""
        process = lock.look(self.root / id).by
        if self._asked(id) != process and lock.send(self.root / id, signal.SIGTERM):
            self._ending[id] = (process, monotonic() + GRACE)

    def kill_overdue(self) -> None:
        """Kills those that were asked to end and did not within GRACE seconds."""
        for id, (process, end) in list(self._ending.items()):
            if self.alive.get(id) != process:
                del self._ending[id]
            elif monotonic() > end:
                lock.send(self.root / id, lock.SIGKILL)

    def works(self, id: str) -> bool:
        """Whether a process trains this run, or is about to."""
        child = self._children.get(id)
        return lock.held(self.root / id) or (child is not None and child.code() is None)

    def end_all(self, ids: Sequence[str]) -> None:
        """Ends the processes of these runs and all that were started here, within GRACE seconds."""
        for id in ids:
            self.end(id)
        ending = {*ids, *self._children}
        end = monotonic() + GRACE - 0.5
        while monotonic() < end and any(map(self.works, ending)):
            sleep(0.02)
        for id in ending:
            if self.works(id):
                lock.send(self.root / id, lock.SIGKILL)
        for child in (*self._children.values(), *self._leaving):
            child.kill()
        self.count(ending)

    def close(self) -> None:
        """Nothing is left to let go of."""

    def machines(self) -> tuple[Machine, ...]:
        """This one."""
        return (here(self.slots),)

    def _asked(self, id: str) -> str:
        return self._ending.get(id, ("", 0.0))[0]


def start_process(words: Sequence[str], folder: Path, held: lock.Lock, bound: bool = False) -> Child:
    """Starts a process that inherits the run's lock, in a session of its own. Raises OSError."""
    how: dict[str, Any] = {"start_new_session": True, "pass_fds": (held.file,)}
    environment = {**WAITING, **os.environ, **({PARENT: str(os.getpid())} if bound else {})}
    if sys.platform == "win32":
        how = {"creationflags": subprocess.BELOW_NORMAL_PRIORITY_CLASS}
        held.close()  # nothing is inherited there: the process takes it a moment later
    else:
        environment[lock.INHERITED] = str(held.file)
        held.promise()  # or, were this process killed in the next moment, nobody would see that the run trains
    with open(folder / LOG, "ab") as log:
        process = subprocess.Popen(
            words, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, **how
        )
    if sys.platform != "win32":
        held.sign(process.pid)
        _give_way(process.pid)
    return Child(process)


def _give_way(process: int) -> None:
    """Lets others have the processor first.

    Where Linux groups processes by session, sessions share the processor before processes do, and each has a niceness
    of its own (the manual page sched(7), "The autogroup feature").
    """
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, process, os.getpriority(os.PRIO_PROCESS, 0) + NICE)
    with contextlib.suppress(OSError):
        Path(f"/proc/{process}/autogroup").write_text(str(NICE))


def conclude(folder: Path, process: str, child: Child | None, asked: bool) -> Status | None:
    """Writes down how a process ended that could not do that itself; returns what could not be written.

    `asked` tells whether it had been asked to end.
    """
    found = read_status(folder)
    if not folder.is_dir() or (found.process == process and found.state in (PAUSED, FINISHED, FAILED)):
        return None
    state, sentence = _exit_reason(folder, child.wait(1.0) if child else None, asked)
    try:
        held = lock.Lock(folder)
    except (RunError, OSError):
        return None  # it trains again already
    try:
        write_status(folder, state, sentence, process)
    except OSError:
        held.close()
        return Status(state, sentence, process=process)
    held.release()
    return None


def _exit_reason(folder: Path, code: int | None, asked: bool) -> tuple[str, str]:
    if asked:
        return PAUSED, "Paused. Resume goes on from the last checkpoint."
    if code is None or code <= 0:
        by = f" (signal {signal.Signals(-code).name})" if code and -code in set(signal.Signals) else ""
        return DIED, ENDED_FROM_OUTSIDE.replace("outside:", f"outside{by}:")
    sentence = _last_error(folder)
    return FAILED, sentence or f"The training ended with exit code {code}; {LOG} in its folder says more."


def _last_error(folder: Path) -> str:
    """The last sentence about an error in the log."""
    try:
        with open(folder / LOG, "rb") as log:
            log.seek(max(0, log.seek(0, os.SEEK_END) - END))
            lines = log.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return ""
    return next((line.removeprefix("error: ") for line in reversed(lines) if line.startswith("error: ")), "")
