"""Waiting for what is meant, never for a time."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, sleep

PATIENCE = 300.0  # seconds, after which something hangs: nothing takes that long, not even on a busy machine


def until(true: Callable[[], object], pause: float = 0.02, wait: Callable[[float], object] = sleep) -> None:
    """Waits until something is true, looking again and again with a pause in seconds between."""
    begin = monotonic()
    while not true():
        assert monotonic() - begin < PATIENCE, "it never came true"
        wait(pause)
