"""How long nobody has looked at a run: one that is idle need not use a shared machine."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from time import monotonic

from core.digits.runs.lock import LOCK

LOOKED_AT = "watched"  # a file in the run's folder, touched by whoever looks; the name stays because old runs have it
BETWEEN_TOUCHES = 2.0  # seconds


class IdleTracker:
    """Notes that runs are looked at, in their folders, and how long that is ago."""

    def __init__(self) -> None:
        self._touched: dict[Path, float] = {}
        self._seen: dict[Path, tuple[float, float]] = {}  # the time of the file, and our time when we saw it change

    def touch(self, folder: Path) -> None:
        """Somebody looks at this run. Costs next to nothing, however often."""
        if monotonic() - self._touched.get(folder, -BETWEEN_TOUCHES) >= BETWEEN_TOUCHES:
            with contextlib.suppress(OSError):
                (folder / LOOKED_AT).touch()
                self._touched[folder] = monotonic()

    def idle_for(self, folder: Path) -> float:
        """Seconds since somebody looked, or the training began, or this question was first asked.

        They are counted by a clock that stands still while the machine sleeps.
        """
        last = max(_time(folder / LOOKED_AT), _time(folder / LOCK))
        if self._seen.get(folder, (-1.0, 0.0))[0] != last:
            self._seen[folder] = (last, monotonic())
        return monotonic() - self._seen[folder][1]


def _time(path: Path) -> float:
    try:
        return os.stat(path).st_mtime
    except OSError:
        return 0.0
