"""What a training prints."""

from __future__ import annotations

import io

from core.digits.training.loop import Training
from core.digits.training.progress import Progress, bar
from core.digits.training.records import Batch, Record, Score


def test_lines_have_the_form_of_the_exercise() -> None:
    """To the letter, from the log of the run that is to be beaten."""
    record = Batch(1, 1875, 1875, 0.0018307261634618044, 0.1, (1.5, 0.25), seconds=29.2)
    assert bar(record, 1875, 29.2) == (
        "loss=0.0018307261634618044 batch_id=1874: 100%|██████████| 1875/1875 [00:29<00:00, 64.21it/s]"
    )
    score = Score(1, "test", 0.02318, 9935, 10000, final=False, seconds=30)
    assert str(score) == "Test set: Average loss: 0.0232, Accuracy: 9935/10000 (99.35%)"


def test_a_bar_halfway() -> None:
    record = Batch(1, 35, 100, 0.5, 0.1, (1.5, 0.25), seconds=7.0)
    text = bar(record, done=35, seconds=7.0)
    assert text == "loss=0.5 batch_id=34:  35%|███▌      | 35/100 [00:07<00:13, 5.00it/s]"
    assert bar(record, done=0, seconds=0.0).endswith("[00:00<?, 0.00it/s]")


def test_in_a_file_an_epoch_is_one_line(whole: tuple[Training, list[Record]]) -> None:
    stream = io.StringIO()
    progress = Progress(stream)
    for record in whole[1]:
        progress.show(record)
    lines = stream.getvalue().splitlines()
    assert [line.split(":")[0].split("=")[0] for line in lines] == ["loss", "Test set"] * 2 + ["Train set", "Test set"]
    assert all("9/9" in line for line in lines if line.startswith("loss"))
