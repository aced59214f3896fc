"""The digit network: the module of a design. As shipped: seven layers, fewer than 20,000 parameters."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from core.digits import operations as data
from core.digits.design import KERNELS, PADDING, WIDTHS, Design, seven_layers
from core.digits.operations import CLASSES, SIDE, Shape

__all__ = ["CLASSES", "SIDE", "DigitNet", "as_lists", "as_tuples", "check_network", "design_of"]


class GlobalAverage(nn.Module):
    """The mean of each feature map: (N, C, H, W) -> (N, C)."""

    def forward(self, maps: Tensor) -> Tensor:
        return maps.mean(dim=(2, 3))


class Dropout(nn.Dropout):
    """Dropout, in the first `epochs` epochs only if that is not 0."""

    def __init__(self, rate: float, epochs: int) -> None:
        super().__init__(rate)
        self.epochs = epochs


class GhostBatchNorm(nn.BatchNorm2d):
    """Batch normalisation of each of `parts` parts of a batch on its own (E. Hoffer et al., arXiv:1705.08741)."""

    def __init__(self, width: int, parts: int) -> None:
        super().__init__(width)
        self.parts = parts

    def _check_input_dim(self, input: Any) -> None:
        pass  # maps and single values are both welcome

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return super().forward(x)
        parts = min(self.parts, max(1, len(x) // 2))  # one image alone has no variance
        return torch.cat([super(GhostBatchNorm, self).forward(part) for part in x.tensor_split(parts)])


class LayerNorm(nn.GroupNorm):
    """Normalisation over all maps of an image, scaled and shifted map by map (J. L. Ba et al., arXiv:1607.06450)."""

    def __init__(self, width: int) -> None:
        super().__init__(1, width)


class DigitNet(nn.Module):
    """From (N, 1, 28, 28), ink 1 and paper 0, to (N, 10) log-probabilities.

    `design` is a list of operations as `Design` writes it. Without one it is the exercise's seven layers, of which
    `widths` are the feature maps of the five convolutions and the neurons of the hidden fully connected layer, and
    `kernels` and `padding` belong to the five convolutions; to see what they are good for, batch normalisation can be
    left out, and max pooling moved to another of the first four layers. Each operation is a named module:
    `net.layer2.pool`.

    Raises ValueError for settings that make no network.
    """

    def __init__(
        self,
        widths: tuple[int, ...] = WIDTHS,
        kernels: tuple[int, ...] = KERNELS,
        padding: tuple[int, ...] = PADDING,
        dropout: float = 0.0,
        batch_norm: bool = True,
        pool_after: int = 2,
        design: str = "",
    ) -> None:
        check_network(widths, kernels, padding, dropout, pool_after, design)
        super().__init__()
        self.design = design_of(widths, kernels, padding, dropout, batch_norm, pool_after, design)
        layers: dict[str, OrderedDict[str, nn.Module]] = {}
        for step in self.design.steps():
            layer, _, name = step.name.partition(".")
            layers.setdefault(layer, OrderedDict())[name] = _module(step.operation, step.before)
        for layer, modules in layers.items():
            self.add_module(layer, nn.Sequential(modules))

    def forward(self, images: Tensor) -> Tensor:
        x = images
        for layer in self.children():
            x = layer(x)
        return x

    def begin_epoch(self, epoch: int) -> None:
        """Training mode in an epoch, counted from 0: without the dropout that is over by then."""
        self.train()
        for module in self.modules():
            if isinstance(module, Dropout) and module.epochs:
                module.train(epoch < module.epochs)


def _module(operation: data.Operation, before: Shape) -> nn.Module:
    """The module of an operation for what comes in."""
    wide, maps = before[0], len(before) == 3
    match operation:
        case data.Convolution(width, kernel, stride, padding, bias):
            return nn.Conv2d(wide, width, kernel, stride, padding, bias=bias)
        case data.FullyConnected(width, bias):
            return nn.Linear(wide, width, bias)
        case data.BatchNorm():
            return nn.BatchNorm2d(wide) if maps else nn.BatchNorm1d(wide)
        case data.GhostBatchNorm(parts):
            return GhostBatchNorm(wide, parts)
        case data.LayerNorm():
            return LayerNorm(wide)
        case data.GroupNorm(groups):
            return nn.GroupNorm(groups, wide)
        case data.MaxPooling(size):
            return nn.MaxPool2d(size)
        case data.Dropout(rate, epochs):
            return Dropout(rate, epochs)
        case data.GlobalAverage():
            return GlobalAverage()
        case data.LogSoftmax():
            return nn.LogSoftmax(dim=1)
        case data.ReLU():
            return nn.ReLU()
    raise TypeError(f"{type(operation).__name__} has no module.")


def as_lists(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of DigitNet as files have them: a list for a tuple."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in settings.items()}


def as_tuples(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of DigitNet from a file. Raises AttributeError for what is no mapping."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in settings.items()}


def design_of(
    widths: tuple[int, ...],
    kernels: tuple[int, ...],
    padding: tuple[int, ...],
    dropout: float,
    batch_norm: bool,
    pool_after: int,
    design: str,
) -> Design:
    """The list of operations that these arguments of DigitNet stand for. Raises ValueError for a text of no design."""
    return Design.parse(design) if design else seven_layers(widths, kernels, padding, dropout, batch_norm, pool_after)


def check_network(
    widths: tuple[int, ...],
    kernels: tuple[int, ...],
    padding: tuple[int, ...],
    dropout: float,
    pool_after: int,
    design: str = "",
) -> None:
    """Raises ValueError, in one sentence, unless these settings make a network."""
    if design:
        if problems := Design.parse(design).problems():
            position, sentence = problems[0]
            raise ValueError(f"operation {position + 1} of the design does not fit: {sentence}")
        return
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
    for step in seven_layers(widths, kernels, padding, dropout, pool_after=pool_after).steps():
        if step.problem:
            layer = step.name.partition(".")[0].removeprefix("layer")
            raise ValueError(f"layer {layer} has nothing left to see: use smaller kernels or more padding.")


def _listed(numbers: tuple[int, ...]) -> str:
    return " ".join(map(str, numbers))
