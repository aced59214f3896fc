from __future__ import annotations

import os

import pytest

from core.digits.runs.lock import identity, machine_of
from core.digits.scheduler.machines import here, load


def test_this_machine_is_known_by_the_mark_in_the_signatures_of_its_processes() -> None:
    found = here(3)
    assert (found.slots, found.problem) == (3, "")
    assert found.mark == machine_of(identity(os.getpid()))
    assert found.name not in identity(os.getpid()).split(" ")  # which is in what visitors download
    assert machine_of("123 4") == machine_of("") == ""  # signed by an older version, or nobody


def test_load_is_for_each_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (3.0, 0.0, 0.0), raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    assert load() == 0.75
    monkeypatch.delattr(os, "getloadavg")
    assert load() < 0
