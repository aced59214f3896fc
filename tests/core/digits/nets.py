"""Small digit networks that have been through some training, as far as their numbers show, and digits for them."""

from typing import Any

import numpy as np
import torch
from hypothesis import strategies as st
from numpy.typing import NDArray
from torch import nn

from core.digits.classifier import Activation, frozen
from core.digits.data.synthetic import digits
from core.digits.model import DigitNet

SETTINGS: dict[str, dict[str, Any]] = {
    "usual": {"widths": (4, 5, 6, 6, 7, 8), "kernels": (3, 3, 3, 3, 3), "padding": (1, 1, 0, 0, 0)},
    "padded everywhere": {"widths": (3, 4, 5, 4, 3, 6), "kernels": (3, 3, 3, 3, 3), "padding": (1, 1, 1, 1, 1)},
    "padded more than it sees": {"widths": (2, 3, 2, 3, 2, 4), "kernels": (7, 3, 3, 1, 1), "padding": (3, 4, 2, 3, 0)},
    "plain": {
        "widths": (3, 4, 5, 4, 3, 6),
        "kernels": (3, 3, 3, 3, 3),
        "padding": (1, 1, 0, 0, 0),
        "batch_norm": False,
        "pool_after": 4,
    },
    "pooled first": {
        "widths": (3, 4, 3, 4, 3, 5),
        "kernels": (2, 3, 3, 3, 3),
        "padding": (1, 1, 0, 0, 0),
        "pool_after": 1,
    },
    "mixed": {
        "widths": (4, 2, 3, 4, 5, 6),
        "kernels": (5, 4, 3, 2, 1),
        "padding": (2, 0, 1, 0, 0),
        "dropout": 0.3,
        "pool_after": 3,
    },
}


def seasoned(settings: dict[str, Any], seed: int = 0) -> DigitNet:
    """A network whose batch norm has means, variances, scales (some negative) and shifts far from where they begin."""
    torch.manual_seed(seed)
    net = DigitNet(**settings)
    for module in net.modules():
        if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
            for tensor, low, high in (
                (module.weight, -0.7, 1.5),
                (module.bias, -0.5, 0.5),
                (module.running_mean, -0.3, 0.5),
                (module.running_var, 0.05, 1.5),
            ):
                assert tensor is not None
                nn.init.uniform_(tensor, low, high)
    return frozen(net)


NETS = {name: seasoned(settings) for name, settings in SETTINGS.items()}
DIGITS = digits(40, seed=7)
LABELS: NDArray[np.int64] = DIGITS[1].numpy()
IMAGES: NDArray[np.float32] = (DIGITS[0].numpy() / 255).astype(np.float32)


def anywhere(one: Activation, draw: st.DataObject) -> tuple[int, ...]:
    """A place in an activation, its edges and corners more often than the rest."""
    return tuple(
        draw.draw(st.one_of(st.sampled_from((0, length - 1)), st.integers(0, length - 1)))
        for length in one.values.shape
    )
