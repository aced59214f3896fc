"""The detector: its weights and its answer."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import numpy as np
import pytest
import torch

from core.digits.rejection.detector import NONE, Detector, load_detector, read_detector, save_detector
from core.errors import WeightsError

IMAGES = np.random.default_rng(0).random((5, 28, 28), np.float32)


def test_odds_are_those_of_the_eleven_shares() -> None:
    detector = load_detector()
    shares = deepcopy(detector.net).double()(torch.from_numpy(IMAGES)[:, None].double()).softmax(1).numpy()
    odds = shares[:, :NONE].sum(1) / shares[:, NONE]
    assert detector.odds(IMAGES) == pytest.approx(np.log(odds), abs=1e-3)


def test_it_is_small_and_never_trains() -> None:
    net = load_detector().net
    assert sum(parameter.numel() for parameter in net.parameters()) < 15_000
    assert not net.training
    assert not any(parameter.requires_grad for parameter in net.parameters())


def test_it_rejects_below_its_threshold() -> None:
    net = load_detector().net
    odds = float(load_detector().odds(IMAGES[:1])[0])
    assert Detector(net, odds + 0.01).rejects(IMAGES[0])
    assert not Detector(net, odds - 0.01).rejects(IMAGES[0])


def test_a_saved_detector_is_the_same_one(tmp_path: Path) -> None:
    save_detector(tmp_path / "detector.pt", load_detector())
    read = read_detector(tmp_path / "detector.pt")
    assert read.threshold == load_detector().threshold
    assert np.array_equal(read.odds(IMAGES), load_detector().odds(IMAGES))


def test_other_files_are_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "broken.pt").write_bytes(b"no weights")
    torch.save({"weights": {}}, tmp_path / "other.pt")
    for name in ("missing.pt", "broken.pt", "other.pt"):
        with pytest.raises(WeightsError, match="has no weights of a detector"):
            read_detector(tmp_path / name)
