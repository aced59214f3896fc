"""How to look into a network while others use it: operation by operation, past their hooks, on one thread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from copy import deepcopy
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor, nn

from core.digits.model import SIDE, DigitNet

INPUT = "input"  # the name of what comes before the first operation


@contextmanager
def threads(count: int) -> Iterator[None]:
    """Everything inside is shared out among so many threads, then their number is what it was."""
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def one_thread() -> AbstractContextManager[None]:
    """Everything inside runs on the caller's own thread.

    A digit is far too little work to be shared out: on a busy machine waiting for the helpers takes a hundred times
    longer than the whole forward pass.
    """
    return threads(1)


def checked(images: ArrayLike) -> NDArray[np.float32]:
    """Images as (N, 28, 28) float32, ink 1 and paper 0.

    Raises ValueError, in a sentence, for another shape and for pixels that are not numbers from 0 to 1.
    """
    found: NDArray[Any] = np.asarray(images)
    if found.ndim != 3 or found.shape[1:] != (SIDE, SIDE):
        raise ValueError(f"images must be (N, {SIDE}, {SIDE}), not {found.shape}.")
    if not np.issubdtype(found.dtype, np.number) or np.iscomplexobj(found):
        raise ValueError(f"the pixels of an image must be numbers, not {found.dtype}.")
    if found.size and not (found.min() >= 0 and found.max() <= 1):  # false for NaN, too
        raise ValueError("the pixels of an image must be numbers from 0, paper, to 1, ink.")
    return found.astype(np.float32)


def checked_one(image: ArrayLike) -> NDArray[np.float32]:
    """One image as (28, 28) float32. Raises ValueError as `checked` does."""
    found = np.asarray(image)
    if found.shape != (SIDE, SIDE):
        raise ValueError(f"an image must be ({SIDE}, {SIDE}), not {found.shape}.")
    one: NDArray[np.float32] = checked(found[None])[0]
    return one


def batch(net: nn.Module, images: NDArray[np.floating[Any]]) -> Tensor:
    """Images (N, 28, 28) as the network takes them: (N, 1, 28, 28), its type of numbers, its device."""
    weights = next(net.parameters())
    return torch.from_numpy(np.ascontiguousarray(images))[:, None].to(weights)


def twin(net: DigitNet) -> DigitNet:
    """Another network that shares the weights of `net`, not in training mode."""
    shared = {id(tensor): tensor for tensor in (*net.parameters(), *net.buffers())}
    return deepcopy(net, shared).eval()


def operations(net: DigitNet) -> tuple[tuple[str, nn.Module], ...]:
    """Every operation with its name, "layer2.pool", in the order they run."""
    return tuple((name, module) for name, module in net.named_modules() if not list(module.children()))


def outputs(net: DigitNet, images: Tensor) -> dict[str, Tensor]:
    """What every operation made of (N, 1, 28, 28) in one forward pass, by name and in order; first comes the input.

    Gradients flow from one to the other unless they are switched off. The network is unchanged.
    """
    seen, x = {INPUT: images}, images
    for name, module in operations(twin(net) if net.training else net):
        x = seen[name] = module.forward(x)  # past the hooks of others; the layers are these operations in a row
    return seen


def log_probabilities(seen: Mapping[str, Tensor]) -> Tensor:
    """The network's answer, (N, 10), among the `outputs`: what the last operation made."""
    return [*seen.values()][-1]


def logits(seen: Mapping[str, Tensor]) -> Tensor:
    """What the log softmax at the end was given, (N, 10)."""
    return [*seen.values()][-2]
