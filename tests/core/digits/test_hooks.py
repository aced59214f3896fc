"""Looking into a network: images that are refused, and every operation's values past the hooks of others."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from core.digits.hooks import INPUT, batch, checked, checked_one, log_probabilities, logits, operations, outputs, twin
from core.digits.model import DigitNet
from tests.core.digits.nets import IMAGES, NETS


@pytest.mark.parametrize(
    ("images", "says"),
    [
        (np.zeros((28, 28)), r"images must be \(N, 28, 28\), not \(28, 28\)"),
        (np.zeros((1, 27, 28)), "images must be"),
        (np.full((1, 28, 28), 1.01), "from 0, paper, to 1, ink"),
        (np.full((1, 28, 28), np.nan), "from 0, paper, to 1, ink"),
        (np.full((1, 28, 28), "a"), "must be numbers, not <U1"),
        (np.zeros((1, 28, 28), complex), "must be numbers, not complex"),
    ],
)
def test_what_are_no_images_is_refused(images: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        checked(images)


def test_images_become_float32_and_one_image_is_one() -> None:
    assert checked(np.ones((2, 28, 28), bool).astype(int)).dtype == np.float32
    assert checked(np.zeros((0, 28, 28))).shape == (0, 28, 28)
    assert checked_one(IMAGES[0]).shape == (28, 28)
    with pytest.raises(ValueError, match="an image must be"):
        checked_one(IMAGES[:1])


def test_outputs_are_those_of_the_network_and_end_with_its_answer() -> None:
    net = NETS["usual"]
    images = batch(net, IMAGES[:3])
    seen = outputs(net, images)
    assert list(seen) == [INPUT, *(name for name, _ in operations(net))]
    assert list(seen)[-1] == "layer7.log_softmax"
    assert torch.equal(log_probabilities(seen), net(images))
    assert torch.allclose(logits(seen).log_softmax(1), log_probabilities(seen))


def test_a_twin_shares_the_weights_but_not_the_mode() -> None:
    net = DigitNet(dropout=0.5).train()
    other = twin(net)
    assert net.training
    assert not any(module.training for module in other.modules())
    with torch.no_grad():
        net.get_parameter("layer7.linear.bias").add_(1)
    mine, its = dict(net.named_parameters()), dict(other.named_parameters())
    assert all(its[name] is mine[name] for name in mine)
