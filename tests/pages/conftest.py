"""Runs and digits of a test's own, few of both."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from core.digits.data import datasets
from core.digits.scheduler.scheduler import Scheduler
from pages.parts.draw import samples
from pages.shared import services as shared
from tests.core.digits.small import PROGRAM


def forget() -> None:
    """Empties what a server remembers for all its visitors."""
    shared.data_set.clear()
    for made in (shared.services, shared._drawn, samples._generated):
        made.forget()


@pytest.fixture
def few_digits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No MNIST and no place for it, an empty run store, 640 generated digits to train on and 100 to test."""
    (tmp_path / "in the way").touch()  # of a download, which would succeed where there is a network
    monkeypatch.setenv("MNIST_DIR", str(tmp_path / "in the way"))
    monkeypatch.setenv("LAB_RUNS", str(tmp_path / "runs"))
    monkeypatch.setattr(datasets, "SYNTHETIC_SIZES", (640, 100))
    forget()
    yield
    forget()


@pytest.fixture
def services(few_digits: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[shared.Services]:
    """An empty run store and a scheduler that trains quickly."""
    monkeypatch.setattr(shared, "Scheduler", partial(Scheduler, program=PROGRAM))
    made = shared.services()
    yield made
    made.scheduler.close()
