"""What whoever starts the server may set, by environment variables."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from core.digits.scheduler.limits import Limits

YES, NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")
ADDRESS = re.compile(r"(tcp|tls|ws|wss)://([\w.-]+|\[[0-9a-fA-F:]+\]):[0-9]{1,5}")


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class Settings:
    """`runs` is the folder of runs, `at_once` how many train at the same time, `idle_after` after how long a run that
    nobody looks at is paused (never for 0), `classroom` whether every visitor sees and controls every run, `limits`
    what one visitor may ask, `cluster` the address of the Dask scheduler whose machines train, "" for this machine.
    """

    runs: Path = Path("runs")
    at_once: int = field(default_factory=lambda: max(1, cores() // 2))
    idle_after: timedelta = timedelta(minutes=30)
    classroom: bool = False
    limits: Limits = field(default_factory=Limits)
    cluster: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """LAB_RUNS, LAB_AT_ONCE, LAB_UNWATCHED_MINUTES, LAB_CLASSROOM, LAB_CLUSTER and the limits: LAB_VISITOR_QUEUE,
        LAB_VISITOR_AT_ONCE, LAB_VISITOR_GB, LAB_GB, LAB_EPOCHS, LAB_PARAMETERS.

        Raises ValueError in a sentence.
        """
        given = {name: value.strip() for name, value in environment.items() if name.startswith("LAB_")}
        usual = cls()

        def number(name: str, otherwise: float, what: str, least: float, most: float, whole: bool = True) -> float:
            text = given.get(name) or f"{otherwise:.17g}"
            try:
                found = float(text) if text.isascii() and "_" not in text else -1.0
            except ValueError:
                found = -1.0
            if not least <= found <= most or (whole and not text.isdigit()):  # nor is nan
                raise ValueError(f"{name} must be {what}, not {text!r}.")
            return found

        runs = Path(given.get("LAB_RUNS") or usual.runs).expanduser()
        if runs.exists() and not runs.is_dir():
            raise ValueError("LAB_RUNS must name a folder, but it names a file.")
        at_once = number("LAB_AT_ONCE", usual.at_once, "a whole number from 1 to 1024", 1, 1024)
        minutes = number(
            "LAB_UNWATCHED_MINUTES",
            usual.idle_after.total_seconds() / 60,
            "a number of minutes, 0 for never",
            0,
            1e6,
            whole=False,
        )
        classroom = given.get("LAB_CLASSROOM", "").lower()
        if classroom not in YES + NO:
            raise ValueError(f"LAB_CLASSROOM must be 1 or 0, not {classroom!r}.")
        cluster = given.get("LAB_CLUSTER", "")
        if cluster and not ADDRESS.fullmatch(cluster):
            raise ValueError(
                f"LAB_CLUSTER must be the address of a Dask scheduler, such as tcp://scheduler:8786, not {cluster!r}."
            )
        count, room = "a whole number, 0 for any", "a number of gigabytes, 0 for any"
        most = usual.limits
        limits = Limits(
            int(number("LAB_VISITOR_QUEUE", most.visitor_queue, count, 0, 1e6)),
            int(number("LAB_VISITOR_AT_ONCE", most.visitor_at_once, count, 0, 1024)),
            number("LAB_VISITOR_GB", most.visitor_disk, room, 0, 1e9, whole=False),
            number("LAB_GB", most.disk, room, 0, 1e9, whole=False),
            int(number("LAB_EPOCHS", most.epochs, count, 0, 10_000)),
            int(number("LAB_PARAMETERS", most.parameters, count, 0, 1e12)),
        )
        return cls(runs, int(at_once), timedelta(minutes=minutes), classroom in YES, limits, cluster)
