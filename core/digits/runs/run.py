"""A run is a folder: `config.json`, `records.jsonl`, and checkpoints that a power cut cannot spoil.

Whoever trains opens the folder with `Run` and is alone in writing to it; everyone may read it at any time with
`read_facts`, `read_records` and, while it is written, with `reader.Reader`, `status.read_status` and
`snapshots.read_snapshot`.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, cast

import torch

from core.digits.runs.atomic import explained, write
from core.digits.runs.lock import Lock, identity
from core.digits.runs.status import write_status
from core.digits.stored import fits, parsed
from core.digits.training.config import Config
from core.digits.training.failure import out_of_memory
from core.digits.training.records import RECORDS, Record, from_line, to_line
from core.errors import RunError

CONFIG = "config.json"
CHECKPOINT = re.compile(r"checkpoint-[0-9]{6,9}-[0-9a-f]{16}\.pt")  # its number, and the beginning of its SHA-256
KEPT = 2  # checkpoints: the last, and the one before in case that is damaged


class Run:
    """The folder of a run, open for writing by this process alone: `with Run(folder, config, facts) as run:`.

    `facts` is what else is to be remembered: versions, device, threads. With `resume` a run that is there goes on,
    otherwise a folder that has one is refused. `notes` are sentences for the user about what was found.

    Raises RunError for a folder that is in use, has another run, or cannot be written to.
    """

    def __init__(self, folder: Path, config: Config, facts: dict[str, Any], resume: bool = False) -> None:
        self.folder = folder
        self.notes: list[str] = []
        self._records: io.FileIO | None = None
        with explained(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = Lock(folder)
            try:
                self._lock.sign(os.getpid())
                self._begin(config, facts, resume)
            except BaseException:
                self._lock.release()
                raise

    def _begin(self, config: Config, facts: dict[str, Any], resume: bool) -> None:
        for pattern in (".checkpoint-*.part", ".status.json.*.part", ".config.json.*.part", "snapshots/.*.part"):
            for left in self.folder.glob(pattern):  # by a process that was killed while writing
                left.unlink()
        if not begun(self.folder):
            if _checkpoints(self.folder):
                raise RunError(f"{self.folder} has parts of a run but no {RECORDS}: start anew elsewhere.")
            content = json.dumps({"config": asdict(config), **facts}, indent=2)
            write(self.folder / CONFIG, content.encode())
        elif not (self.folder / CONFIG).exists():
            raise RunError(f"{self.folder} has parts of a run but no {CONFIG}: start anew elsewhere.")
        elif not resume:
            raise RunError(f"{self.folder} already has a run: add --resume to go on with it, or name another folder.")
        elif (stored := read_config(self.folder)) != config:
            raise RunError(f"{self.folder} is a run with other settings: {_difference(stored, config)}.")

    def report(self, state: str, sentence: str) -> None:
        """Says how the run is doing, for `status.read_status`. A full disk is no reason to fail here."""
        with contextlib.suppress(OSError):
            write_status(self.folder, state, sentence, identity(os.getpid()))

    def remember(self, facts: dict[str, Any]) -> None:
        """Adds to config.json what is not there yet. Raises RunError if it cannot be written."""
        known = read_facts(self.folder)
        if facts.keys() - known.keys():
            with explained(self.folder):
                write(self.folder / CONFIG, json.dumps({**facts, **known}, indent=2).encode())

    def write(self, record: Record) -> None:
        """Appends one record. Raises RunError if it cannot be written, a full disk for example."""
        with explained(self.folder):
            line = memoryview(to_line(record).encode())
            while line:  # an unbuffered file may take a part only
                line = line[self._open().write(line) :]

    def _open(self) -> io.FileIO:
        """The file of records; with it the run has begun."""
        if self._records is None:
            self._records = open(self.folder / RECORDS, "ab", buffering=0)  # noqa: SIM115  # closed by close()
        return self._records

    def save(self, state: dict[str, Any]) -> Path:
        """Writes a checkpoint of `state` and of how many records belong to it, and drops the one before the last.

        Raises RunError if it cannot be written; the checkpoints that are there stay.
        """
        with explained(self.folder):
            os.fsync(self._open().fileno())  # a checkpoint must not outlive the records before it
            buffer = io.BytesIO()
            torch.save({"state": state, "records": (self.folder / RECORDS).stat().st_size}, buffer)
            content = buffer.getvalue()
            name = f"checkpoint-{_number(self.folder) + 1:06d}-{sha256(content).hexdigest()[:16]}.pt"
            write(self.folder / name, content)
            for old in _checkpoints(self.folder)[:-KEPT]:
                old.unlink()
        return self.folder / name

    def restore(self, load: Callable[[dict[str, Any]], None] | None = None) -> dict[str, Any] | None:
        """The state of the last good checkpoint, or None if there is none; later records are cut off.

        Good is one that `load` takes, if that is given, without an error. Raises RunError if there are checkpoints and
        none is good, or the records are too few for any that is.
        """
        with explained(self.folder):
            found, cut = _checkpoints(self.folder), 0
            for path in reversed(found):
                if (saved := _read(path)) is None or not _loaded(load, saved["state"]):
                    self.notes.append(f"{path.name} is damaged; the checkpoint before it is used.")
                elif saved["records"] > (size := os.fstat(self._open().fileno()).st_size):
                    cut = saved["records"] - size
                    self.notes.append(f"{RECORDS} is too short for {path.name}; the checkpoint before it is used.")
                else:
                    self._open().truncate(saved["records"])
                    return cast(dict[str, Any], saved["state"])
            if cut:
                raise RunError(f"{self.folder / RECORDS} lacks its last {cut:,} bytes: bring them back, or start anew.")
            if found:
                raise RunError(f"All checkpoints in {self.folder} are damaged: start anew.")
            self._open().truncate(0)
            return None

    def close(self) -> None:
        if self._records is not None:
            self._records.close()
        self._lock.release()  # so does the end of the process, however it comes

    def __enter__(self) -> Run:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def begun(folder: Path) -> bool:
    """Whether a training has been here: until then its settings may be changed."""
    return (folder / RECORDS).exists()


def read_facts(folder: Path) -> dict[str, Any]:
    """Everything in config.json. Raises RunError if it is missing or broken."""
    try:
        facts = parsed((folder / CONFIG).read_bytes())
        if not isinstance(facts, dict) or not facts.get("config") or not isinstance(facts["config"], dict):
            raise ValueError("it has no settings")
    except (OSError, ValueError) as error:
        raise RunError(f"{folder / CONFIG} cannot be read ({error}).") from error
    return facts


def read_config(folder: Path) -> Config:
    """The settings of a run. Raises RunError if they are missing, broken or another version's."""
    try:
        return Config.from_json(read_facts(folder)["config"])
    except ValueError as error:
        raise RunError(f"{folder / CONFIG} cannot be used: {error}") from error


