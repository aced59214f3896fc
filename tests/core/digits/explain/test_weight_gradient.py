"""The gradient of one weight: by autograd, as a sum over positions, and by really moving the weight."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from core.digits.explain.kernel_gradient import kernel_gradient
from core.digits.explain.weight_gradient import weight_gradient
from core.digits.model import DigitNet

IMAGE = np.random.default_rng(0).random((28, 28), np.float32)


@pytest.mark.parametrize(("name", "index"), [("layer1.conv", (2, 0, 4, 0)), ("layer3.conv", (5, 3, 1, 2))])
def test_three_ways_agree(name: str, index: tuple[int, int, int, int]) -> None:
    torch.manual_seed(1)
    net = DigitNet().eval().double()
    before = deepcopy(net.state_dict())
    found = weight_gradient(net, IMAGE, 3, name, index)
    assert found == pytest.approx(kernel_gradient(net, IMAGE, 3, name, index).total, rel=1e-9)

    def loss(change: float) -> float:
        moved = deepcopy(net)
        with torch.no_grad():
            moved.get_parameter(f"{name}.weight")[index] += change
            image = torch.from_numpy(IMAGE.astype(np.float64))[None, None]
            return float(F.nll_loss(moved(image), torch.tensor([3])))

    assert found == pytest.approx((loss(1e-6) - loss(-1e-6)) / 2e-6, rel=1e-5)
    assert all(torch.equal(value, before[key]) for key, value in net.state_dict().items())
