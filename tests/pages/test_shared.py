"""What all visitors of a server share, whatever page they look at."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import weakref
from pathlib import Path

import pytest
import torch

from core.digits.model import DigitNet
from core.digits.runs.snapshots import Snapshot, write_snapshot
from core.errors import RunError
from pages.shared.services import network

ROOT = Path(__file__).parents[2]


FIRST_PAGE = """
import os, sys
from tests.pages.visit import opened
opened()
print(os.environ["OMP_WAIT_POLICY"], "torch" in sys.modules)
"""


def test_the_first_page_does_without_pytorch_whose_threads_are_told_to_sleep_while_they_wait() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
    run = subprocess.run(
        [sys.executable, "-c", FIRST_PAGE], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["passive", "False"]


def test_a_network_is_one_object_as_long_as_anybody_has_it(tmp_path: Path) -> None:
    wanted = DigitNet().eval()
    write_snapshot(tmp_path, Snapshot(0, {}, wanted.state_dict(), None))
    net = network(str(tmp_path), 0)
    image = torch.rand(1, 1, 28, 28)
    assert torch.equal(net(image), wanted(image))
    assert not any(parameter.requires_grad for parameter in net.parameters())
    network.clear()  # as where others have looked at many more meanwhile
    assert network(str(tmp_path), 0) is net
    network.clear()
    gone = weakref.ref(net)
    del net
    gc.collect()
    assert gone() is None


def test_a_network_whose_snapshot_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no snapshot of epoch 3"):
        network(str(tmp_path), 3)
