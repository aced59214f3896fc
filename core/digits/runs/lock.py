"""Who trains a run: a lock that ends with its process, however that ends, and is signed with the process' name.

Looking at the lock never keeps a process from taking it: whoever looks shares it for a moment, and whoever takes it
waits for such moments to pass. A process may inherit the lock of its run, taken for it by the one who starts it, so
that there is no moment between start and lock.
"""

from __future__ import annotations

import contextlib
import os
import platform
import random
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from time import monotonic, sleep

from core.errors import RunError

LOCK = "lock"
INHERITED = "BACKPROP_LAB_LOCK"  # the environment variable with the number of an inherited lock's file
PROMISED = "0"  # the number of no process
PATIENCE = 1.0  # seconds: far more than all who look at the same time need
FAR = 1 << 30  # on Windows a locked byte cannot be read: lock one that is never there


class InUse(RunError):
    """Another process has the lock."""


@dataclass(frozen=True)
class Seen:
    """The lock at one moment: `held` or not, and by which process, or the last one that ended without releasing it.

    `by` is the process' `identity`, empty after an orderly end.
    """

    held: bool
    by: str


class Lock:
    """The lock of a run's folder, held until it is closed or this process ends. Raises InUse, and OSError."""

    def __init__(self, folder: Path) -> None:
        self.file = _inherited(folder / LOCK)
        if self.file < 0:
            self.file = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _take(self.file)
        except OSError as error:
            os.close(self.file)
            raise InUse(f"{folder} is in use by another process: wait for it, or name another folder.") from error

    def sign(self, process: int) -> None:
        """Says which process has it, by its number."""
        self._write(identity(process).encode())

    def promise(self) -> None:
        """Says that a process is about to have it, whose number is not known yet."""
        self._write(PROMISED.encode())

    def release(self) -> None:
        """Lets go of it after an orderly end, which leaves the file empty."""
        with contextlib.suppress(OSError):
            self._write(b"")
        self.close()

    def close(self) -> None:
        """Lets go of it; a process that inherited it still holds it."""
        if self.file >= 0:
            os.close(self.file)
        self.file = -1

    def _write(self, content: bytes) -> None:
        os.lseek(self.file, 0, os.SEEK_SET)
        os.write(self.file, content)
        os.ftruncate(self.file, len(content))


def look(folder: Path) -> Seen:
    """Whether a process has the lock. In a folder without a lock file none has."""
    try:
        file = os.open(folder / LOCK, os.O_RDONLY)
    except OSError:
        return Seen(False, "")
    try:
        held = not _shared(file)
        return Seen(held, os.read(file, 100).decode("ascii", "replace"))
    except OSError:  # a folder in its place
        return Seen(False, "")
    finally:
        os.close(file)


def held(folder: Path) -> bool:
    """Whether a process has the lock, as cheaply as that can be known: an orderly end leaves an empty file."""
    try:
        return os.stat(folder / LOCK).st_size > 0 and look(folder).held
    except OSError:
        return False


def send(folder: Path, number: int) -> bool:
    """Sends a signal to the process that has the lock. False if there is none, or it is not to be found."""
    seen = look(folder)
    process = seen.by.split(" ")[0]
    if not seen.held or not process.isdigit() or int(process) == 0:  # 0 would be this whole group of processes
        return False
    if identity(int(process)) != seen.by:  # the number was given to another process since
        return False
    try:
        os.kill(int(process), number)
    except (OSError, OverflowError):
        return False
    return True


def identity(process: int) -> str:
    """A process' number, when it started, and on which machine: numbers are used again, and by every machine.

    Where the system does not say when a process started, that is "-".
    """
    try:
        after_name = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
        started = after_name.split()[19]  # proc(5): field 22, the third comes first here
    except (OSError, IndexError):
        started = "-"
    return f"{process} {started} {machine()}"


@cache
def machine() -> str:
    """A mark for this machine since it was started, which says nothing about it to whoever downloads a run."""
    try:
        started = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
    except OSError:
        started = ""
    return sha256(f"{platform.node()} {started}".encode()).hexdigest()[:8]


def machine_of(process: str) -> str:
    """The mark of the machine in a process' `identity`, "" if there is none."""
    return process.split(" ")[2] if process.count(" ") == 2 else ""


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """Waits until nobody else, of this process' threads too, is inside with the same file. Raises OSError."""
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(file, FAR, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def _inherited(path: Path) -> int:
    """The open file that this process inherited, if it is that lock's, or -1."""
    number = os.environ.get(INHERITED, "")
    try:
        if not number.isdigit() or not os.path.samestat(os.stat(path), os.fstat(int(number))):
            return -1
    except OSError:
        return -1
    del os.environ[INHERITED]
    os.set_inheritable(int(number), False)
    return int(number)


def _take(file: int) -> None:
    end = monotonic() + PATIENCE
    while True:
        try:
            return _lock(file)
        except OSError:
            if monotonic() > end or (sys.platform != "win32" and not _shared(file)):
                raise
        sleep(random.uniform(0.001, 0.005))  # somebody only looks


if sys.platform == "win32":
    SIGKILL = signal.SIGTERM  # which ends a process there at once

    def _lock(file: int) -> None:
        import msvcrt

        os.lseek(file, FAR, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(file, 0, os.SEEK_SET)

    def _shared(file: int) -> bool:
        """Windows knows no shared locks here: whoever looks takes it for a moment."""
        import msvcrt

        try:
            _lock(file)
        except OSError:
            return False
        os.lseek(file, FAR, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)
        os.lseek(file, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    SIGKILL = signal.SIGKILL

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _shared(file: int) -> bool:
        """True if no process has the lock for itself alone."""
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return False
        fcntl.flock(file, fcntl.LOCK_UN)
        return True
