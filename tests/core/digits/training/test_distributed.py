"""One training in two processes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from core.digits.training.program import ROOT
from tests.core.digits.bars import CONFIG, doubles, trained
from tests.waiting import PATIENCE

PAIR = """
import sys
import torch
from core.digits.training.distributed import process_group
from core.digits.training.loop import Training, fit
from tests.core.digits.bars import BARS
from tests.core.digits.training.test_distributed import PAIR_CONFIG
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)  # in which rounding stays invisible
with process_group(torch.device("cpu")) as group:
    assert group.size == 2
    training = Training(PAIR_CONFIG, group=group)
    records = list(fit(PAIR_CONFIG, BARS, training))
    if group.leads:
        torch.save({"ema": training.ema.net.state_dict(), "loss": [record.loss for record in records]}, sys.argv[1])
"""


PAIR_CONFIG = replace(CONFIG, epochs=1, dropout=0.0, learning_rate=0.02)


@pytest.fixture
def port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    return str(number)


def test_two_processes_train_as_one_does(tmp_path: Path, port: str) -> None:
    place = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port, "WORLD_SIZE": "2"}
    pair = [
        subprocess.Popen(
            [sys.executable, "-c", PAIR, str(tmp_path / "pair.pt")], cwd=ROOT, env={**os.environ, **place, "RANK": rank}
        )
        for rank in ("0", "1")
    ]
    with doubles():
        alone, records = trained(PAIR_CONFIG)
    assert [process.wait(PATIENCE) for process in pair] == [0, 0]
    together = torch.load(tmp_path / "pair.pt", weights_only=True)
    assert together["loss"] == pytest.approx([record.loss for record in records], rel=1e-9)
    for name, tensor in alone.ema.net.state_dict().items():
        assert torch.allclose(together["ema"][name], tensor, rtol=1e-8, atol=1e-10), name
