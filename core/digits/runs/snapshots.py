"""What a run keeps of each epoch, so that one can go back and look: the EMA weights and their answers."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from core.digits.model import CLASSES, DigitNet, as_lists, as_tuples
from core.digits.runs.atomic import explained, write
from core.errors import RunError

SNAPSHOTS = "snapshots"
NAME = re.compile(r"epoch-([0-9]{4,5})\.pt")  # a run has at most 10,000


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The EMA weights after `epoch` epochs, 0 before any training, and what `network` to load them into.

    `answers` are their log-probabilities on the test set, (N, 10) float32, or None for epoch 0. Runs of an earlier
    version have float16, in which digits that are as good as equally likely may tie.
    """

    epoch: int
    network: dict[str, Any]
    weights: dict[str, Tensor]
    answers: Tensor | None

    def net(self) -> DigitNet:
        """A network with these weights, in eval mode."""
        net = DigitNet(**self.network)
        net.load_state_dict(self.weights)
        return net.eval()


def write_snapshot(folder: Path, snapshot: Snapshot) -> Path:
    """Keeps a snapshot; one of the same epoch is replaced. Raises RunError if it cannot be written."""
    path = _path(folder, snapshot.epoch)
    answers = None if snapshot.answers is None else snapshot.answers.detach().cpu()
    weights = {name: tensor.detach().cpu() for name, tensor in snapshot.weights.items()}
    buffer = io.BytesIO()
    torch.save(
        {"epoch": snapshot.epoch, "network": as_lists(snapshot.network), "weights": weights, "answers": answers}, buffer
    )
    with explained(folder):
        path.parent.mkdir(exist_ok=True)
        write(path, buffer.getvalue())
    return path


def epochs(folder: Path) -> tuple[int, ...]:
    """The epochs a run has snapshots of, in order."""
    try:
        names = [NAME.fullmatch(path.name) for path in (folder / SNAPSHOTS).iterdir()]
    except OSError:
        return ()
    return tuple(sorted(int(name[1]) for name in names if name))


def read_snapshot(folder: Path, epoch: int) -> Snapshot:
    """The snapshot of one epoch. Raises RunError, in a sentence, if it is missing or damaged."""
    path = _path(folder, epoch)
    try:
        content = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if parts.testzip():  # checks every part's CRC-32, which torch does not
                raise ValueError("a part is not what was written")
        found = torch.load(io.BytesIO(content), weights_only=True, map_location="cpu")
        snapshot = Snapshot(epoch, as_tuples(found["network"]), found["weights"], found["answers"])
        snapshot.net()
        if found["epoch"] != epoch or not (snapshot.answers is None or snapshot.answers.shape[1:] == (CLASSES,)):
            raise ValueError("it is another epoch's, or its answers are no answers")
        return snapshot
    except FileNotFoundError as error:
        raise RunError(f"There is no snapshot of epoch {epoch}: it is written when the epoch ends.") from error
    except Exception as error:  # there is no end to what a damaged file may lead to
        raise RunError(f"The snapshot of epoch {epoch} is damaged and left out; other epochs can be seen.") from error


def read_snapshots(folder: Path, wanted: Iterable[int] | None = None) -> tuple[list[Snapshot], list[str]]:
    """All snapshots of a run, or those of the wanted epochs; and a sentence for each that cannot be read."""
    snapshots, problems = [], []
    for epoch in epochs(folder) if wanted is None else wanted:
        try:
            snapshots.append(read_snapshot(folder, epoch))
        except RunError as error:
            problems.append(str(error))
    return snapshots, problems


def _path(folder: Path, epoch: int) -> Path:
    return folder / SNAPSHOTS / f"epoch-{epoch:04d}.pt"
