"""A run is a folder: `config.json`, `records.jsonl`, and checkpoints that a power cut cannot spoil.

Whoever trains opens the folder with `Run` and is alone in writing to it; everyone may read it at any time with
`read_facts` and `read_records`.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, cast

import torch

from core.digits.recipe import Config
from core.digits.record import Record, from_line, to_line

CONFIG, RECORDS, LOCK = "config.json", "records.jsonl", "lock"
KEPT = 2  # checkpoints: the last, and the one before in case that is damaged


class RunError(Exception):
    """Why a run's folder cannot be used, in one sentence that says what to do."""


class Run:
    """The folder of a run, open for writing by this process alone: `with Run(folder, config, facts) as run:`.

    `facts` is what else is to be remembered: versions, device, threads. With `resume` a run that is there goes on,
    otherwise a folder that has one is refused. `notes` are sentences for the user about what was found.

    Raises RunError for a folder that is in use, has another run, or cannot be written to.
    """

    def __init__(self, folder: Path, config: Config, facts: dict[str, Any], resume: bool = False) -> None:
        self.folder = folder
        self.notes: list[str] = []
        with self._explained():
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(folder)
            try:
                self._begin(config, facts, resume)
                self._records = open(folder / RECORDS, "ab", buffering=0)  # noqa: SIM115  # closed by close()
            except BaseException:
                self._lock.close()
                raise

    def _begin(self, config: Config, facts: dict[str, Any], resume: bool) -> None:
        if not (self.folder / CONFIG).exists():
            if _checkpoints(self.folder) or (self.folder / RECORDS).exists():
                raise RunError(f"{self.folder} has parts of a run but no {CONFIG}: name another folder.")
            content = json.dumps({"config": asdict(config), **facts}, indent=2)
            _write(self.folder / CONFIG, content.encode())
        elif not resume:
            raise RunError(f"{self.folder} already has a run: add --resume to go on with it, or name another folder.")
        elif (stored := read_config(self.folder)) != config:
            raise RunError(f"{self.folder} is a run with other settings: {_difference(stored, config)}.")

    def write(self, record: Record) -> None:
        """Appends one record. Raises RunError if it cannot be written, a full disk for example."""
        with self._explained():
            line = memoryview(to_line(record).encode())
            while line:  # an unbuffered file may take a part only
                line = line[self._records.write(line) :]

    def save(self, state: dict[str, Any]) -> Path:
        """Writes a checkpoint of `state` and of how many records belong to it, and drops the one before the last.

        Raises RunError if it cannot be written; the checkpoints that are there stay.
        """
        with self._explained():
            os.fsync(self._records.fileno())  # a checkpoint must not outlive the records before it
            buffer = io.BytesIO()
            torch.save({"state": state, "records": (self.folder / RECORDS).stat().st_size}, buffer)
            content = buffer.getvalue()
            name = f"checkpoint-{_number(self.folder) + 1:06d}-{sha256(content).hexdigest()[:16]}.pt"
            _write(self.folder / name, content)
            for old in _checkpoints(self.folder)[:-KEPT]:
                old.unlink()
        return self.folder / name

    def restore(self) -> dict[str, Any] | None:
        """The state of the last good checkpoint, or None if there is none; later records are cut off.

        Raises RunError if there are checkpoints and all are damaged.
        """
        with self._explained():
            found = _checkpoints(self.folder)
            for path in reversed(found):
                saved = _read(path)
                if saved is not None and saved["records"] <= (self.folder / RECORDS).stat().st_size:
                    self._records.truncate(saved["records"])
                    return cast(dict[str, Any], saved["state"])
                self.notes.append(f"{path.name} is damaged; the checkpoint before it is used.")
            if found:
                raise RunError(f"All checkpoints in {self.folder} are damaged: start anew in another folder.")
            self._records.truncate(0)
            return None

    def close(self) -> None:
        self._records.close()
        self._lock.close()  # which unlocks it; so does the end of the process, however it comes

    def __enter__(self) -> Run:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise RunError(
                f"{self.folder} cannot be written to ({reason}): what was saved is safe; make room there and add"
                " --resume, or name another folder."
            ) from error


def read_facts(folder: Path) -> dict[str, Any]:
    """Everything in config.json. Raises RunError if it is missing or broken."""
    try:
        facts = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        if not isinstance(facts, dict) or not isinstance(facts.get("config"), dict):
            raise ValueError("it has no settings")
    except (OSError, ValueError) as error:
        raise RunError(f"{folder / CONFIG} cannot be read ({error}).") from error
    return facts


def read_config(folder: Path) -> Config:
    """The settings of a run. Raises RunError if they are missing, broken or another version's."""
    try:
        return Config.from_json(read_facts(folder)["config"])
    except (TypeError, ValueError) as error:
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
    return sorted(folder.glob("checkpoint-*-*.pt"))


def _number(folder: Path) -> int:
    return max((int(path.name.split("-")[1]) for path in _checkpoints(folder)), default=0)


def _read(path: Path) -> dict[str, Any] | None:
    """A checkpoint's content, or None if it is not what its name says it is."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if sha256(content).hexdigest()[:16] != path.stem.split("-")[2]:
        return None
    return cast(dict[str, Any], torch.load(io.BytesIO(content), weights_only=True, map_location="cpu"))


def _write(path: Path, content: bytes) -> None:
    """Writes a file so that at every moment, power cuts included, either all of it is there or none."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with open(beside, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    if os.name == "posix":  # the new name must reach the disk, too
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _locked(folder: Path) -> io.BufferedWriter:
    """The folder's lock, held until it is closed or the process ends. Raises RunError if another process has it."""
    file = open(folder / LOCK, "wb")  # noqa: SIM115  # open as long as it is locked
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise RunError(f"{folder} is in use by another process: wait for it, or name another folder.") from error
    return file


def _difference(stored: Config, asked: Config) -> str:
    old, new = asdict(stored), asdict(asked)
    return ", ".join(f"{name} was {old[name]}, not {new[name]}" for name in old if old[name] != new[name])
