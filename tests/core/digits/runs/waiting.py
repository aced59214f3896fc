"""Waiting for what other processes do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep


def until(true: Callable[[], bool], seconds: float = 120.0, pause: float = 0.02) -> float:
    """Waits until something is true, and returns how long that took."""
    begin = monotonic()
    while not true():
        assert monotonic() - begin < seconds
        sleep(pause)
    return monotonic() - begin


def lines(folder: Path) -> int:
    try:
        return (folder / "records.jsonl").read_bytes().count(b"\n")
    except OSError:
        return 0
