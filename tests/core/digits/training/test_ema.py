"""The average that follows the weights, and its batch normalisation."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import torch

from core.digits.model import DigitNet
from core.digits.training.ema import update_bn
from core.digits.training.loop import Training
from tests.core.digits.bars import BARS, CONFIG


def test_the_ema_follows_the_weights() -> None:
    training = Training(replace(CONFIG, averaging=0.75))
    before = deepcopy(training.ema.net)
    with torch.no_grad():
        for parameter in training.net.parameters():
            parameter.add_(1)
    training.ema.update(step=1000)
    for old, new in zip(before.parameters(), training.ema.net.parameters(), strict=True):
        assert torch.allclose(new, old + 0.25)
        assert not new.requires_grad  # or autograd would keep every step in memory


def test_updated_batch_norm_has_the_mean_of_the_digits_without_augmentation() -> None:
    net = DigitNet(CONFIG.widths, dropout=0.5)
    seen: list[torch.Tensor] = []
    hook = net.get_submodule("layer3.norm").register_forward_hook(lambda _, inputs, output: seen.append(inputs[0]))
    update_bn(net, BARS.train)
    update_bn(net, BARS.train)  # not once more on top of what it had
    hook.remove()
    assert not any(module.training for module in net.modules())
    norm = net.get_submodule("layer3.norm")
    assert isinstance(norm, torch.nn.BatchNorm2d)
    assert norm.running_mean is not None
    assert norm.running_var is not None
    assert torch.allclose(norm.running_mean, seen[-1].mean(dim=(0, 2, 3)), atol=1e-6)
    assert torch.allclose(norm.running_var, seen[-1].var(dim=(0, 2, 3)), rtol=1e-5)
