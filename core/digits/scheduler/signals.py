"""Ctrl-C and the request to end (SIGTERM), answered when nothing is lost by it, and always within a second."""

from __future__ import annotations

import _thread
import contextlib
import signal
import sys
from collections.abc import Iterator
from threading import Timer, main_thread
from types import FrameType
from typing import Any

PATIENCE = 0.6  # seconds that a signal waits for the next record


class Stopped(KeyboardInterrupt):
    """The training is to end now. Not an Exception: nothing that mends errors shall catch it."""


def _again(number: int) -> None:
    """The same signal once more, a real one: it wakes the main thread also where that waits for something."""
    if sys.platform == "win32":
        _thread.interrupt_main(number)
    else:
        signal.pthread_kill(main_thread().ident or 0, number)


class Interruption:
    """While it is open, a signal ends the training: at once before the first `at_once` and inside it with `now`.

    Elsewhere the next record is waited for; but after PATIENCE seconds, or at a second signal, it is at once all the
    same. `asked` tells whether there was a signal. With `patient` only a second signal cuts anything short: the
    processes of a group must stop together.
    """

    def __init__(self) -> None:
        self.asked = False
        self.patient = False
        self._at_once = True
        self._timer: Timer | None = None
        self._before: dict[signal.Signals, Any] = {}

    def _ask(self, number: int, frame: FrameType | None) -> None:
        if self.asked or (self._at_once and not self.patient):
            self.asked = True
            raise Stopped
        self.asked = True
        if not self.patient:
            self._timer = Timer(PATIENCE, _again, (number,))
            self._timer.daemon = True
            self._timer.start()

    @contextlib.contextmanager
    def at_once(self, now: bool) -> Iterator[None]:
        """With `now`, raises Stopped at a signal, also at one that has come already: for where all is saved."""
        self._at_once = now
        try:
            if now and self.asked and not self.patient:
                raise Stopped
            yield
        finally:
            self._at_once = False

    def answered(self) -> None:
        """The signal is being answered: no need to come back to it."""
        if self._timer:
            self._timer.cancel()

    def __enter__(self) -> Interruption:
        self._before = {number: signal.signal(number, self._ask) for number in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_: object) -> None:
        self.answered()
        for number, handler in self._before.items():
            signal.signal(number, handler)
