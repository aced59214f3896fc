"""Trainings so small that a test can run some, in processes of their own."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import torch

from core.digits.data import datasets
from core.digits.runs.run import read_records, read_state
from core.digits.runs.snapshots import epochs, read_snapshot
from core.digits.training import command, session
from core.digits.training.args import command as command_line
from core.digits.training.config import Config
from core.digits.training.records import Record

PROGRAM = (sys.executable, "-m", "tests.core.digits.held")  # to be started in ROOT
CONFIG = Config(
    data="synthetic",
    epochs=3,
    batch_size=32,
    seed=5,
    threads=1,
    device="cpu",
    log_every=1,
    dropout=0.1,
    widths=(4, 6, 8, 8, 8, 8),
)  # 20 batches an epoch


@contextmanager
def smallness() -> Iterator[None]:
    """Few digits, many checkpoints, one thread, in this process."""
    threads = torch.get_num_threads()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(datasets, "SYNTHETIC_SIZES", (640, 100))
        patch.setattr(session, "BETWEEN_CHECKPOINTS", 0.05)
        torch.set_num_threads(1)
        try:
            yield
        finally:
            torch.set_num_threads(threads)


def train(folder: Path, config: Config = CONFIG) -> int:
    """The whole training without disturbance, in this process; the exit code."""
    with smallness():
        return command.main(command_line(folder, config, program=()))


def bits(folder: Path) -> tuple[list[Record], Any]:
    """All that must be equal where two trainings are: records, weights of the last checkpoint, snapshots."""
    state = read_state(folder)
    assert state is not None
    weights = {f"{part}.{name}": tensor for part in ("net", "averaged") for name, tensor in state[part].items()}
    for epoch in epochs(folder):
        snapshot = read_snapshot(folder, epoch)
        weights |= {f"{epoch}.{name}": tensor for name, tensor in snapshot.weights.items()}
        weights |= {} if snapshot.answers is None else {f"{epoch}.answers": snapshot.answers}
    return list(read_records(folder)), {name: tensor.contiguous().numpy().tobytes() for name, tensor in weights.items()}


def lines(folder: Path) -> int:
    """How many records a run has written."""
    try:
        return (folder / "records.jsonl").read_bytes().count(b"\n")
    except OSError:
        return 0


def there(process: str) -> bool:
    """Whether a process of that identity exists and is no zombie."""
    number = process.split(" ")[0]
    try:
        os.kill(int(number), 0)
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
