"""The gradient of one weight by PyTorch's autograd alone: what the sum over positions is compared with."""

from __future__ import annotations

from copy import deepcopy

import torch
import torch.nn.functional as F
from numpy.typing import ArrayLike

from core.digits.hooks import batch, checked_one, one_thread
from core.digits.model import DigitNet


def weight_gradient(net: DigitNet, image: ArrayLike, label: int, name: str, index: tuple[int, ...]) -> float:
    """∂loss/∂w of the weight at `index` of operation `name`, loss = −log p(label) of one image (28, 28), in eval mode.

    In the precision of the network's own numbers, on a copy: the network is unchanged. Raises ValueError for an image
    that is not (28, 28) in [0, 1].
    """
    copy = deepcopy(net).eval().requires_grad_(True)
    with one_thread(), torch.enable_grad():
        loss = F.nll_loss(copy(batch(copy, checked_one(image)[None])), torch.tensor([label]))
        (gradient,) = torch.autograd.grad(loss, copy.get_parameter(f"{name}.weight"))
    return float(gradient[index])
