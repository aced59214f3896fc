"""The folder of runs: whose they are, their names, and what becomes of those that are thrown away.

A run is found by the name of its folder, its id, which nobody can guess if the shelf made it. Only `list`, `find` and
`deleted` ask who wants to know; all else takes a card, and nobody has a card who has not been asked.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from time import time
from typing import Any

from core.digits.runs import atomic
from core.digits.runs.atomic import RunError, explained
from core.digits.runs.lock import InUse, Lock, alone
from core.digits.runs.metadata import CARD, ID, Card, now, read_card, tidy, write_card
from core.digits.runs.run import CONFIG
from core.digits.training.config import Config

TRASH = ".trash"
KEPT = timedelta(days=1)  # in the trash


class NoSuchRun(KeyError):
    """There is no run of that name for this visitor; whether for another is nobody's business."""

    def __str__(self) -> str:
        return "There is no such run here: it was deleted, or it is another visitor's."


class Shelf:
    """The runs in the folder `root`, which is made with the first run."""

    def __init__(self, root: Path = Path("runs")) -> None:
        self.root = root.absolute()
        self._read: dict[str, tuple[tuple[int, ...], Card]] = {}  # cards as they were when their files were such

    def list(self, visitor: str, classroom: bool = False) -> tuple[Card, ...]:
        """The visitor's runs and everyone's, the newest first; in a classroom all."""
        mine = [card for card in self.all() if _may(card, visitor, classroom)]
        return tuple(sorted(mine, key=lambda card: (card.created, card.id), reverse=True))

    def find(self, id: str, visitor: str, classroom: bool = False) -> Card:
        """The run with this id. Raises NoSuchRun also for a run that is not the visitor's."""
        if ID.fullmatch(id):
            card = self._card(self.root / id)
            if card is not None and _may(card, visitor, classroom):
                return card
        raise NoSuchRun(id)

    def all(self) -> tuple[Card, ...]:
        """Every run, for those who look after them."""
        return self._cards(self.root)

    def folder(self, id: str) -> Path:
        """The folder of a run. Raises NoSuchRun."""
        if not ID.fullmatch(id) or not _is_run(self.root / id):
            raise NoSuchRun(id)
        return self.root / id

    def create(self, config: Config, owner: str = "", name: str = "", group: str = "") -> Card:
        """A new run, which nobody wants to train yet. Raises RunError if it cannot be written."""
        card = Card(secrets.token_hex(16), tidy(name), owner, now(), group)
        with explained(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            beside = self.root / f".{card.id}"  # a run is seen when it is complete
            beside.mkdir()
            try:
                atomic.write(beside / CONFIG, json.dumps({"config": asdict(config)}, indent=2).encode())
                write_card(beside, card)
                beside.rename(self.root / card.id)
            except BaseException:
                shutil.rmtree(beside, ignore_errors=True)
                raise
        return card

    def rename(self, card: Card, name: str) -> Card:
        """The run under another name. Raises NoSuchRun, and RunError if it cannot be written."""
        return self.change(card.id, name=tidy(name))

    def change(self, id: str, **values: Any) -> Card:
        """The card with other values, kept. Raises NoSuchRun, and RunError if it cannot be written."""
        with self.alone():
            return self.put(replace(read_card(self.folder(id)), **values))

    def put(self, card: Card) -> Card:
        """Keeps a card: only while `alone`. Raises NoSuchRun, and RunError if it cannot be written."""
        folder = self.folder(card.id)
        with explained(folder):
            write_card(folder, card)
        return card

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """No other thread or process changes a card meanwhile. Keep it short."""
        with explained(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            inside = alone(self.root / ".lock")
            inside.__enter__()
        try:
            yield
        finally:
            inside.__exit__(None, None, None)

    def delete(self, card: Card) -> Card:
        """Puts a run into the trash, from which `undo` takes it. Raises NoSuchRun, and RunError while it trains."""
        with self.alone():
            folder = self.folder(card.id)
            with explained(folder):
                try:
                    lock = Lock(folder)
                except InUse as error:
                    raise RunError("This run is still training: stop it first, then delete it.") from error
                try:
                    found = self.put(replace(read_card(folder), wanted="", ticket=0))
                    os.utime(folder)  # when it was thrown away
                    (self.root / TRASH).mkdir(exist_ok=True)
                    folder.rename(self.root / TRASH / card.id)
                finally:
                    lock.close()
        return found

    def undo(self, card: Card) -> Card:
        """Takes a run out of the trash. Raises NoSuchRun if it is not there any more."""
        with self.alone():
            trashed = self.root / TRASH / card.id
            if not ID.fullmatch(card.id) or not _is_run(trashed) or (self.root / card.id).exists():
                raise NoSuchRun(card.id)
            with explained(self.root):
                trashed.rename(self.root / card.id)
            return read_card(self.root / card.id)

    def deleted(self, visitor: str, classroom: bool = False) -> tuple[Card, ...]:
        """The visitor's runs in the trash."""
        return tuple(card for card in self._cards(self.root / TRASH) if _may(card, visitor, classroom))

    def empty_trash(self, older: timedelta = KEPT) -> int:
        """Deletes for good what was thrown away longer ago. Returns how many runs."""
        gone = 0
        for path in _folders(self.root / TRASH):
            with contextlib.suppress(OSError):  # another may be emptying it
                if path.stat().st_mtime <= time() - older.total_seconds():
                    shutil.rmtree(path)
                    gone += 1
        return gone

    def _cards(self, place: Path) -> tuple[Card, ...]:
        return tuple(card for folder in _folders(place) if (card := self._card(folder)) is not None)

    def _card(self, folder: Path) -> Card | None:
        """The card of a run, read only if its file has changed; None if that is no run."""
        if not _is_run(folder):
            return None
        try:
            found = (folder / CARD).stat()
        except OSError:
            return read_card(folder)
        state = (found.st_mtime_ns, found.st_size, found.st_ino)
        known = self._read.get(str(folder))
        if known is None or known[0] != state:
            known = self._read[str(folder)] = (state, read_card(folder))
        return known[1]


def _may(card: Card, visitor: str, classroom: bool) -> bool:
    return classroom or card.owner in ("", visitor)


def _is_run(folder: Path) -> bool:
    """A folder with a run in it, really here: links lead elsewhere."""
    try:
        return stat.S_ISDIR(os.lstat(folder).st_mode) and stat.S_ISREG(os.stat(folder / CONFIG).st_mode)
    except OSError:
        return False


def _folders(place: Path) -> Iterator[Path]:
    """What may be runs, by their names."""
    with contextlib.suppress(OSError):
        yield from (place / name for name in sorted(os.listdir(place)) if ID.fullmatch(name))
