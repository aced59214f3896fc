"""What each kind of operation does, shown on one image: what goes in, what it works with, what comes out.

Every number is the network's own, from one forward pass; only dropout is done here, for a network that answers leaves
nothing out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from core.digits.classifier import activations
from core.digits.counted import counted
from core.digits.model import DigitNet

Floats = NDArray[np.float32]
DROPPED = 0.2  # the share that the example of dropout leaves out


@dataclass(frozen=True, eq=False)
class Part:
    """One picture: a map (H, W), several (C, H, W), or numbers (C,)."""

    label: str
    values: Floats


@dataclass(frozen=True, eq=False)
class Illustration:
    """One kind of operation, "MaxPool2d", in the order of what happens, and what is so here, in a sentence.

    With `one_scale` the parts are of one quantity, and a colour should mean the same in all of them.
    """

    operation: str
    parts: tuple[Part, ...]
    note: str
    one_scale: bool = False


def illustrations(net: DigitNet, image: ArrayLike) -> tuple[Illustration, ...]:
    """Every kind of operation where this network, with batch normalisation and pooling in layer 2, has it first.

    One map of the first layer is followed: the one whose values differ most. `image` is (28, 28) in [0, 1].
    """
    seen = {each.name: each.values for each in activations(net, image)}
    followed = int(seen["layer1.conv"].std(axis=(1, 2)).argmax())
    first = {name: seen[f"layer1.{name}"][followed] for name in ("conv", "relu", "norm")}
    pooled = seen["layer2.pool"].std(axis=(1, 2)).argmax()
    return (
        _convolution(net, seen["input"], followed, first["conv"]),
        _relu(first["conv"], first["relu"]),
        _norm(net, followed, first["relu"], first["norm"]),
        _pooling(seen["layer2.norm"][pooled], seen["layer2.pool"][pooled]),
        _dropout(seen["layer2.pool"][pooled]),
        _global_average(seen["layer5.norm"], seen["layer5.pool"]),
        _linear(net, seen["layer6.norm"], seen["layer7.linear"]),
        _log_softmax(seen["layer7.linear"], seen["layer7.log_softmax"]),
    )


def _convolution(net: DigitNet, image: Floats, index: int, after: Floats) -> Illustration:
    conv = net.get_submodule("layer1.conv")
    kernel = conv.get_parameter("weight")[index, 0].detach().numpy()
    bias = float(conv.get_parameter("bias")[index].detach())
    parts = Part("The image", image.reshape(image.shape[-2:])), Part("A kernel", kernel), Part("Its map", after)
    note = f"{kernel.size} weights and a bias of {_signed(bias)} make all {after.size:,} values of this map."
    return Illustration("Conv2d", parts, note)


def _relu(before: Floats, after: Floats) -> Illustration:
    note = f"{int((before < 0).sum()):,} of these {before.size:,} values were negative; they are 0 now."
    return Illustration("ReLU", (Part("Before", before), Part("After", after)), note, one_scale=True)


def _norm(net: DigitNet, index: int, before: Floats, after: Floats) -> Illustration:
    norm = net.get_submodule("layer1.norm")
    mean, variance = (float(norm.get_buffer(f"running_{name}")[index]) for name in ("mean", "var"))
    stretch, shift = (float(norm.get_parameter(name)[index].detach()) for name in ("weight", "bias"))
    spread = (variance + norm.eps) ** 0.5  # type: ignore[operator]  # of a BatchNorm2d, a float
    note = f"Every value x of this map becomes (x − {mean:.3g}) / {spread:.3g} × {_signed(stretch)} + {_signed(shift)}."
    return Illustration("BatchNorm2d", (Part("Before", before), Part("After", after)), note, one_scale=True)


def _pooling(before: Floats, after: Floats) -> Illustration:
    note = f"{before.shape[0]} × {before.shape[1]} values become {after.shape[0]} × {after.shape[1]}."
    return Illustration("MaxPool2d", (Part("Before", before), Part("After", after)), note, one_scale=True)


def _dropout(before: Floats) -> Illustration:
    kept = torch.rand(before.shape, generator=torch.Generator().manual_seed(0)).numpy() >= DROPPED
    after = np.where(kept, before / np.float32(1 - DROPPED), np.float32(0))  # as torch.nn.Dropout does
    note = (
        f"With a dropout of {DROPPED:g}, {int((~kept).sum())} of these {before.size} values are 0 this time; the others"
        f" are divided by {1 - DROPPED:g}, so that their sum stays about the same."
    )
    return Illustration("Dropout", (Part("Before", before), Part("After", after)), note, one_scale=True)


def _global_average(before: Floats, after: Floats) -> Illustration:
    maps, height, width = before.shape
    note = f"{counted(maps, 'map')} of {height} × {width} become {counted(len(after), 'number')}."
    return Illustration("GlobalAverage", (Part("The maps", before), Part("Their means", after)), note)


def _linear(net: DigitNet, before: Floats, after: Floats) -> Illustration:
    linear = net.get_submodule("layer7.linear")
    digit = int(after.argmax())
    weights = linear.get_parameter("weight")[digit].detach().numpy()
    bias = float(linear.get_parameter("bias")[digit].detach())
    parts = Part("The values", before), Part(f"Weights of the {digit}", weights), Part("Products", before * weights)
    note = f"The {weights.size} products and a bias of {_signed(bias)} add up to {_signed(float(after[digit]))}."
    return Illustration("Linear", parts, note)


def _log_softmax(before: Floats, after: Floats) -> Illustration:
    digit = int(after.argmax())
    parts = Part("before", before), Part("log softmax", after), Part("probability", np.exp(after))
    power, share = _signed(float(after[digit])), 100 * float(np.exp(after[digit]))
    note = f"The probability of {digit} is e to the power of {power}: {share:.2f} %."
    return Illustration("LogSoftmax", parts, note)


def _signed(number: float) -> str:
    return f"{number:.3g}".replace("-", "−")
