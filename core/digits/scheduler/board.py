"""What a teacher wants to see of a class: who trains what, where and how far, who waits, and the machines."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.digits.runs import lock
from core.digits.runs.lock import machine_of
from core.digits.runs.metadata import Metadata, queue
from core.digits.runs.reader import Reader
from core.digits.runs.run import read_config
from core.digits.runs.status import Status
from core.digits.runs.throughput import Throughput, throughput
from core.digits.scheduler.machines import Machine
from core.digits.scheduler.scheduler import Scheduler
from core.errors import NoSuchRun, RunError


@dataclass(frozen=True)
class Training:
    """A run that trains: whose it is, how it is, how far, and the name of its machine, "" where that is not known."""

    metadata: Metadata
    status: Status
    far: Throughput
    machine: str


@dataclass(frozen=True)
class Waiting:
    """A run that waits: its place in the queue from 1, and in about how many seconds it begins; None: not known.

    Place 0 is on its way to a machine.
    """

    metadata: Metadata
    place: int
    begins: float | None


@dataclass(frozen=True)
class Board:
    """All that trains, the queue, the next one first, and each machine with how many runs train on it."""

    training: tuple[Training, ...]
    waiting: tuple[Waiting, ...]
    machines: tuple[tuple[Machine, int], ...]


def seen(scheduler: Scheduler, readers: dict[str, Reader]) -> Board:
    """The board now; `readers` are those of the runs by their ids, kept from one look to the next."""
    machines, root = joined(scheduler.engine.machines()), scheduler.store.root
    names = {machine.mark: machine.name for machine in machines if machine.mark}
    listed = scheduler.store.all()
    waiting = [
        Waiting(metadata, place, scheduler.begins(metadata.id)) for place, metadata in enumerate(queue(listed), start=1)
    ]
    training = []
    for metadata in listed:
        if not metadata.queued and lock.held(root / metadata.id):
            with contextlib.suppress(NoSuchRun, RunError):  # deleted just now, or damaged: that is said among all runs
                reader = readers.setdefault(metadata.id, Reader(root / metadata.id))
                reader.refresh()
                status = scheduler.status(metadata.id)
                far = throughput(read_config(reader.folder), reader.records)
                training.append(Training(metadata, status, far, names.get(machine_of(status.process), "")))
        elif scheduler.on_its_way(metadata):
            waiting.insert(0, Waiting(metadata, 0, None))
    count = Counter(each.machine for each in training)
    return Board(tuple(training), tuple(waiting), tuple((machine, count[machine.name]) for machine in machines))


def joined(machines: Iterable[Machine]) -> tuple[Machine, ...]:
    """Each machine once, though several Dask workers may run on it: with all slots of those that can train."""
    found: dict[str, Machine] = {}
    for machine in machines:
        known = found.get(machine.mark or machine.name)
        if known is None or (known.problem and not machine.problem):
            found[machine.mark or machine.name] = machine
        elif not machine.problem:
            found[machine.mark or machine.name] = replace(known, slots=known.slots + machine.slots)
    return tuple(found.values())


def numbers(listed: Iterable[Metadata]) -> dict[str, int]:
    """A number for each visitor, from 1 by who came first: their tokens are nobody else's business."""
    owners = dict.fromkeys(each.owner for each in sorted(listed, key=lambda each: (each.created, each.id)))
    return {owner: number for number, owner in enumerate((owner for owner in owners if owner), start=1)}
