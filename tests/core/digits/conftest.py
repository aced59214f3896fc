from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from core.digits.training.loop import Training
from core.digits.training.records import Record
from tests.core.digits.bars import CONFIG, trained
from tests.core.digits.runs.small import smallness


@pytest.fixture(autouse=True)
def _seeded() -> None:
    """A network that a test makes is the same in every run, whatever was tested before."""
    torch.manual_seed(0)


@pytest.fixture(scope="session")
def whole() -> tuple[Training, list[Record]]:
    """A training from beginning to end, and its records; to be looked at only."""
    return trained(CONFIG)


@pytest.fixture
def small() -> Iterator[None]:
    """Few digits, many checkpoints, one thread."""
    with smallness():
        yield
