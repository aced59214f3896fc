"""The work of the one foreman of a shelf who leads: whose turn it is begins, who shall not go on ends."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from time import monotonic

from core.digits.runs import lock
from core.digits.runs.atomic import RunError
from core.digits.runs.metadata import PAUSE, STOP, TRAIN, Card, queue
from core.digits.runs.status import FAILED, FINISHED, Status, read_status, write_status
from core.digits.runs.store import NoSuchRun, Shelf
from core.digits.scheduler.idle import Watch
from core.digits.scheduler.workers import Crew

BETWEEN_EMPTYINGS = 3600.0  # seconds
SERVER_GONE = "The server was ended meanwhile."
SERVER_ENDED = "The server was ended."


class Lead:
    """Leads the runs of a shelf until it is closed: `crew` trains at most `at_once` of them at the same time.

    A run that nobody looks at for so long is paused; `timedelta(0)` is for ever. `command` says what trains the run
    with an id, and raises RunError where nothing can. For one thread at a time.

    Raises lock.InUse while another leads, and RunError, NoSuchRun or OSError where runs cannot be written to.
    """

    def __init__(
        self, shelf: Shelf, crew: Crew, at_once: int, unwatched: timedelta, command: Callable[[str], list[str]]
    ) -> None:
        self.shelf = shelf
        self.crew = crew
        self.at_once = at_once
        self.unwatched = unwatched
        self.command = command
        self._watch = Watch()
        self._emptied = -BETWEEN_EMPTYINGS
        desk = shelf.root / ".foreman"
        desk.mkdir(parents=True, exist_ok=True)
        self._lock = lock.Lock(desk)
        try:
            self._take_over()
        except BaseException:
            self._lock.close()
            raise

    def _take_over(self) -> None:
        """What was being trained when nobody led, and is not any more, was ended with its server."""
        for card in self.shelf.all():
            folder = self.shelf.root / card.id
            ended = not lock.held(folder) and read_status(folder).state not in (FINISHED, FAILED)
            if card.wanted == TRAIN and ended:
                self.shelf.change(card.id, wanted=PAUSE, reason=SERVER_GONE, ticket=0)

    def look(self) -> None:
        """Looks around once, and does what is to be done."""
        cards = self.shelf.all()
        self.crew.count(card.id for card in cards)
        for card in cards:
            if card.id not in self.crew.alive:
                continue
            if card.wanted in (PAUSE, STOP):
                self.crew.end(card.id)
            elif card.wanted == TRAIN and self._forgotten(card.id):
                self._pause(card.id)
        self.crew.hurry()
        if len(self.crew.alive) < self.at_once and any(card.queued for card in cards):
            self._start_next()
        if monotonic() - self._emptied > BETWEEN_EMPTYINGS:
            self._emptied = monotonic()
            self.shelf.empty_trash()

    def close(self) -> None:
        """Ends what is being trained, saved, within seconds; another may lead then."""
        cards = [card for card in self.shelf.all() if card.wanted == TRAIN]  # so not those of terminals
        ours = [card.id for card in cards if card.queued or self.crew.works(card.id)]
        for id in ours:
            with contextlib.suppress(RunError, NoSuchRun):
                self.shelf.change(id, wanted=PAUSE, reason=SERVER_ENDED, ticket=0)
        self.crew.end_all(ours)
        self._lock.close()

    def _forgotten(self, id: str) -> bool:
        seconds = self._watch.alone_for(self.shelf.root / id)
        return bool(self.unwatched) and seconds > self.unwatched.total_seconds()

    def _pause(self, id: str) -> None:
        minutes = f"{self.unwatched.total_seconds() / 60:g}"
        reason = f"Nobody has looked at this run for {minutes} minutes."
        try:
            self.shelf.change(id, wanted=PAUSE, reason=reason, ticket=0)
        finally:
            self.crew.end(id)

    def _start_next(self) -> None:
        """Starts those whose turn it is; alone, so that no other foreman starts any at the same time."""
        with self.shelf.alone():
            for card in queue(self.shelf.all()):
                folder = self.shelf.root / card.id
                if len(self.crew.alive) >= self.at_once:
                    return
                try:
                    held = lock.Lock(folder)  # the process is born with it
                except lock.InUse:
                    continue  # it has not ended yet, or somebody trains it in a terminal
                try:
                    words = self.command(card.id)
                    self.shelf.put(replace(card, ticket=0))
                    self.crew.start(card.id, words, held)
                    held.close()
                except (OSError, RunError) as error:
                    self._refuse(card, str(error))
                    held.release()

    def _refuse(self, card: Card, sentence: str) -> None:
        """A run that could not be started waits no longer."""
        status = Status(FAILED, f"The training could not be started: {sentence}")
        try:
            self.shelf.put(replace(card, ticket=0))
            write_status(self.shelf.root / card.id, status.state, status.sentence, "")
        except (OSError, RunError, NoSuchRun):
            self.crew.untold[card.id] = status
