"""Files that are whole at every moment, and the error that says why one could not be written."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from core.errors import RunError


def write(path: Path, content: bytes, lasting: bool = True) -> None:
    """Writes a file so that at every moment either all of it is there or what was there before.

    With `lasting` that holds for power cuts too, at the price of waiting for the disk. Raises OSError.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")  # two processes must not write the same one
    try:
        with open(temporary, "wb") as file:
            file.write(content)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    if lasting and os.name == "posix":  # the new name must reach the disk, too
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def overwrite(path: Path, content: bytes) -> None:
    """Writes into the place that a small file already has, which works on most full disks. Raises OSError."""
    with open(path, "r+b", buffering=0) as file:
        file.write(content)
        file.truncate()


@contextlib.contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turns what the system says about writing into a RunError with a remedy."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        safe = f"{folder} cannot be written to ({reason}): what was saved is safe"
        raise RunError(
            f"{safe}; make room there and add --resume, or name another folder.",
            f"{safe}, and resume goes on from the last checkpoint when that is mended.",
        ) from error
