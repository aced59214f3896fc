"""A run as one file to take home: a zip of all that is worth keeping, and of nothing that is private to the server."""

from __future__ import annotations

import io
import json
import os
import stat
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import IO

from core.digits.runs.metadata import METADATA, Metadata
from core.digits.runs.redaction import file_name, redacted, words_for_places
from core.digits.runs.run import CONFIG
from core.digits.runs.snapshots import SNAPSHOTS, epochs
from core.digits.runs.status import LOG, STATUS
from core.digits.training.records import RECORDS

SHOWN = ("name", "created", "group")  # of the metadata: whose it is and what is wanted of it stays here
BINARY, NO_LINKS = getattr(os, "O_BINARY", 0), getattr(os, "O_NOFOLLOW", 0)  # the one is Windows', the other is not


def zipped(folder: Path, metadata: Metadata) -> bytes:
    """The zip of a run, also while it trains: config, records, log, status, last checkpoint, snapshots, its name.

    For folders of this server stand words: for those of runs, their names.
    """
    buffer = io.BytesIO()
    write_zip(folder, metadata, buffer)
    return buffer.getvalue()


def write_zip(folder: Path, metadata: Metadata, file: IO[bytes]) -> None:
    """The same into an open file, one part in memory at a time."""
    top, words = file_name(metadata.name), words_for_places(folder)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{top}/{METADATA}", json.dumps({name: asdict(metadata)[name] for name in SHOWN}, indent=2))
        for name in (CONFIG, RECORDS, LOG, STATUS):
            content = _content(folder / name)
            if content is not None:
                whole = content[: content.rfind(b"\n") + 1] if name == RECORDS else redacted(content, words)
                archive.writestr(f"{top}/{name}", whole)  # of the records no line that is on its way
        for path in sorted(folder.glob("checkpoint-*-*.pt"), reverse=True):
            content = _content(path)  # None if it has just been replaced by a newer one
            if content is not None:
                archive.writestr(f"{top}/{path.name}", content, zipfile.ZIP_STORED)
                break
        for epoch in () if (folder / SNAPSHOTS).is_symlink() else epochs(folder):
            name = f"{SNAPSHOTS}/epoch-{epoch:04d}.pt"
            content = _content(folder / name)
            if content is not None:
                archive.writestr(f"{top}/{name}", content, zipfile.ZIP_STORED)


def _content(path: Path) -> bytes | None:
    """What is in a file that is really here; None for a link, which leads elsewhere, and for what is no file."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):  # the open would wait for the other end of a pipe
            return None
        with open(os.open(path, os.O_RDONLY | BINARY | NO_LINKS), "rb") as file:  # should it have become a link
            return file.read()
    except OSError:
        return None
