"""The training command on few digits with many checkpoints, which can be made to stand still: a process of its own.

With HOLD="3" in the environment, it stands still after three records until it is asked to end; with "scores" in each
test of a split. With HOLD_WHILE it does so only while there is a file of that name.
With ROOM="1000" no file may have more bytes, as on a disk that is full.
It takes back the niceness with which a scheduler starts it: beside others that burn every core, it would stand still.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from core.digits.data import datasets
from core.digits.training import command, session
from core.digits.training.loop import fit
from core.digits.training.records import Record, Score

HOLD = os.environ.get("HOLD", "")
HOLD_WHILE = os.environ.get("HOLD_WHILE", "")


def asked_to_end() -> bool:
    """Whether a signal has come, by the handler that the command has set."""
    return bool(signal.getsignal(signal.SIGTERM).__self__.asked)  # type: ignore[union-attr]  # a method of Interruption


def held(*given: Any) -> Iterator[Record]:
    """The records of `fit`, held back as HOLD says."""
    for number, record in enumerate(fit(*given)):
        if (HOLD == "scores" and isinstance(record, Score)) or (HOLD.isdigit() and number >= int(HOLD)):
            while not asked_to_end() and (not HOLD_WHILE or os.path.exists(HOLD_WHILE)):
                time.sleep(0.01)
        yield record


def hurry() -> None:
    """As little nice as any other, the session as well as the process, where the system lets it."""
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text("0")
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, 0)


def main() -> int:
    if sys.platform != "win32":
        hurry()
    if room := os.environ.get("ROOM"):
        import resource  # which Windows does not have

        resource.setrlimit(resource.RLIMIT_FSIZE, (int(room), int(room)))
    datasets.SYNTHETIC_SIZES = (640, 100)
    vars(session).update(BETWEEN_CHECKPOINTS=0.05, fit=held)  # session imported both by name
    return command.main(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
