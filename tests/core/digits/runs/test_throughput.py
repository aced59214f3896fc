import pytest
import torch

from core.digits.runs.throughput import throughput
from core.digits.training.config import Config
from core.digits.training.estimate import seconds_a_step
from core.digits.training.progress import log
from core.digits.training.records import Batch, Record, Score

CONFIG = Config(epochs=2, batch_size=100)


def batch(epoch: int, number: int, seconds: float) -> Batch:
    return Batch(epoch, number, 40, 0.5, 0.1, (0.1,) * 7, seconds)


def score(epoch: int, seconds: float, final: bool = False) -> Score:
    return Score(epoch, "test", 0.0232, 9935, 10000, final, seconds)


def test_before_the_first_record_nothing_is_known() -> None:
    assert (throughput(CONFIG, []).share, throughput(CONFIG, []).images_a_second) == (0, 0)


def test_speed_is_that_of_the_last_seconds() -> None:
    slow = [batch(1, 10 * k, 100.0 * k) for k in (1, 2, 3)]  # 10 batches in 100 s
    fast = [batch(1, 40, 302.5), batch(2, 10, 305.0), batch(2, 20, 307.5)]  # 10 batches in 2.5 s
    found = throughput(CONFIG, [*slow, *fast])
    assert (found.epoch, found.batch, found.batches) == (2, 20, 40)
    assert found.share == pytest.approx(60 / 80)
    assert found.images_a_second == pytest.approx(100 * 10 / 2.5)
    assert found.seconds_left == pytest.approx(20 / (10 / 2.5))


def test_a_run_is_done_with_its_last_score_only() -> None:
    records: list[Record] = [batch(2, 40, 10.0), score(2, 11.0)]
    assert throughput(CONFIG, records).share < 1
    assert throughput(CONFIG, [*records, score(2, 14.0, final=True)]).share == 1


def test_the_log_is_in_the_form_of_the_exercise() -> None:
    records: list[Record] = [batch(1, 20, 10.0), batch(1, 40, 20.0), score(1, 25.0), batch(2, 40, 35.0), score(2, 40.0)]
    bars = [
        line for line in log(records).splitlines() if line.startswith("loss=0.5 batch_id=39: 100%|██████████| 40/40")
    ]
    assert [line.split("[")[1] for line in bars] == ["00:20<00:00, 2.00it/s]", "00:10<00:00, 4.00it/s]"]
    assert log(records).splitlines()[1] == "Test set: Average loss: 0.0232, Accuracy: 9935/10000 (99.35%)"


def test_a_step_is_timed_by_the_median_of_some_after_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([0, 50, 50, 51, 51, 53, 53, 57, 57, 58])  # five steps: 50, 1, 2, 4, 1
    monkeypatch.setattr("core.digits.training.estimate.perf_counter", lambda: next(times))
    config = Config(widths=(2,) * 6, batch_size=4, synthetic=0)
    assert seconds_a_step(config, torch.device("cpu")) == 1.5
    assert next(times, None) is None
