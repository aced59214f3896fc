"""What would make it a 4: the few dabs of ink, added or wiped out, that change the network's answer.

A greedy search. The gradient of the margin says roughly what each of 2 × 784 dabs would do; the most promising ones
are tried, and the best of them stays. In the end every dab that turned out not to be needed is taken back. Fewer dabs
may be possible: nobody tried all combinations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from core.digits.hooks import batch, checked_one, logits, one_thread, outputs
from core.digits.model import CLASSES, SIDE, DigitNet

Floats = NDArray[np.float32]

RADIUS = 1.2  # pixels: about the pen that MNIST was written with
MOST = 40  # dabs
TRIED = 24  # dabs that are tried in earnest at each turn
MORE = 200  # and if none of them helps


@dataclass(frozen=True)
class Dab:
    """A round dab at pixel (row, column), of ink if `adds`, else wiping it out; `margin` is the margin after it."""

    row: int
    column: int
    adds: bool
    margin: float


@dataclass(frozen=True, eq=False)
class Counterfactual:
    """The image after all dabs, in order. `margin` is the wanted digit's logit less the largest other one, before.

    `flipped` says whether the network reads the image as the wanted digit, that is, whether the last margin is above 0.
    """

    to: int
    image: Floats
    margin: float
    dabs: tuple[Dab, ...]
    flipped: bool


def counterfactual(net: DigitNet, image: ArrayLike, to: int, most: int = MOST) -> Counterfactual:
    """The few dabs of ink after which the network reads the image (28, 28) as `to`, at most `most` of them.

    In eval mode; the network is unchanged. The search gives up where no dab helps any more. Raises ValueError for a
    digit that is none, for `most` below 0, and for an image that is not (28, 28) in [0, 1].
    """
    start = checked_one(image)
    if to not in range(CLASSES) or most < 0:
        raise ValueError(f"a digit is from 0 to {CLASSES - 1} and dabs are 0 or more, not {to} and {most}.")
    now, marks, chosen = start, _marks(), list[tuple[int, bool]]()
    with one_thread():
        margin = first = float(_margins(net, start[None], to)[0])
        while margin <= 0 and len(chosen) < most:
            images = np.concatenate(
                [np.maximum(now, marks), now * (1 - marks)]
            )  # first all that add, then all that wipe
            gain = ((images - now) * _gradient(net, now, to)).sum(axis=(1, 2))
            promising = np.argsort(-gain, kind="stable")
            for tried in (promising[:TRIED], promising[TRIED : TRIED + MORE]):
                margins = _margins(net, images[tried], to)
                if helps := bool(margins.max() > margin):
                    break
            if not helps:
                break
            best, margin = int(tried[margins.argmax()]), float(margins.max())
            chosen.append((best % SIDE**2, best < SIDE**2))
            now = images[best]
        if margin > 0:
            chosen = _needed(net, start, to, chosen)
        steps = [dabbed(start, chosen[: count + 1]) for count in range(len(chosen))]
        after = _margins(net, np.stack([start, *steps]), to)
    dabs = tuple(
        Dab(*divmod(spot, SIDE), adds, float(reached)) for (spot, adds), reached in zip(chosen, after[1:], strict=True)
    )
    return Counterfactual(to, (steps or [start])[-1], first, dabs, bool(after[-1] > 0))


def dabbed(image: Floats, dabs: Sequence[tuple[int, bool]]) -> Floats:
    """The image after dabs, each (28 · row + column, whether it adds ink)."""
    for spot, adds in dabs:
        mark = _marks()[spot]
        image = np.maximum(image, mark) if adds else image * (1 - mark)
    return image


def _needed(net: DigitNet, start: Floats, to: int, dabs: list[tuple[int, bool]]) -> list[tuple[int, bool]]:
    """The dabs without those that can be left out, the least needed first."""
    while dabs:
        fewer = [dabs[:i] + dabs[i + 1 :] for i in range(len(dabs))]
        margins = _margins(net, np.stack([dabbed(start, some) for some in fewer]), to)
        if margins.max() <= 0:
            break
        dabs = fewer[int(margins.argmax())]
    return dabs


@lru_cache(maxsize=1)
def _marks() -> Floats:
    """A dab at each pixel, (784, 28, 28) in [0, 1], soft over one pixel at its edge."""
    row, column = np.indices((SIDE, SIDE))
    distance = np.hypot(row - row.reshape(-1, 1, 1), column - column.reshape(-1, 1, 1))
    marks: Floats = np.clip(RADIUS + 0.5 - distance, 0, 1).astype(np.float32)
    marks.setflags(write=False)
    return marks


def _margin(z: Tensor, to: int) -> Tensor:
    others = torch.cat([z[:, :to], z[:, to + 1 :]], dim=1)
    return z[:, to] - others.amax(dim=1)


def _margins(net: DigitNet, images: Floats, to: int) -> Floats:
    with torch.inference_mode():
        margins: Floats = _margin(logits(outputs(net, batch(net, images))), to).float().cpu().numpy()
    return margins


def _gradient(net: DigitNet, image: Floats, to: int) -> Floats:
    with torch.enable_grad():
        pixels = batch(net, image[None]).requires_grad_()
        (gradient,) = torch.autograd.grad(_margin(logits(outputs(net, pixels)), to).sum(), pixels)
    return np.asarray(gradient[0, 0].float().cpu())
