from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from core.digits.scheduler.cluster import Cluster
from core.digits.scheduler.engine import Engine
from core.digits.scheduler.workers import Workers


@pytest.mark.parametrize("engine", [Workers, Cluster])
def test_each_engine_answers_whatever_a_leader_asks(engine: type) -> None:
    for name, asked in inspect.getmembers(Engine, inspect.isfunction):
        if not name.startswith("_"):
            assert (
                inspect.signature(getattr(engine, name)).parameters.keys() == inspect.signature(asked).parameters.keys()
            )


def test_processes_of_this_machine_have_one_machine_and_end_with_their_server(tmp_path: Path) -> None:
    engine: Engine = Workers(tmp_path, 2)
    assert [machine.slots for machine in engine.machines()] == [engine.slots] == [2]
    assert (engine.outlives, engine.problem) == (False, "")