def read_records(folder: Path) -> Iterator[Record]:
    """The records so far, while the run goes on as well as after it. Raises RunError if there is no run."""
    try:
        with open(folder / RECORDS, encoding="utf-8") as lines:
            for line in lines:
                if line.endswith("\n"):  # the last one may still be on its way
                    yield from_line(line)
    except (OSError, ValueError) as error:
        raise RunError(f"{folder / RECORDS} cannot be read ({error}).") from error


def read_state(folder: Path) -> dict[str, Any] | None:
    """The state of the last good checkpoint, without touching the run."""
    return next((saved["state"] for path in reversed(_checkpoints(folder)) if (saved := _read(path))), None)


def _checkpoints(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("checkpoint-*") if CHECKPOINT.fullmatch(path.name))


def _number(folder: Path) -> int:
    return max((int(path.name.split("-")[1]) for path in _checkpoints(folder)), default=0)


def _read(path: Path) -> dict[str, Any] | None:
    """A checkpoint's content, or None if it is not what its name says it is, or not what `Run.save` writes."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if sha256(content).hexdigest()[:16] != path.stem.split("-")[2]:
        return None
    try:
        saved = torch.load(io.BytesIO(content), weights_only=True, map_location="cpu")
        good = isinstance(saved["state"], dict) and fits(int, saved["records"])
    except Exception as error:  # there is no end to what a file of anything else may lead to
        if out_of_memory(error):
            raise
        return None
    return saved if good else None


def _loaded(load: Callable[[dict[str, Any]], None] | None, state: dict[str, Any]) -> bool:
    """Whether it could be loaded, if it shall be."""
    try:
        if load is not None:
            load(state)
    except Exception as error:  # a key that is missing, weights of other shapes, and all that torch refuses
        if out_of_memory(error):
            raise
        return False
    return True


def _difference(stored: Config, asked: Config) -> str:
    old, new = asdict(stored), asdict(asked)
    return ", ".join(f"{name} was {old[name]}, not {new[name]}" for name in old if old[name] != new[name])
