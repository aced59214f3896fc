"""That the detector's training learns, and what its command refuses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from core.digits.data.datasets import DataSet, Split
from core.digits.rejection import __main__ as command
from core.digits.rejection.detector import NONE, Detector, DetectorNet
from core.digits.rejection.training import digits_on_canvas, non_digits, train
from core.digits.training.config import Config


def test_training_learns_to_tell_scribbles_from_digits() -> None:
    rng = np.random.default_rng(1)
    digits, scribbles = digits_on_canvas(260, rng), non_digits("shading", 130, rng)
    seen = Split(
        torch.cat([digits.images[:200], scribbles[:100]]), torch.cat([digits.labels[:200], torch.full((100,), NONE)])
    )
    net: DetectorNet = train(seen, Config(epochs=16, batch_size=50, learning_rate=0.05))
    detector = Detector(net, 0.0)
    rejected = detector.odds(scribbles[100:].numpy() / np.float32(255)) < 0
    trusted = detector.odds(digits.images[200:].numpy() / np.float32(255)) >= 0
    assert rejected.mean() > 0.8
    assert trusted.mean() > 0.8


def test_a_data_set_without_digits_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    few = Split(torch.zeros(1, 28, 28, dtype=torch.uint8), torch.zeros(1, dtype=torch.int64))
    clothes = DataSet("fashion-mnist", "Fashion-MNIST", "", "", few, few)
    monkeypatch.setattr(command, "load", lambda name: replace(clothes, name=name))
    with pytest.raises(SystemExit) as ended:
        command.main(["--data", "fashion-mnist", "--out", "nowhere"])
    assert ended.value.code == 2
    assert "Fashion-MNIST has no digits." in capsys.readouterr().err
