"""Gradient descent with momentum, against PyTorch's own."""

from __future__ import annotations

from typing import Any

import pytest
import torch
import torch.nn.functional as F

from core.digits.model import DigitNet
from core.digits.training.sgd import SGD
from tests.core.digits.bars import CONFIG


@pytest.mark.parametrize(("momentum", "l1"), [(0.0, 0.0), (0.9, 0.0), (0.9, 0.003)])
def test_descent_is_the_one_of_torch(momentum: float, l1: float) -> None:
    ours, theirs = (DigitNet(CONFIG.widths).double() for _ in range(2))
    theirs.load_state_dict(ours.state_dict())
    images = torch.rand(8, 1, 28, 28, dtype=torch.float64, generator=torch.Generator().manual_seed(4))
    labels = torch.arange(8)
    kernels = [p for p in theirs.parameters() if p.ndim > 1]
    others = [p for p in theirs.parameters() if p.ndim == 1]
    groups: list[dict[str, Any]] = [{"params": kernels, "weight_decay": 0.01}, {"params": others}]
    with torch.no_grad():
        for first in (next(ours.parameters()), kernels[0]):
            first[0, 0, 0, 0] = 0.0  # where |w| has no slope, the penalty pulls nowhere
    sgd = SGD(ours.parameters(), momentum, decay=0.01, l1=l1)
    optimizer = torch.optim.SGD(groups, lr=0.3, momentum=momentum, nesterov=momentum > 0)
    for step in range(3):
        optimizer.param_groups[0]["lr"] = optimizer.param_groups[1]["lr"] = 0.3 + step
        for net, move in ((ours, sgd), (theirs, optimizer)):
            move.zero_grad()
            penalty = l1 * sum(p.abs().sum() for p in kernels) if move is optimizer else 0.0
            (F.nll_loss(net(images), labels) + penalty).backward()  # type: ignore[no-untyped-call]
        sgd.step(0.3 + step)
        optimizer.step()
    for mine, other in zip(ours.parameters(), theirs.parameters(), strict=True):
        assert torch.allclose(mine, other, rtol=1e-9, atol=1e-12)
