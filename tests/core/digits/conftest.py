from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from core.digits.runs.store import RunStore
from core.digits.scheduler import workers
from core.digits.scheduler.leader import Leader
from core.digits.training.loop import Training
from core.digits.training.records import Record
from tests.core.digits import bars
from tests.core.digits.bars import trained
from tests.core.digits.small import CONFIG, smallness, train
from tests.waiting import PATIENCE, until


@pytest.fixture(autouse=True)
def _seeded() -> None:
    """A network that a test makes is the same in every run, whatever was tested before."""
    torch.manual_seed(0)


@pytest.fixture(scope="session")
def whole() -> tuple[Training, list[Record]]:
    """A training from beginning to end, and its records; to be looked at only."""
    return trained(bars.CONFIG)


@pytest.fixture
def small() -> Iterator[None]:
    """Few digits, many checkpoints, one thread."""
    with smallness():
        yield


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run of two epochs; to be read only."""
    folder = tmp_path_factory.mktemp("finished") / "run"
    assert train(folder, replace(CONFIG, epochs=2)) == 0
    return folder


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run of all three epochs; to be read only."""
    folder = tmp_path_factory.mktemp("undisturbed") / "run"
    assert train(folder) == 0
    return folder


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a process may need long to save and to end; that is no failure here."""
    monkeypatch.setattr(workers, "GRACE", PATIENCE)


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Waits until the leading scheduler has looked around twice, and so has done all that it is going to do."""
    looks, look = 0, Leader.look

    def counted(leader: Leader) -> None:
        nonlocal looks
        look(leader)
        looks += 1

    def twice() -> None:
        before = looks
        until(lambda: looks >= before + 3)  # the first may have begun already

    monkeypatch.setattr(Leader, "look", counted)
    return twice
