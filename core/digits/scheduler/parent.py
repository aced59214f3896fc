"""A process that is to end with the one that started it: on a machine of a cluster nobody else could end it."""

from __future__ import annotations

import os
import signal
from threading import Thread
from time import sleep

from core.digits.runs.lock import SIGKILL

PARENT = "BACKPROP_LAB_PARENT"  # the environment variable with the number of the process to end with
GRACE = 5.0  # seconds from the request to end to the end
BETWEEN_LOOKS = 0.3  # seconds


def end_with_parent() -> None:
    """From now on asks this process to end when its parent is gone, and ends it after GRACE seconds more.

    Does nothing unless the environment names the parent.
    """
    parent = os.environ.pop(PARENT, "")
    if parent.isdigit():
        Thread(target=_wait_for_end, args=(int(parent),), name="parent", daemon=True).start()


def _wait_for_end(parent: int) -> None:
    while os.getppid() == parent:  # an orphan has another one
        sleep(BETWEEN_LOOKS)
    os.kill(os.getpid(), signal.SIGTERM)
    sleep(GRACE)
    os.kill(os.getpid(), SIGKILL)
