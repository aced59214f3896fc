"""Backward through a convolution: the gradient of one kernel weight as a sum over positions.

A kernel weight w[o, i, y, x] is used at every position (r, c) of the map o that its convolution makes, and meets the
input value in[i, s·r + y − p, s·c + x − p] there, p being the padding and s the stride. So by the chain rule

    ∂loss/∂w[o, i, y, x] = Σ over (r, c) of δ[o, r, c] · in[i, s·r + y − p, s·c + x − p],   δ = ∂loss/∂out

which is backpropagation of a fully connected layer, summed because the weight is shared (LeCun et al., "Gradient-based
learning applied to document recognition", 1998).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import ArrayLike, NDArray
from torch import nn

from core.digits.hooks import batch, checked_one, log_probabilities, one_thread, outputs
from core.digits.model import CLASSES, DigitNet

Doubles = NDArray[np.float64]
KernelIndex = tuple[int, int, int, int]  # map made, map read, row and column in the kernel


@dataclass(frozen=True)
class Position:
    """One term: at (row, column) of the map that was made, δ · input = term."""

    row: int
    column: int
    delta: float
    input: float
    term: float


@dataclass(frozen=True, eq=False)
class KernelGradient:
    """The gradient of one kernel weight, taken apart; every array has the shape (H, W) of the map that was made.

    `delta` is the loss's gradient there, `inputs` what the weight met (0 where that is padding), `terms` their
    products. `largest` are the largest terms by size, `rest` is the sum of all others, `total` the sum of all.
    `padding` and `stride` say where in the map read the weight looks: at row · stride + y − padding, and so the column.
    """

    operation: str
    index: KernelIndex
    weight: float
    loss: float
    padding: int
    stride: int
    delta: Doubles
    inputs: Doubles
    terms: Doubles
    largest: tuple[Position, ...]
    rest: float
    total: float


def kernel_gradient(
    net: DigitNet, image: ArrayLike, label: int, name: str, index: KernelIndex, largest: int = 8
) -> KernelGradient:
    """How the loss −log p(label) of one image would change with one weight of the convolution `name`, "layer3.conv".

    In eval mode: batch normalisation uses the mean and variance it remembers, as if they did not depend on the weight.
    The network is unchanged. The gradients have the precision of its numbers, and are summed in float64. Raises
    ValueError for an operation that is no convolution, a weight that is not there, a label that is no digit, and an
    image that is not (28, 28) in [0, 1].
    """
    conv = dict(net.named_modules()).get(name)
    if not isinstance(conv, nn.Conv2d):
        raise ValueError(f"{name!r} is no convolution.")
    if len(index) != 4 or not all(0 <= i < n for i, n in zip(index, conv.weight.shape, strict=True)):
        raise ValueError(f"{name} has weights {tuple(conv.weight.shape)}, and none at {index}.")
    if label not in range(CLASSES):
        raise ValueError(f"a digit is from 0 to {CLASSES - 1}, not {label}.")
    with one_thread(), torch.enable_grad():
        seen = outputs(net, batch(net, checked_one(image)[None]).requires_grad_())
        answer = log_probabilities(seen)
        loss = F.nll_loss(answer, torch.tensor([label], device=answer.device))
        (gradient,) = torch.autograd.grad(loss, seen[name])
    names = list(seen)
    before = seen[names[names.index(name) - 1]]
    out, channel, y, x = index
    pad, stride = int(conv.padding[0]), conv.stride[0]
    delta = gradient[0, out].cpu().double().numpy()
    height, width = delta.shape
    padded = np.pad(before[0, channel].detach().cpu().double().numpy(), pad)
    inputs = padded[y : y + height * stride : stride, x : x + width * stride : stride][:height, :width]
    terms = delta * inputs
    order = np.argsort(-np.abs(terms), axis=None, kind="stable")
    top = [divmod(int(place), width) for place in order[:largest]]
    return KernelGradient(
        name,
        index,
        float(conv.weight[index].detach()),
        float(loss.detach()),
        pad,
        stride,
        delta,
        inputs,
        terms,
        tuple(Position(r, c, float(delta[r, c]), float(inputs[r, c]), float(terms[r, c])) for r, c in top),
        float(terms.ravel()[order[largest:]].sum()),
        float(terms.sum()),
    )
