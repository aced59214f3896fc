"""The seam between whose turn it is and what trains: processes of this machine, or the machines of a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from core.digits.runs.lock import Lock
from core.digits.runs.status import Status
from core.digits.scheduler.machines import Machine


class Engine(Protocol):
    """Starts the process of a run, asks it to end, and knows whether it lives. For one thread at a time.

    `alive` has the `lock.identity` of each process at the last `count`, by run, "" for one that is on its way;
    `pending` the statuses of those that ended which could not be written. With `outlives` the processes go on without
    this server, and a run whose machine is gone goes on elsewhere. `dashboard` is the address of a page about
    the engine itself, "" if there is none.
    """

    outlives: bool
    dashboard: str
    alive: dict[str, str]
    pending: dict[str, Status]

    @property
    def slots(self) -> int:
        """How many may train at the same time."""

    @property
    def problem(self) -> str:
        """A sentence about what keeps all runs from beginning, "" if nothing does."""

    def machines(self) -> tuple[Machine, ...]:
        """Where runs train."""

    def count(self, ids: Iterable[str]) -> None:
        """Learns which processes live, and what became of those that do not live any more."""

    def start(self, id: str, words: Sequence[str], held: Lock) -> None:
        """Starts a process with the lock of its run, which was taken for it. Raises OSError."""

    def end(self, id: str) -> None:
        """Asks the process of a run to end, once; the metadata say already that it shall."""

    def kill_overdue(self) -> None:
        """Kills those that were asked to end and do not."""

    def works(self, id: str) -> bool:
        """Whether a process trains this run, or is about to."""

    def end_all(self, ids: Sequence[str]) -> None:
        """Ends the processes of these runs and all that end with this server, within seconds."""

    def close(self) -> None:
        """Lets go of what trains; nothing is asked of it any more."""
