"""Which pixels mattered for a digit: three answers, each a plain (28, 28) array, for any of the ten digits.

None of them explains the network; each answers one question exactly. All are taken in eval mode and leave the network
as it was. They raise ValueError for an image that is not (28, 28) in [0, 1] and for a digit that is none.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from core.digits.hooks import INPUT, batch, checked_one, log_probabilities, logits, one_thread, outputs
from core.digits.model import CLASSES, SIDE, DigitNet
from core.digits.receptive_field import centres, last_maps

Floats = NDArray[np.float32]


def gradient_times_input(net: DigitNet, image: ArrayLike, digit: int) -> Floats:
    """What each pixel adds to the digit's logit if the network were linear from here: ∂z/∂x · x.

    Shrikumar, Greenside and Kundaje, arXiv:1605.01713. Paper has no ink and so no share, however much ink there
    would matter.
    """
    pixels, gradient = _with_gradient(net, image, digit, INPUT)
    share: Floats = (gradient * pixels)[0]
    return share


def grad_cam(net: DigitNet, image: ArrayLike, digit: int, name: str | None = None) -> Floats:
    """Where the maps of an operation speak for the digit, at least 0: ReLU(Σₖ αₖ Aₖ), αₖ the mean of ∂z/∂Aₖ.

    Selvaraju et al., "Grad-CAM", arXiv:1610.02391, equations 1 and 2. Enlarged to 28×28 linearly, each cell put in
    the middle of what it sees, not merely stretched: maps made without padding do not reach the image's edge. The
    maps are those of operation `name`; without one, those that global average pooling reads. Raises ValueError also
    for an operation without maps.
    """
    name = name or last_maps(net)
    first, jump = centres(net, name)
    maps, gradient = _with_gradient(net, image, digit, name)
    coarse = np.maximum((gradient.mean(axis=(1, 2), keepdims=True) * maps).sum(axis=0), 0)
    rows, columns = (_spread(length, first, jump) for length in coarse.shape)
    fine: Floats = (rows @ coarse @ columns.T).astype(np.float32)
    return fine


def occlusion(net: DigitNet, image: ArrayLike, digit: int, patch: int = 5, stride: int = 2) -> Floats:
    """How much log-probability the digit loses where a square of `patch` pixels is wiped out, negative for a gain.

    Zeiler and Fergus, arXiv:1311.2901. The squares are `stride` pixels apart and reach both edges; each pixel has the
    mean over the squares that cover it. Raises ValueError also for squares that would leave pixels out.
    """
    if not 1 <= stride <= patch <= SIDE:
        raise ValueError(f"1 ≤ stride ≤ patch ≤ {SIDE} must hold, not stride {stride} and patch {patch}.")
    whole = checked_one(image)
    _check(digit)
    starts = sorted({*range(0, SIDE - patch + 1, stride), SIDE - patch})
    squares = np.zeros((len(starts) ** 2, SIDE, SIDE), bool)
    for square, (top, left) in zip(squares, np.stack(np.meshgrid(starts, starts), -1).reshape(-1, 2), strict=True):
        square[top : top + patch, left : left + patch] = True
    images = np.concatenate([whole[None], np.where(squares, np.float32(0), whole)])
    with one_thread(), torch.inference_mode():
        answers = log_probabilities(outputs(net, batch(net, images)))[:, digit].float().cpu().numpy()
    drops = answers[0] - answers[1:]
    mean: Floats = (np.tensordot(drops, squares, 1) / squares.sum(axis=0)).astype(np.float32)
    return mean


def _with_gradient(net: DigitNet, image: ArrayLike, digit: int, name: str) -> tuple[Floats, Floats]:
    """What operation `name` made of the image, and the gradient of the digit's logit with respect to it."""
    _check(digit)
    with one_thread(), torch.enable_grad():
        seen = outputs(net, batch(net, checked_one(image)[None]).requires_grad_())
        (gradient,) = torch.autograd.grad(logits(seen)[0, digit], seen[name])
    values, slopes = (tensor[0].detach().float().cpu().numpy() for tensor in (seen[name], gradient))
    return values, slopes


def _spread(length: int, first: float, jump: float) -> Floats:
    """The matrix (28, length) of linear interpolation between cells at `first`, `first + jump`, ... in the image."""
    at = np.clip((np.arange(SIDE) - first) / jump, 0, length - 1)
    distance = np.abs(at[:, None] - np.arange(length))
    weights: Floats = np.maximum(1 - distance, 0).astype(np.float32)
    return weights


def _check(digit: int) -> None:
    if digit not in range(CLASSES):
        raise ValueError(f"a digit is from 0 to {CLASSES - 1}, not {digit}.")
