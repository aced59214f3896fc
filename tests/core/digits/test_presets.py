"""The presets are what their sentences say."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from core.digits.design import Design
from core.digits.edits import inserted
from core.digits.model import DigitNet
from core.digits.operations import BatchNorm, ReLU
from core.digits.presets import PRESETS, preset_of
from core.digits.training.config import Config
from core.digits.training.loop import gradient_lengths


def test_each_is_a_network_as_large_as_its_name_says() -> None:
    found = {preset.name: preset.design for preset in PRESETS}
    assert all(not design.problems() and preset_of(design) for design in found.values())
    assert found["Seven layers"] == Config().as_design()
    assert 8_000 < found["Under 10,000"].parameters < 10_000
    assert found["Under 8,000"].parameters < 8_000
    assert found["Overfits"].parameters > 100_000


def test_gradients_vanish_without_batch_norm_and_do_not_with_it() -> None:
    design = next(preset.design for preset in PRESETS if preset.name == "Vanishing gradients")
    better = design
    for position in reversed([k for k, each in enumerate(design.operations) if isinstance(each, ReLU)]):
        better = inserted(better, position + 1, BatchNorm())
    without, with_it = (_first_by_last(each) for each in (design, better))
    assert without < 1e-5
    assert with_it > 0.1


def _first_by_last(design: Design) -> float:
    torch.manual_seed(0)
    net = DigitNet(design=str(design)).train()
    loss = F.nll_loss(net(torch.rand(32, 1, 28, 28)), torch.arange(32) % 10)
    loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
    first, *_, last = gradient_lengths(net)
    return first / last
