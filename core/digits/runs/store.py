"""The folder of runs: whose they are, their names, and what becomes of those that are thrown away.

A run is found by its id, the name of its folder, which nobody can guess if the run store made it. Only `list`, `find`
and `deleted` ask which visitor wants to know; all else takes metadata, which a visitor can only have got from these.
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
from core.digits.runs.atomic import explained
from core.digits.runs.lock import InUse, Lock, alone
from core.digits.runs.metadata import ID, METADATA, Metadata, now, read_metadata, tidy, write_metadata
from core.digits.runs.run import CONFIG
from core.digits.training.config import Config
from core.errors import NoSuchRun, RunError

TRASH = ".trash"
KEPT = timedelta(days=1)  # in the trash


class RunStore:
    """The runs in the folder `root`, which is made with the first run."""

    def __init__(self, root: Path = Path("runs")) -> None:
        self.root = root.absolute()
        self._read: dict[str, tuple[tuple[int, ...], Metadata]] = {}  # the metadata when their files were such

    def list(self, visitor: str, classroom: bool = False) -> tuple[Metadata, ...]:
        """The visitor's runs and everyone's, the newest first; in a classroom all."""
        mine = [metadata for metadata in self.all() if _may(metadata, visitor, classroom)]
        return tuple(sorted(mine, key=lambda metadata: (metadata.created, metadata.id), reverse=True))

    def find(self, id: str, visitor: str, classroom: bool = False) -> Metadata:
        """The run with this id. Raises NoSuchRun also for a run that is not the visitor's."""
        if ID.fullmatch(id):
            metadata = self._metadata(self.root / id)
            if metadata is not None and _may(metadata, visitor, classroom):
                return metadata
        raise NoSuchRun(id)

    def all(self) -> tuple[Metadata, ...]:
        """Every run, for those who look after them."""
        return self._all_metadata(self.root)

    def folder(self, id: str) -> Path:
        """The folder of a run. Raises NoSuchRun."""
        if not ID.fullmatch(id) or not _is_run(self.root / id):
            raise NoSuchRun(id)
        return self.root / id

    def create(self, config: Config, owner: str = "", name: str = "", group: str = "") -> Metadata:
        """A new run, which nobody wants to train yet. Raises RunError if it cannot be written."""
        metadata = Metadata(secrets.token_hex(16), tidy(name), owner, now(), group)
        with explained(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            temporary = self.root / f".{metadata.id}"  # a run is seen when it is complete
            temporary.mkdir()
            try:
                atomic.write(temporary / CONFIG, json.dumps({"config": asdict(config)}, indent=2).encode())
                write_metadata(temporary, metadata)
                temporary.rename(self.root / metadata.id)
            except BaseException:
                shutil.rmtree(temporary, ignore_errors=True)
                raise
        return metadata

    def rename(self, metadata: Metadata, name: str) -> Metadata:
        """The run under another name. Raises NoSuchRun, and RunError if it cannot be written."""
        return self.change(metadata.id, name=tidy(name))

    def change(self, id: str, **values: Any) -> Metadata:
        """The metadata with other values, written. Raises NoSuchRun, and RunError if it cannot be written."""
        with self.alone():
            return self.put(replace(read_metadata(self.folder(id)), **values))

    def put(self, metadata: Metadata) -> Metadata:
        """Writes metadata: only while `alone`. Raises NoSuchRun, and RunError if it cannot be written."""
        folder = self.folder(metadata.id)
        with explained(folder):
            write_metadata(folder, metadata)
        return metadata

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """No other thread or process changes metadata meanwhile. Keep it short."""
        with contextlib.ExitStack() as inside:
            with explained(self.root):
                self.root.mkdir(parents=True, exist_ok=True)
                inside.enter_context(alone(self.root / ".lock"))
            yield

    def delete(self, metadata: Metadata) -> Metadata:
        """Puts a run into the trash, from which `undo` takes it. Raises NoSuchRun, and RunError while it trains."""
        with self.alone():
            folder = self.folder(metadata.id)
            with explained(folder):
                try:
                    lock = Lock(folder)
                except InUse as error:
                    raise RunError("This run is still training: stop it first, then delete it.") from error
                try:
                    found = self.put(replace(read_metadata(folder), wanted="", ticket=0))
                    os.utime(folder)  # when it was thrown away
                    (self.root / TRASH).mkdir(exist_ok=True)
                    folder.rename(self.root / TRASH / metadata.id)
                finally:
                    lock.close()
        return found

    def undo(self, metadata: Metadata) -> Metadata:
        """Takes a run out of the trash. Raises NoSuchRun if it is not there any more."""
        with self.alone():
            trashed = self.root / TRASH / metadata.id
            if not ID.fullmatch(metadata.id) or not _is_run(trashed) or (self.root / metadata.id).exists():
                raise NoSuchRun(metadata.id)
            with explained(self.root):
                trashed.rename(self.root / metadata.id)
            return read_metadata(self.root / metadata.id)

    def deleted(self, visitor: str, classroom: bool = False) -> tuple[Metadata, ...]:
        """The visitor's runs in the trash."""
        return tuple(each for each in self._all_metadata(self.root / TRASH) if _may(each, visitor, classroom))

    def empty_trash(self, older: timedelta = KEPT) -> int:
        """Deletes for good what was thrown away longer ago. Returns how many runs."""
        gone = 0
        for path in _folders(self.root / TRASH):
            with contextlib.suppress(OSError):  # another may be emptying it
                if path.stat().st_mtime <= time() - older.total_seconds():
                    shutil.rmtree(path)
                    gone += 1
        return gone

    def _all_metadata(self, place: Path) -> tuple[Metadata, ...]:
        return tuple(metadata for folder in _folders(place) if (metadata := self._metadata(folder)) is not None)

    def _metadata(self, folder: Path) -> Metadata | None:
        """The metadata of a run, read only if their file has changed; None if that is no run."""
        if not _is_run(folder):
            return None
        try:
            found = (folder / METADATA).stat()
        except OSError:
            return read_metadata(folder)
        state = (found.st_mtime_ns, found.st_size, found.st_ino)
        known = self._read.get(str(folder))
        if known is None or known[0] != state:
            known = self._read[str(folder)] = (state, read_metadata(folder))
        return known[1]


def _may(metadata: Metadata, visitor: str, classroom: bool) -> bool:
    return classroom or metadata.owner in ("", visitor)


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
