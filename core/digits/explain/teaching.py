"""Teach it: one step of gradient descent on one drawing, on a copy of the network."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from math import isfinite

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import ArrayLike, NDArray
from torch import Tensor, nn

from core.digits.classifier import AT_ONCE, frozen, probabilities
from core.digits.hooks import batch, checked, checked_one, one_thread
from core.digits.model import CLASSES, DigitNet

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Moved:
    """How far the parameters of one layer, "layer3", moved: the length of their change, and of what they were."""

    layer: str
    change: float
    length: float

    @property
    def share(self) -> float:
        """The change as a share of the length."""
        return self.change / self.length if self.length else float(self.change > 0)


@dataclass(frozen=True, eq=False)
class Taught:
    """A network after one step, frozen like the one it came from.

    `before` and `after` are the ten probabilities of the drawing, `loss` is −log p(label) before the step.
    """

    net: DigitNet
    label: int
    loss: float
    before: Floats
    after: Floats
    moved: tuple[Moved, ...]


def teach(net: DigitNet, image: ArrayLike, label: int, learning_rate: float) -> Taught:
    """One step w − η·∂loss/∂w of every parameter on a copy, for one image (28, 28) and what it really was.

    In eval mode: batch normalisation keeps the mean and variance it remembers, for one image has none of its own. The
    given network stays as it is, so that keeping it is all there is to undoing. Raises ValueError for a learning rate
    that is not above 0 or so high that the weights are no longer numbers, for a label that is no digit, and for an
    image that is not (28, 28) in [0, 1].
    """
    if not (isfinite(learning_rate) and learning_rate > 0):
        raise ValueError(f"the learning rate must be above 0, not {learning_rate}.")
    if label not in range(CLASSES):
        raise ValueError(f"a digit is from 0 to {CLASSES - 1}, not {label}.")
    pixels = checked_one(image)[None]
    taught = deepcopy(net).eval().requires_grad_(True)
    with one_thread(), torch.enable_grad():
        loss = F.nll_loss(taught(batch(taught, pixels)), torch.tensor([label]).to(next(net.parameters()).device))
        gradients = torch.autograd.grad(loss, list(taught.parameters()))
    frozen(taught)
    with torch.no_grad():
        for parameter, gradient in zip(taught.parameters(), gradients, strict=True):
            parameter.sub_(gradient, alpha=learning_rate)
    after = probabilities(taught, pixels)[0]
    if not np.isfinite(after).all():
        raise ValueError(f"After a step of {learning_rate} the weights are no longer numbers: try a smaller one.")
    moved = tuple(
        Moved(name, _length(_difference(layer, old)), _length([p.detach() for p in old.parameters()]))
        for (name, layer), old in zip(taught.named_children(), net.children(), strict=True)
    )
    before = probabilities(deepcopy(net).eval(), pixels)[0]
    return Taught(taught, label, float(loss.detach()), before, after, moved)


@dataclass(frozen=True)
class Marks:
    """How a network did on some images: how many are right, and the mean of −log p(label)."""

    right: int
    images: int
    loss: float


def score(net: DigitNet, images: ArrayLike, labels: ArrayLike) -> Marks:
    """How many of the images (N, 28, 28) in [0, 1] the network reads as their labels (N,) say.

    `net` must be in eval mode. Raises ValueError for no images, for labels that are no digits or not as many, and as
    `probabilities` does.
    """
    pixels, digits = checked(images), np.asarray(labels)
    if not len(pixels) or digits.shape != (len(pixels),) or not np.isin(digits, range(CLASSES)).all():
        raise ValueError(f"{len(pixels)} images need as many labels from 0 to {CLASSES - 1}, and at least one.")
    if net.training:
        raise ValueError("a network in training mode answers for the whole batch, not for one image: call eval().")
    with one_thread(), torch.inference_mode():
        answers = torch.cat([net(batch(net, some)) for some in np.split(pixels, range(AT_ONCE, len(pixels), AT_ONCE))])
    expected = torch.from_numpy(digits.astype(np.int64)).to(answers.device)
    right = int((answers.argmax(dim=1) == expected).sum())
    return Marks(right, len(pixels), float(F.nll_loss(answers.cpu().double(), expected.cpu())))


def _difference(new: nn.Module, old: nn.Module) -> list[Tensor]:
    return [(a - b).detach() for a, b in zip(new.parameters(), old.parameters(), strict=True)]


def _length(tensors: list[Tensor]) -> float:
    return float(torch.cat([tensor.cpu().double().flatten() for tensor in tensors]).norm())
