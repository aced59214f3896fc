"""How long a training will take: measured as it will be trained."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from core.digits.runs.store import RunStore
from core.digits.scheduler.scheduler import Scheduler
from core.digits.scheduler.settings import cores
from core.digits.training import estimate
from core.digits.training.config import Config
from core.digits.training.estimate import STEPS, seconds_a_step

SMALL = Config(widths=(2, 3, 4, 5, 6, 7), batch_size=4, synthetic=0)


@pytest.fixture
def threads() -> Iterator[int]:
    """Three threads, whatever this machine has; afterwards as many as before."""
    before = torch.get_num_threads()
    torch.set_num_threads(3)
    yield 3
    torch.set_num_threads(before)


@pytest.mark.parametrize("asked", [0, 1, 2])
def test_steps_are_timed_with_the_threads_of_the_run(asked: int, threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def ticks() -> float:
        seen.append(torch.get_num_threads())
        return float(len(seen))

    monkeypatch.setattr(estimate, "perf_counter", ticks)
    assert seconds_a_step(Config(**{**vars(SMALL), "threads": asked}), torch.device("cpu")) == 1.0
    assert seen == [asked or threads] * 2 * STEPS
    assert torch.get_num_threads() == threads


@pytest.mark.parametrize("at_once", [1, 2, 1000])
def test_a_run_has_its_share_of_the_processors_unless_it_says_how_many(tmp_path: Path, at_once: int) -> None:
    scheduler = Scheduler(RunStore(tmp_path), at_once)
    try:
        assert scheduler.allotted(SMALL).threads == max(1, min(cores() // at_once, cores() - 1))
        assert scheduler.allotted(Config(threads=5)) == Config(threads=5)
        id = scheduler.store.create(SMALL).id
        words = scheduler.command(id)
        assert words[words.index("--threads") + 1] == str(scheduler.allotted(SMALL).threads)
    finally:
        scheduler.close()
