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
from core.digits.training.estimate import STEPS, fitting, seconds, seconds_a_step, steps

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


def test_steps_are_those_of_the_training() -> None:
    assert steps(Config()) == 20 * 937
    assert steps(Config(share=0.001, batch_size=64)) == 0
    assert seconds(Config(), 0.1) > 0.1 * steps(Config())  # the tests take their time too


@pytest.mark.parametrize("a_step", [1e-9, 0.001, 0.01, 0.1])
@pytest.mark.parametrize("config", [Config(), Config(data="synthetic", epochs=5), Config(batch_size=4096)], ids="abc")
def test_as_much_is_trained_as_fits_into_the_time(config: Config, a_step: float) -> None:
    found = fitting(config, a_step, limit=120)
    assert seconds(found, a_step) <= 120 or (found.epochs, steps(found) // 3) == (3, 1)
    assert found == Config(**{**vars(config), "epochs": found.epochs, "share": found.share})
    share, epochs = (found.share + 0.01, found.epochs) if found.share < 1 else (1.0, found.epochs + 1)
    if epochs <= config.epochs:
        assert seconds(Config(**{**vars(found), "share": share, "epochs": epochs}), a_step) > 120


def test_what_takes_longer_in_any_case_is_made_as_short_as_it_goes() -> None:
    assert fitting(Config(), 1e9, limit=120) == Config(epochs=3, share=0.01)
    assert steps(fitting(Config(batch_size=4096), 1e9, limit=120)) == 3  # an epoch is a batch
