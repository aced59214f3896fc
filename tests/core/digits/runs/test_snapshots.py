"""What a run keeps of each epoch."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import torch

from core.digits.data.datasets import load
from core.digits.model import DigitNet
from core.digits.runs.run import read_records
from core.digits.runs.snapshots import SNAPSHOTS, epochs, read_snapshot, read_snapshots
from core.digits.training.loop import loss_and_correct
from core.digits.training.records import scores_in
from core.errors import RunError

pytestmark = pytest.mark.usefixtures("small")


def test_each_epoch_leaves_a_snapshot_that_answers_as_it_did(finished: Path) -> None:
    assert epochs(finished) == (0, 1, 2)
    snapshots, problems = read_snapshots(finished)
    assert [snapshot.epoch for snapshot in snapshots] == [0, 1, 2]
    assert problems == []
    last = snapshots[-1]
    assert last.answers is not None
    assert snapshots[0].answers is None
    assert (last.answers.shape, last.answers.dtype) == ((100, 10), torch.float32)
    images = load("synthetic").test
    net = DigitNet(**last.network).eval()
    net.load_state_dict(last.weights)
    with torch.inference_mode():
        answers = net(images.images.unsqueeze(1) / 255)
    torch.testing.assert_close(answers, last.answers)
    for snapshot, score in zip(snapshots[1:], scores_in(read_records(finished)), strict=True):
        assert snapshot.answers is not None
        assert loss_and_correct(snapshot.answers, images.labels) == (score.loss, score.correct)


@pytest.mark.parametrize(
    "harm", [lambda b: b[:-10], lambda b: b"", lambda b: b[:3000] + bytes([b[3000] ^ 1]) + b[3001:]]
)
def test_a_damaged_snapshot_is_said_and_the_others_are_read(harm: Any, finished: Path, tmp_path: Path) -> None:
    shutil.copytree(finished / SNAPSHOTS, tmp_path / SNAPSHOTS)
    path = tmp_path / SNAPSHOTS / "epoch-0001.pt"
    path.write_bytes(harm(path.read_bytes()))
    snapshots, problems = read_snapshots(tmp_path)
    assert [snapshot.epoch for snapshot in snapshots] == [0, 2]
    assert problems == ["The snapshot of epoch 1 is damaged and left out; other epochs can be seen."]
    with pytest.raises(RunError, match="There is no snapshot of epoch 9"):
        read_snapshot(tmp_path, 9)


@pytest.mark.parametrize(
    "changes",
    [
        {"epoch": 10**400},
        {"epoch": 2},
        {"network": {}},
        {"network": {"widths": [10**400] * 6}},
        {"weights": {}},
        {"weights": None},
        {"answers": "x"},
        {"answers": torch.zeros(100, 9)},
    ],
)
def test_a_whole_snapshot_of_something_else_is_damaged(changes: dict[str, Any], finished: Path, tmp_path: Path) -> None:
    shutil.copytree(finished / SNAPSHOTS, tmp_path / SNAPSHOTS)
    path = tmp_path / SNAPSHOTS / "epoch-0001.pt"
    torch.save(torch.load(path, weights_only=True) | changes, path)
    with pytest.raises(RunError, match="The snapshot of epoch 1 is damaged"):
        read_snapshot(tmp_path, 1)


def test_an_epoch_that_no_run_has_is_none(tmp_path: Path) -> None:
    (tmp_path / SNAPSHOTS).mkdir()
    for name in ("epoch-0003.pt", f"epoch-{10**100}.pt", "epoch-٠٠٠٤.pt"):
        (tmp_path / SNAPSHOTS / name).touch()
    assert epochs(tmp_path) == (3,)
