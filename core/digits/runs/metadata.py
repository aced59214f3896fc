"""What the run store knows of a run besides its settings: its name, whose it is, and what is wanted of it."""

from __future__ import annotations

import json
import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from core.digits.runs import atomic
from core.digits.stored import LARGEST, fitted, parsed

METADATA = "card.json"  # the name stays because old runs have it
TRAIN, PAUSE, STOP = "train", "pause", "stop"  # what may be wanted
LONGEST = 60  # characters of a name
UNNAMED = "Run"
ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9_-])){0,99}")  # no dots that lead elsewhere
INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn")  # Unicode's categories of control and format characters and of no characters


@dataclass(frozen=True)
class Metadata:
    """`id` is the folder's name, `owner` an opaque token, "" for everyone's, as of runs started in a terminal.

    `created` is a time (ISO 8601). Runs of one `group` were begun together. `wanted` is "train", "pause",
    "stop", or "" where nobody said; `reason` is why it was paused, in a sentence, "" if by hand. A `ticket` above 0
    waits in the queue; `turn` is which of its owner's turns it waits for, so that everybody's first comes before
    anybody's second.
    """

    id: str
    name: str = UNNAMED
    owner: str = ""
    created: str = ""
    group: str = ""
    wanted: str = ""
    reason: str = ""
    ticket: int = 0
    turn: int = 0

    @property
    def queued(self) -> bool:
        """Whether it waits for its turn."""
        return self.wanted == TRAIN and self.ticket > 0


def queue(listed: Iterable[Metadata]) -> list[Metadata]:
    """Those that wait for their turn, the next one first."""
    return sorted((each for each in listed if each.queued), key=lambda each: (each.turn, each.ticket, each.id))


def joined(metadata: Metadata, listed: Iterable[Metadata], training: Iterable[str]) -> Metadata:
    """A run as it joins the queue; `training` are the ids of the runs that train.

    Turns go round by owner (start-time fair queueing, P. Goyal et al., 1996): a run's turn is the one that is trained
    now, or the one after its owner's last. So whoever comes new waits for one run of each other owner at most.
    """
    listed, training = tuple(listed), {*training}
    trained = [each.turn for each in listed if each.id in training]
    waiting = [each.turn for each in listed if each.queued]
    now = max(trained) if trained else min(waiting, default=0)
    own = [each.turn + 1 for each in listed if each.owner == metadata.owner and (each.queued or each.id in training)]
    ticket = min(LARGEST, 1 + max((each.ticket for each in listed), default=0))  # or nobody could read it
    return replace(metadata, wanted=TRAIN, reason="", ticket=ticket, turn=min(LARGEST, max([now, *own])))


def tidy(name: str) -> str:
    """A name as it is kept: trimmed, one space between words, no invisible characters, 60 characters at most."""
    words = " ".join(name.split())
    seen = "".join(letter for letter in words if unicodedata.category(letter) not in INVISIBLE)
    return " ".join(seen.split())[:LONGEST].strip() or UNNAMED


def write_metadata(folder: Path, metadata: Metadata) -> None:
    """Writes a run's metadata, without the id, which is the folder's name. Raises OSError."""
    values = asdict(metadata)
    del values["id"]
    atomic.write(folder / METADATA, json.dumps(values, indent=2).encode())


def read_metadata(folder: Path) -> Metadata:
    """The metadata of a run: none where it was started in a terminal; where they are broken, it belongs to nobody."""
    try:
        values = parsed((folder / METADATA).read_bytes())
        return fitted(Metadata, {**values, "id": folder.name})
    except FileNotFoundError:
        return Metadata(folder.name, name=tidy(folder.name), created=_born(folder))
    except (OSError, ValueError, TypeError):
        return Metadata(folder.name, name=tidy(folder.name), owner=secrets.token_hex(16), created=_born(folder))


def now() -> str:
    """The time, as metadata have it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _born(folder: Path) -> str:
    try:
        seconds = (folder / "config.json").stat().st_mtime
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
    except (OSError, OverflowError, ValueError):  # a file may be as old as the earth
        return ""
