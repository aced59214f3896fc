"""How a run is doing, for whoever reads its folder: what its process wrote last, and whether that process still lives.

A process that is killed cannot say so. What it wrote last therefore counts only while its lock is held.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from core.digits.runs import atomic, lock
from core.digits.stored import fitted, parsed
from core.digits.training.records import RECORDS

STATUS = "status.json"
LOG = "log.txt"  # what the process printed
NEW, WAITING, STARTING, PREPARING, TRAINING, TESTING = "new", "waiting", "starting", "preparing", "training", "testing"
PAUSED, STOPPED, FINISHED, FAILED, DIED = "paused", "stopped", "finished", "failed", "died"
ALIVE = (STARTING, PREPARING, TRAINING, TESTING)
ENDED = (FINISHED, FAILED, DIED)
STATES = (NEW, WAITING, *ALIVE, PAUSED, STOPPED, FINISHED, FAILED, DIED)

BETWEEN_CHECKPOINTS = 10.0  # seconds: what a power cut costs at most
ENDED_FROM_OUTSIDE = (
    "The training was ended from outside: kill -9, or the machine ran out of memory or lost its power. Resume goes on"
    f" from the last checkpoint; at most {BETWEEN_CHECKPOINTS:.0f} seconds of work are lost."
)
DISK_IS_FULL = "The training ended, and the disk is full: make room, then resume goes on from the last checkpoint."
LITTLE = 1 << 20  # bytes: a disk with less is full


@dataclass(frozen=True)
class Status:
    """`state` is one of STATES, `sentence` says it to a reader with what to do, `time` since when (ISO 8601).

    `process` is the `lock.identity` of the process that said so, empty where none did.
    """

    state: str
    sentence: str = ""
    time: str = ""
    process: str = ""

    @property
    def alive(self) -> bool:
        """True while a process works on it."""
        return self.state in ALIVE


def write_status(folder: Path, state: str, sentence: str, process: str) -> None:
    """Says how the run is doing. Only who holds the lock may. Raises OSError where not even that can be written."""
    status = Status(state, sentence, datetime.now(UTC).isoformat(timespec="milliseconds"), process)
    content = json.dumps(asdict(status)).encode()
    try:
        atomic.write(folder / STATUS, content, lasting=False)
    except OSError:
        atomic.overwrite(folder / STATUS, content)


def read_status(folder: Path) -> Status:
    """How the run in `folder` is doing, as far as its folder tells; never raises, and never disturbs the run."""
    while True:  # until nothing was written while we looked
        said = written(folder)
        seen = lock.look(folder)
        if said == written(folder):
            return _true(folder, said, seen)


def _true(folder: Path, said: Status | None, seen: lock.Seen) -> Status:
    """The status that was written last, corrected by who holds the lock now."""
    begun_anew = seen.by != "" and (said is None or said.process != seen.by)
    if seen.held:
        return Status(STARTING, "The training is starting.", process=seen.by) if begun_anew or said is None else said
    if begun_anew or (said is not None and said.alive):
        sentence = DISK_IS_FULL if _full(folder) else ENDED_FROM_OUTSIDE
        return replace(said or Status(DIED), state=DIED, sentence=sentence, process=seen.by)
    if said is None and (folder / RECORDS).exists():
        return Status(DIED, "The training left no word on how it ended. Resume goes on from the last checkpoint.")
    return said or Status(NEW, "The training has not begun.")


def ended(folder: Path) -> bool:
    """Whether the last word of a run's process, or about it, was that it will not go on by itself."""
    said = written(folder)
    return said is not None and said.state in ENDED


def written(folder: Path) -> Status | None:
    """The status that was written last, true or not any more; None if there is none."""
    try:
        status = fitted(Status, parsed((folder / STATUS).read_bytes()))
    except (OSError, ValueError):
        return None
    return status if status.state in STATES else None


def _full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < LITTLE
    except OSError:
        return False
