"""The digit network: seven layers, fewer than 20,000 parameters."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from torch import Tensor, nn

SIDE = 28  # pixels of an image, in both directions
CLASSES = 10


class GlobalAverage(nn.Module):
    """The mean of each feature map: (N, C, H, W) -> (N, C)."""

    def forward(self, maps: Tensor) -> Tensor:
        return maps.mean(dim=(2, 3))


class DigitNet(nn.Module):
    """Seven layers from (N, 1, 28, 28), ink 1 and paper 0, to (N, 10) log-probabilities.

    `widths` are the feature maps of the five convolutions and the neurons of the hidden fully connected layer,
    `kernels` and `padding` belong to the five convolutions. To see what they are good for, batch normalisation can be
    left out, and max pooling moved to another of the first four layers. Each operation is a named module:
    `net.layer2.pool`.

    Raises ValueError for settings that make no network.
    """

    def __init__(
        self,
        widths: tuple[int, ...] = (10, 16, 24, 24, 32, 32),
        kernels: tuple[int, ...] = (5, 3, 3, 3, 3),
        padding: tuple[int, ...] = (1, 1, 0, 0, 0),
        dropout: float = 0.0,
        batch_norm: bool = True,
        pool_after: int = 2,
    ) -> None:
        check_network(widths, kernels, padding, dropout, pool_after)
        super().__init__()

        def norm(width: int, kind: type[nn.Module] = nn.BatchNorm2d) -> nn.Module | None:
            return kind(width) if batch_norm else None

        def pool(layer: int) -> nn.Module | None:
            return nn.MaxPool2d(2) if layer == pool_after else None

        c1, c2, c3, c4, c5, hidden = widths
        k1, k2, k3, k4, k5 = kernels
        p1, p2, p3, p4, p5 = padding
        self.layer1 = _layer(
            conv=nn.Conv2d(1, c1, k1, padding=p1),
            relu=nn.ReLU(),
            norm=norm(c1),
            pool=pool(1),
        )
        self.layer2 = _layer(
            conv=nn.Conv2d(c1, c2, k2, padding=p2),
            relu=nn.ReLU(),
            norm=norm(c2),
            pool=pool(2),
            drop=nn.Dropout(dropout),
        )
        self.layer3 = _layer(
            conv=nn.Conv2d(c2, c3, k3, padding=p3),
            relu=nn.ReLU(),
            norm=norm(c3),
            pool=pool(3),
            drop=nn.Dropout(dropout),
        )
        self.layer4 = _layer(
            conv=nn.Conv2d(c3, c4, k4, padding=p4),
            relu=nn.ReLU(),
            norm=norm(c4),
            pool=pool(4),
            drop=nn.Dropout(dropout),
        )
        self.layer5 = _layer(
            conv=nn.Conv2d(c4, c5, k5, padding=p5),
            relu=nn.ReLU(),
            norm=norm(c5),
            pool=GlobalAverage(),
            drop=nn.Dropout(dropout),
        )
        self.layer6 = _layer(
            linear=nn.Linear(c5, hidden),
            relu=nn.ReLU(),
            norm=norm(hidden, nn.BatchNorm1d),
            drop=nn.Dropout(dropout),
        )
        self.layer7 = _layer(
            linear=nn.Linear(hidden, CLASSES),
            log_softmax=nn.LogSoftmax(dim=1),
        )

    def forward(self, images: Tensor) -> Tensor:
        x: Tensor = self.layer1(images)
        x = self.layer2(x)
        x = self.layer3(x)
        x = self.layer4(x)
        x = self.layer5(x)
        x = self.layer6(x)
        x = self.layer7(x)
        return x


def as_lists(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of DigitNet as files have them: a list for a tuple."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in settings.items()}


def as_tuples(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of DigitNet from a file. Raises AttributeError for what is no mapping."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in settings.items()}


def _layer(**operations: nn.Module | None) -> nn.Sequential:
    return nn.Sequential(OrderedDict((name, module) for name, module in operations.items() if module is not None))


def check_network(
    widths: tuple[int, ...], kernels: tuple[int, ...], padding: tuple[int, ...], dropout: float, pool_after: int
) -> None:
    """Raises ValueError, in one sentence, unless these settings make a network."""
    if len(widths) != 6 or not all(1 <= width <= 1024 for width in widths):
        raise ValueError(f"widths must be six whole numbers from 1 to 1024, not {_listed(widths)}.")
    if len(kernels) != 5 or not all(1 <= kernel <= SIDE for kernel in kernels):
        raise ValueError(f"kernels must be five whole numbers from 1 to {SIDE}, not {_listed(kernels)}.")
    if len(padding) != 5 or not all(0 <= pad < SIDE for pad in padding):
        raise ValueError(f"padding must be five whole numbers from 0 to {SIDE - 1}, not {_listed(padding)}.")
    if not 0 <= dropout < 1:
        raise ValueError(f"dropout must be at least 0 and below 1, not {dropout}.")
    if not 1 <= pool_after <= 4:
        raise ValueError(f"pool_after must be a layer from 1 to 4, not {pool_after}.")
    side = SIDE
    for layer, (kernel, pad) in enumerate(zip(kernels, padding, strict=True), start=1):
        side += 2 * pad - kernel + 1
        side = side // 2 if layer == pool_after else side  # max pooling
        if side < 1:
            raise ValueError(f"layer {layer} has nothing left to see: use smaller kernels or more padding.")


def _listed(numbers: tuple[int, ...]) -> str:
    return " ".join(map(str, numbers))
