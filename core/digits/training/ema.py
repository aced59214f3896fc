"""The exponential moving average of the weights: it follows the training slowly, and is the result."""

from __future__ import annotations

from copy import deepcopy

import torch
from torch import Tensor, nn

from core.digits.data.datasets import Split
from core.digits.model import DigitNet
from core.digits.training.batches import pixels

BATCH_NORM_IMAGES = 10_000  # images that batch normalisation is measured on
AT_ONCE = 250  # images in one forward pass: more would use memory and save no time


class EMA:
    """The average of the weights that a network had, the last ones counting most, as a network of its own: `net`.

    `decay` is the share of the average that stays at each update.
    """

    def __init__(self, of: DigitNet, decay: float) -> None:
        self.net = deepcopy(of).eval().requires_grad_(False)
        self.decay = decay
        self._weights: list[Tensor] = list(of.parameters())
        self._averages: list[Tensor] = list(self.net.parameters())

    @torch.no_grad()  # or autograd would remember every step of the way
    def update(self, step: int) -> None:
        """Follows the weights after `step`; early on faster, for the first weights are worth nothing."""
        keep = min(self.decay, (1 + step) / (10 + step))
        torch._foreach_lerp_(self._averages, self._weights, 1 - keep)


@torch.inference_mode()
def update_bn(net: nn.Module, digits: Split) -> None:
    """Measures the means and variances of batch normalisation anew, on some of these digits as they are.

    Averaged weights need it (P. Izmailov et al., "Averaging weights leads to wider optima", 2018), and the ones from
    training are of augmented digits, which those to be read later are not.
    """
    net.eval()
    for norm in (module for module in net.modules() if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d)):
        norm.reset_running_stats()
        norm.momentum = None  # all batches count alike
        norm.train()
    for start in range(0, min(BATCH_NORM_IMAGES, len(digits)), AT_ONCE):
        net(pixels(digits.images[start : start + AT_ONCE]))
    net.eval()
