from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.digits.runs import crew
from core.digits.runs.shelf import Shelf
from tests.core.digits.runs.small import CONFIG, train


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


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a process may need long to answer; that is no failure here."""
    monkeypatch.setattr(crew, "GRACE", 60.0)
