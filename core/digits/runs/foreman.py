"""Starts and ends the processes that train, in the order in which they were asked for.

What shall be done stands on the cards of the shelf, so it outlives every session and every server. Of several foremen
of one shelf, one leads and acts; the others write on the cards what they want, and one of them leads when it is gone.
"""

from __future__ import annotations

import atexit
import contextlib
import sys
import threading
import traceback
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from time import monotonic

from core.digits.flags import PROGRAM, command
from core.digits.runs import lock
from core.digits.runs.card import PAUSE, STOP, TRAIN, Card
from core.digits.runs.crew import GRACE, Crew
from core.digits.runs.durable import RunError
from core.digits.runs.house import cores
from core.digits.runs.run import begun, read_config
from core.digits.runs.shelf import NoSuchRun, Shelf
from core.digits.runs.status import FAILED, FINISHED, NEW, PAUSED, STOPPED, WAITING, Status, read_status, write_status
from core.digits.runs.watch import Watch

LOOKS = 0.2  # seconds between two looks around
BETWEEN_EMPTYINGS = 3600.0  # seconds
SERVER_GONE = "The server was ended meanwhile."
SERVER_ENDED = "The server was ended."


class Foreman:
    """Looks after the runs of a shelf, at most `at_once` of them at the same time, in a thread of its own.

    A run that nobody `watched` for so long is paused; `timedelta(0)` is for ever. `program` is what trains.
    `problem` is a sentence about what kept it from its work at the last look, "" if nothing did.
    """

    def __init__(
        self,
        shelf: Shelf,
        at_once: int | None = None,
        unwatched: timedelta = timedelta(minutes=30),
        program: Sequence[str] = PROGRAM,
    ) -> None:
        self.shelf = shelf
        self.at_once = at_once or max(1, cores() // 2)
        self.unwatched = unwatched
        self.program = tuple(program)
        self.problem = ""
        self._leading: lock.Lock | None = None
        self._crew = Crew(shelf.root)
        self._watch = Watch()
        self._emptied = -BETWEEN_EMPTYINGS
        self._mind = threading.RLock()
        self._wake = threading.Event()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="foreman", daemon=True)
        with contextlib.suppress(OSError, RunError, NoSuchRun):  # else the thread says why
            self._leading = self._lead()
        atexit.register(self.close)
        self._thread.start()

    # what visitors want

    def start(self, id: str) -> None:
        """Lets a run begin, or go on, when its turn comes. Does nothing to one that trains, waits, or is finished.

        Raises NoSuchRun, and RunError if it cannot be written.
        """
        folder = self.shelf.folder(id)
        with self.shelf.alone():
            cards = {card.id: card for card in self.shelf.all()}
            if (card := cards.get(id)) is None:
                raise NoSuchRun(id)
            trains = lock.held(folder) and card.wanted not in (PAUSE, STOP)
            if trains or card.queued or read_status(folder).state == FINISHED:
                return
            ticket = 1 + max(other.ticket for other in cards.values())
            self.shelf.put(replace(card, wanted=TRAIN, reason="", ticket=ticket))
        self._wake.set()

    resume = start

    def pause(self, id: str, reason: str = "") -> None:
        """Ends the process of a run, which is saved first, within seconds. Raises NoSuchRun, RunError."""
        self._want(id, PAUSE, reason)

    def stop(self, id: str) -> None:
        """The same, for a run that need not go on, though it can. Raises NoSuchRun, RunError."""
        self._want(id, STOP, "")

    def watched(self, id: str) -> None:
        """Somebody looks at this run. Costs next to nothing."""
        with contextlib.suppress(NoSuchRun):
            self._watch.touch(self.shelf.folder(id))

    # what visitors see

    def status(self, id: str) -> Status:
        """How a run is doing: what its folder tells, its place in the queue, why it was paused. Raises NoSuchRun."""
        card = self.shelf.find(id, "", classroom=True)
        found = read_status(self.shelf.folder(id))
        if found.alive:
            return found
        if place := self.place(id):
            turn = "It is the next." if place == 1 else f"It is number {place} in the queue."
            return Status(WAITING, f"{turn} At most {self.at_once} train at the same time.")
        found = self._crew.untold.get(id, found)
        if found.state in (NEW, PAUSED) and card.wanted == STOP:
            return replace(found, state=STOPPED, sentence="Stopped. It can go on from the last checkpoint.")
        if found.state in (NEW, PAUSED) and card.wanted == PAUSE:
            return replace(found, state=PAUSED, sentence=card.reason or "Paused. Resume goes on where it was.")
        return found

    def place(self, id: str) -> int:
        """Which one in the queue a run is, 1 the next; 0 if it does not wait."""
        queue = self._queue(self.shelf.all())
        return next((place for place, card in enumerate(queue, start=1) if card.id == id), 0)

    def command(self, id: str) -> list[str]:
        """The command that a run is trained with. Raises NoSuchRun, and RunError if its settings are broken."""
        folder = self.shelf.folder(id)
        config = read_config(folder)
        config = replace(config, threads=config.threads or max(1, cores() // self.at_once))
        return command(folder, config, begun(folder), self.program)

    # the work

    def close(self) -> None:
        """Ends what is being trained, saved, within seconds; each can be resumed later."""
        with self._mind:
            if self._closed:
                return
            self._closed = True
            self._wake.set()
            if self._leading:
                cards = [card for card in self.shelf.all() if card.wanted == TRAIN]  # so not those of terminals
                ours = [card.id for card in cards if card.queued or self._crew.works(card.id)]
                for id in ours:
                    with contextlib.suppress(RunError, NoSuchRun):
                        self.shelf.change(id, wanted=PAUSE, reason=SERVER_ENDED, ticket=0)
                self._crew.end_all(ours)
                self._leading.close()
        atexit.unregister(self.close)
        if self._thread is not threading.current_thread():
            self._thread.join(GRACE)

    def _work(self) -> None:
        while not self._closed:
            try:
                with self._mind:
                    self._leading = self._leading or self._lead()
                    if self._leading and not self._closed:
                        self._look()
                self.problem = ""
            except Exception as error:  # whatever happens to one run, the others need their foreman
                sentence = f"The runs cannot be looked after ({error})."
                if sentence != self.problem:
                    traceback.print_exc(file=sys.stderr)
                self.problem = sentence
            self._wake.wait(LOOKS)
            self._wake.clear()

    def _lead(self) -> lock.Lock | None:
        """Takes the lead if nobody has it, and finds out what became of the runs meanwhile. Raises OSError."""
        desk = self.shelf.root / ".foreman"
        desk.mkdir(parents=True, exist_ok=True)
        try:
            leading = lock.Lock(desk)
        except lock.InUse:
            return None
        try:
            for card in self.shelf.all():
                folder = self.shelf.root / card.id
                ended = not lock.held(folder) and read_status(folder).state not in (FINISHED, FAILED)
                if card.wanted == TRAIN and ended:
                    self.shelf.change(card.id, wanted=PAUSE, reason=SERVER_GONE, ticket=0)
        except (RunError, NoSuchRun, OSError):
            leading.close()
            raise
        return leading

    def _look(self) -> None:
        cards = self.shelf.all()
        self._crew.count(card.id for card in cards)
        for card in cards:
            if card.id not in self._crew.alive:
                continue
            if card.wanted in (PAUSE, STOP):
                self._crew.end(card.id)
            elif card.wanted == TRAIN and self._forgotten(card.id):
                minutes = f"{self.unwatched.total_seconds() / 60:g}"
                self.pause(card.id, f"Nobody has looked at this run for {minutes} minutes.")
        self._crew.hurry()
        if len(self._crew.alive) < self.at_once and any(card.queued for card in cards):
            self._start_next()
        if monotonic() - self._emptied > BETWEEN_EMPTYINGS:
            self._emptied = monotonic()
            self.shelf.empty_trash()

    def _forgotten(self, id: str) -> bool:
        seconds = self._watch.alone_for(self.shelf.root / id)
        return bool(self.unwatched) and seconds > self.unwatched.total_seconds()

    def _queue(self, cards: Sequence[Card]) -> list[Card]:
        return sorted((card for card in cards if card.queued), key=lambda card: (card.ticket, card.id))

    def _start_next(self) -> None:
        """Starts those whose turn it is; alone, so that no other foreman starts any at the same time."""
        with self.shelf.alone():
            for card in self._queue(self.shelf.all()):
                folder = self.shelf.root / card.id
                if len(self._crew.alive) >= self.at_once:
                    return
                try:
                    held = lock.Lock(folder)  # the process is born with it
                except lock.InUse:
                    continue  # it has not ended yet, or somebody trains it in a terminal
                try:
                    words = self.command(card.id)
                    self.shelf.put(replace(card, ticket=0))
                    self._crew.start(card.id, words, held)
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
            self._crew.untold[card.id] = status

    def _want(self, id: str, wanted: str, reason: str) -> None:
        try:
            self.shelf.change(id, wanted=wanted, reason=reason, ticket=0)
        finally:
            with self._mind:
                if self._leading and not self._closed:
                    self._crew.end(id)
        self._wake.set()
