"""What a run keeps of each epoch, and runs that start with what another has kept."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from core.digits.model import DigitNet
from core.digits.runs.run import read_config
from core.digits.runs.snapshots import SNAPSHOTS, epochs, read_snapshot, read_snapshots
from core.digits.runs.status import read_status
from core.digits.training import command
from core.digits.training.failure import BAD_SETTINGS
from core.errors import RunError
from tests.core.digits.small import CONFIG, train

pytestmark = pytest.mark.usefixtures("small")
ONE = replace(CONFIG, epochs=1)


def test_each_epoch_leaves_a_snapshot_that_answers_as_it_did(finished: Path) -> None:
    assert epochs(finished) == (0, 1, 2)
    snapshots, problems = read_snapshots(finished)
    assert [snapshot.epoch for snapshot in snapshots] == [0, 1, 2]
    assert problems == []
    last = snapshots[-1]
    assert last.answers is not None
    assert snapshots[0].answers is None
    assert (last.answers.shape, last.answers.dtype) == ((100, 10), torch.float16)
    images = command.load("synthetic").test
    net = DigitNet(**last.network).eval()
    net.load_state_dict(last.weights)
    with torch.inference_mode():
        answers = net(images.images.unsqueeze(1) / 255)
    torch.testing.assert_close(answers, last.answers.float(), atol=1e-2, rtol=1e-2)


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


def test_a_run_that_starts_with_anothers_weights(finished: Path, tmp_path: Path) -> None:
    config = replace(ONE, start=str(finished), seed=8)
    assert train(tmp_path / "next", config) == 0
    first, given = read_snapshot(tmp_path / "next", 0), read_snapshot(finished, 2)
    assert all(torch.equal(first.weights[name], tensor) for name, tensor in given.weights.items())
    assert read_config(tmp_path / "next").start == str(finished)
    assert epochs(tmp_path / "next") == (0, 1)


@pytest.mark.parametrize(
    ("settings", "says"),
    [({"widths": (3, 3, 3, 3, 3, 3)}, "has another network"), ({"start": "/nowhere"}, "there is no checkpoint in")],
)
def test_a_start_that_does_not_fit_is_bad_settings(
    settings: Any, says: str, finished: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train(tmp_path / "next", replace(ONE, **{"start": str(finished), **settings})) == BAD_SETTINGS
    assert says in capsys.readouterr().err
    assert says in read_status(tmp_path / "next").sentence
