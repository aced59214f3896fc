"""What a machine of the cluster is asked to do: to say whether it can train, and to train a run.

These functions run in a Dask worker. They load no PyTorch: the process that trains does.
"""

from __future__ import annotations

import contextlib
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from time import sleep
from typing import Any

from core.digits.runs import lock
from core.digits.runs.metadata import TRAIN, read_metadata
from core.digits.runs.status import FAILED, ended, write_status
from core.digits.scheduler.machines import here
from core.digits.scheduler.workers import Workers
from core.digits.training import program
from core.digits.training.records import RECORDS

BETWEEN_LOOKS = 0.2  # seconds
SLOT = "run"  # the resource of a Dask worker that one run takes
OTHER_VERSION = "It has another version of {name} than the server{shown}: install the same, and start it anew."
LEAVING = ("closing", "closing_gracefully", "closed", "failed")  # how a Dask worker is that shall end


@dataclass(frozen=True)
class Server:
    """What a machine must have in common with the server that asks it to train.

    `root` is the folder of runs, `leads` the folder whose lock the leading scheduler holds, `leader` its signature,
    `versions` those that the bits of a run depend on.
    """

    root: str
    leads: str
    leader: str
    versions: Mapping[str, str]


@cache  # they are looked up in files, and a server asks itself twice a second
def versions() -> Mapping[str, str]:
    """Of this machine. A build of PyTorch for a kind of processor counts as any other of its version."""
    return {
        "Python": ".".join(platform.python_version_tuple()[:2]),
        "PyTorch": version("torch").partition("+")[0],
        "Dask": version("distributed"),
        "this program": program.version(),
    }


def probe(server: Server) -> dict[str, Any]:
    """This machine, as the fields of a `Machine`, with what keeps it from training for the server."""
    return {**asdict(here(0)), "problem": problem(server)}


def problem(server: Server) -> str:
    """Why runs of the server cannot be trained here, in a sentence, "" if they can."""
    for name, theirs in server.versions.items():
        if (ours := versions().get(name)) != theirs:
            shown = f" ({ours} here, {theirs} on the server)" if "." in theirs else ""
            return OTHER_VERSION.format(name=name, shown=shown)
    if not os.path.isdir(server.root):
        return "The folder of runs is not there: mount the shared disk at the same place as on the server."
    if not os.access(server.root, os.W_OK):
        return "The folder of runs cannot be written to: give its user the right to."
    leader = lock.look(Path(server.leads))
    if leader.by != server.leader:
        return "Its folder of runs is another one than the server's: mount the shared disk at the same place."
    if not leader.held:
        return "Locks do not hold between it and the server: mount the shared disk with locks, as NFSv4 has them."
    return ""


def train(server: Server, id: str, words: Sequence[str]) -> None:
    """Trains a run until it ends or shall end, as a child of this process; does nothing for one that shall not train.

    `words` is the command without what depends on the machine and the moment: the Python, whether there is something to
    resume, and how many threads a new run has.
    """
    folder = Path(server.root) / id
    metadata = read_metadata(folder)
    if metadata.wanted != TRAIN or metadata.queued or ended(folder) or problem(server):
        return
    try:
        held = lock.Lock(folder)
    except (lock.InUse, OSError):
        return  # it has not ended yet where it was trained before: whoever leads sees that it does, and asks again
    workers = Workers(folder.parent, slots=1, bound=True)
    try:
        workers.start(id, _completed(words, folder), held)
        held.close()
    except OSError as error:
        with contextlib.suppress(OSError):
            write_status(folder, FAILED, f"The training could not be started on {platform.node()}: {error}", "")
        held.release()
        return
    while id in workers.alive:
        if read_metadata(folder).wanted != TRAIN or _leaving():
            workers.end(id)
        workers.kill_overdue()
        sleep(BETWEEN_LOOKS)
        workers.count([id])


def _completed(words: Sequence[str], folder: Path) -> list[str]:
    """The command for this machine and this moment."""
    whole = [sys.executable, *words[1:]]
    if (folder / RECORDS).exists():
        return [*whole, "--resume"]
    return whole if "--threads" in whole else [*whole, "--threads", str(_threads())]


def _threads() -> int:
    """How many threads of its Dask worker there are for each run."""
    from distributed import get_worker

    try:
        state = get_worker().state
    except ValueError:  # in no worker: a test
        return 1
    return max(1, int(state.nthreads // max(1, state.total_resources.get(SLOT, 1))))


def _leaving() -> bool:
    """Whether the Dask worker that this runs in is about to end: its scheduler is gone, or somebody asked it to."""
    from distributed import get_worker

    try:
        return get_worker().status.name in LEAVING
    except ValueError:  # in no worker: a test
        return False
