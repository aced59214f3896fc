"""The pictures of the operations: each part leads to the next one by the rule that its text states."""

from __future__ import annotations

import re

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from core.digits.classifier import load_classifier
from core.digits.data.synthetic import digits
from core.digits.explain.illustration import DROPPED, Illustration, illustrations
from core.digits.table import table


@pytest.fixture(scope="module")
def shown() -> dict[str, Illustration]:
    image = digits(1, seed=3)[0][0].numpy() / np.float32(255)
    return {each.operation: each for each in illustrations(load_classifier().net, image)}


def numbers(note: str) -> list[float]:
    return [float(each.replace("−", "-").replace(",", "")) for each in re.findall(r"−?\d[\d,]*(?:\.\d+)?", note)]


def test_every_operation_of_the_network_is_shown_in_the_order_of_its_first_use(shown: dict[str, Illustration]) -> None:
    used = dict.fromkeys(row.operation.replace("1d", "2d") for row in table(load_classifier().net))
    assert list(shown) == list(used)


def test_each_part_leads_to_the_next(shown: dict[str, Illustration]) -> None:
    parts = {name: [part.values for part in each.parts] for name, each in shown.items()}
    image, kernel, made = parts["Conv2d"]
    bias = numbers(shown["Conv2d"].note)[1]
    by_torch = (
        F.conv2d(torch.from_numpy(image)[None, None], torch.from_numpy(kernel)[None, None], padding=1)[0, 0] + bias
    )
    assert made == pytest.approx(by_torch.numpy(), abs=0.005)  # the note has three digits of the bias
    before, after = parts["ReLU"]
    assert (after == before.clip(0)).all()
    assert numbers(shown["ReLU"].note)[0] == (before < 0).sum()
    before, after = parts["BatchNorm2d"]
    mean, spread, stretch, shift = numbers(shown["BatchNorm2d"].note)
    assert after == pytest.approx((before - mean) / spread * stretch + shift, abs=0.05)
    before, after = parts["MaxPool2d"]
    assert (after == before.reshape(13, 2, 13, 2).max(axis=(1, 3))).all()
    before, after = parts["GlobalAverage"]
    assert after == pytest.approx(before.mean(axis=(1, 2)), abs=1e-5)
    _, _, products = parts["Linear"]
    _, bias, total = numbers(shown["Linear"].note)
    assert products.sum() + bias == pytest.approx(total, rel=0.01)
    before, after, probabilities = parts["LogSoftmax"]
    assert probabilities == pytest.approx(np.exp(before) / np.exp(before).sum(), rel=1e-4)
    assert np.exp(after).sum() == pytest.approx(1, abs=1e-5)


def test_dropout_leaves_out_about_its_share_and_the_same_every_time(shown: dict[str, Illustration]) -> None:
    before, after = (part.values for part in shown["Dropout"].parts)
    dropped = after == 0
    assert numbers(shown["Dropout"].note)[1] == dropped.sum()
    assert dropped.mean() == pytest.approx(DROPPED, abs=0.1)
    assert after[~dropped] == pytest.approx(before[~dropped] / (1 - DROPPED))
