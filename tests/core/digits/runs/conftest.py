from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from core.digits.runs.store import Shelf
from core.digits.scheduler import workers
from core.digits.scheduler.leader import Lead
from tests.core.digits.runs.small import CONFIG, train
from tests.waiting import PATIENCE, until


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "runs")


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
    """Waits until the foreman who leads has looked around twice, and so has done all that it is going to do."""
    looks, look = 0, Lead.look

    def counted(lead: Lead) -> None:
        nonlocal looks
        look(lead)
        looks += 1

    def twice() -> None:
        before = looks
        until(lambda: looks >= before + 3)  # the first may have begun already

    monkeypatch.setattr(Lead, "look", counted)
    return twice
