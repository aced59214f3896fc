"""What the digit network sees: its answer, and the value of every operation on the way to it.

    classifier = load_classifier()
    probabilities = classifier.predict(images)
    seen = activations(classifier.net, image)

Any other digit network can be looked at in the same way. `core/digits/explain/` says more about one image: how each
value was made, which pixels mattered, how a convolution learns from it, what one step of learning does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import nn

from core.digits.hooks import INPUT, batch, checked, checked_one, one_thread, operations, outputs
from core.digits.model import DigitNet, as_lists, as_tuples
from core.errors import WeightsError

SHIPPED = Path(__file__).parent / "weights" / "digits.pt"
AT_ONCE = 500  # images in one forward pass: more would use memory and save no time

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Classifier:
    """A network that only answers: in eval mode, without gradients, safe to share between threads."""

    net: DigitNet

    def predict(self, images: ArrayLike) -> Floats:
        """Ten probabilities for each image: (N, 28, 28) in [0, 1], ink 1, to (N, 10) float32.

        Raises ValueError for another shape and for pixels that are not numbers from 0 to 1.
        """
        return probabilities(self.net, images)


@lru_cache(maxsize=1)
def load_classifier() -> Classifier:
    """The classifier with the shipped weights, one for the whole process. Raises WeightsError if they are not there."""
    return Classifier(read_weights(SHIPPED))


def save_weights(path: Path, net: DigitNet, settings: dict[str, Any]) -> None:
    """Writes a network to a file; `settings` are the arguments it was made with."""
    weights = {name: tensor.detach().cpu().contiguous() for name, tensor in net.state_dict().items()}
    torch.save({"network": as_lists(settings), "weights": weights}, path)


def read_weights(path: Path) -> DigitNet:
    """The network of a file that `save_weights` wrote, frozen and in eval mode.

    Raises WeightsError for a file that is missing or something else. Nothing in the file is executed.
    """
    try:
        saved = torch.load(path, weights_only=True, map_location="cpu")
        net = DigitNet(**as_tuples(saved["network"]))
        net.load_state_dict(saved["weights"])
    except FileNotFoundError as error:
        raise WeightsError(f"There are no weights at {path}: install the program again, or train a run.") from error
    except Exception as error:  # cut off, of something else, of another version: it is all the same remedy
        raise WeightsError(f"{path} has no weights of a digit network: restore the file.") from error
    return frozen(net)


def frozen(net: DigitNet) -> DigitNet:
    """The network itself, in eval mode and without gradients of its weights."""
    return net.eval().requires_grad_(False)


def probabilities(net: DigitNet, images: ArrayLike) -> Floats:
    """Ten probabilities for each image: (N, 28, 28) in [0, 1] to (N, 10) float32.

    `net` must be in eval mode, and stays as it is. Raises ValueError as `Classifier.predict` does.
    """
    if net.training:
        raise ValueError("a network in training mode answers for the whole batch, not for one image: call eval().")
    found = checked(images)
    answers = np.empty((len(found), 10), np.float32)
    with one_thread(), torch.inference_mode():
        for start in range(0, len(found), AT_ONCE):
            some = slice(start, start + AT_ONCE)
            answers[some] = net(batch(net, found[some])).exp().float().cpu().numpy()
    return answers


@dataclass(frozen=True, eq=False)
class Activation:
    """What one operation, "layer2.pool", made of an image: maps (C, H, W) or a vector (C,), float32.

    `operation` is its kind, "MaxPool2d"; the image itself is called "input", of kind "Input".
    """

    name: str
    operation: str
    values: Floats


def activations(net: DigitNet, image: ArrayLike) -> tuple[Activation, ...]:
    """The image (28, 28) and what every operation made of it, in order, from one forward pass in eval mode.

    The network is unchanged. Raises ValueError for another shape and for pixels that are not numbers from 0 to 1.
    """
    with one_thread(), torch.inference_mode():
        seen = outputs(net, batch(net, checked_one(image)[None]))
    return tuple(
        Activation(name, _kind(net, name), tensor[0].float().cpu().contiguous().numpy().copy())
        for name, tensor in seen.items()
    )


def _kind(net: DigitNet, name: str) -> str:
    return "Input" if name == INPUT else type(net.get_submodule(name)).__name__


@dataclass(frozen=True, eq=False)
class Filters:
    """The weights of one operation: kernels (maps made, maps read, k, k) or (neurons, inputs); their biases, or 0."""

    name: str
    operation: str
    weights: Floats
    bias: Floats


def filters(net: DigitNet) -> tuple[Filters, ...]:
    """The weights of every convolution and fully connected layer, in order, as copies."""
    return tuple(
        Filters(name, type(module).__name__, _copied(module.weight), _bias(module))
        for name, module in operations(net)
        if isinstance(module, nn.Conv2d | nn.Linear)
    )


def _bias(module: nn.Conv2d | nn.Linear) -> Floats:
    return np.zeros(len(module.weight), np.float32) if module.bias is None else _copied(module.bias)


def _copied(tensor: torch.Tensor) -> Floats:
    return tensor.detach().float().cpu().contiguous().numpy().copy()
