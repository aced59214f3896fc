"""The machines that train, as far as a teacher wants to know them."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass

from core.digits.runs.lock import machine


@dataclass(frozen=True)
class Machine:
    """`mark` is its `lock.machine`, `slots` how many runs may train on it at the same time.

    `load` is how busy it is: the processes that want to run, for each of its processors, 0 or more; negative where the
    system does not say. `problem` is a sentence about why nothing trains there, "" if it can.
    """

    name: str
    mark: str
    slots: int
    load: float
    problem: str = ""


def here(slots: int) -> Machine:
    """This machine."""
    return Machine(platform.node(), machine(), slots, load())


def load() -> float:
    """How busy this machine was in the last minute."""
    try:
        return os.getloadavg()[0] / (os.cpu_count() or 1)
    except (OSError, AttributeError):  # Windows knows no such number
        return -1.0
