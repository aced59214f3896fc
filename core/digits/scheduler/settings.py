"""What whoever starts the server may set, by environment variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

YES, NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class Settings:
    """`runs` is the folder of runs, `at_once` how many train at the same time, `idle_after` after how long a run that
    nobody looks at is paused (never for 0), `classroom` whether every visitor sees and controls every run.
    """

    runs: Path = Path("runs")
    at_once: int = field(default_factory=lambda: max(1, cores() // 2))
    idle_after: timedelta = timedelta(minutes=30)
    classroom: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """LAB_RUNS, LAB_AT_ONCE, LAB_UNWATCHED_MINUTES, LAB_CLASSROOM. Raises ValueError in a sentence."""
        given = {name: value.strip() for name, value in environment.items() if name.startswith("LAB_")}
        usual = cls()
        runs = Path(given.get("LAB_RUNS") or usual.runs).expanduser()
        if runs.exists() and not runs.is_dir():
            raise ValueError("LAB_RUNS must name a folder, but it names a file.")
        at_once = usual.at_once
        if text := given.get("LAB_AT_ONCE"):
            if not (text.isascii() and text.isdigit() and len(text) <= 9 and 1 <= int(text) <= 1024):
                raise ValueError(f"LAB_AT_ONCE must be a whole number from 1 to 1024, not {text!r}.")
            at_once = int(text)
        idle_after = usual.idle_after
        if text := given.get("LAB_UNWATCHED_MINUTES"):
            idle_after = timedelta(minutes=_minutes(text))
        classroom = given.get("LAB_CLASSROOM", "").lower()
        if classroom not in YES + NO:
            raise ValueError(f"LAB_CLASSROOM must be 1 or 0, not {classroom!r}.")
        return cls(runs, at_once, idle_after, classroom in YES)


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = -1
    if not 0 <= minutes <= 1e6:  # nor is nan
        raise ValueError(f"LAB_UNWATCHED_MINUTES must be a number of minutes, 0 for never, not {text!r}.")
    return minutes
