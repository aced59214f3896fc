"""Every gradient three ways: the chain rule, a central difference, and PyTorch's autograd."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np

from core.backprop.network import WORKSHEET, Network

STEP = 1e-5  # near the cube root of the rounding error, where a central difference is most accurate
LEAST = 1e-10  # of a weight, so that even a huge one is really moved


@dataclass(frozen=True)
class Proof:
    """∂E_total/∂weight by three methods: derivatives, the forward pass alone, and another library."""

    weight: str
    chain_rule: float
    central_difference: float
    autograd: float

    @property
    def residual_difference(self) -> float:
        return abs(self.chain_rule - self.central_difference)

    @property
    def residual_autograd(self) -> float:
        return abs(self.chain_rule - self.autograd)


def prove(net: Network) -> tuple[Proof, ...]:
    """One proof a weight. Imports torch. Raises graph.NonFinite on overflow."""
    chain, difference, auto = net.gradients(), central_differences(net), autograd(net)
    return tuple(Proof(w, float(cast(float, chain[w])), difference[w], auto[w]) for w in net.graph.weights)


def central_differences(net: Network, step: float = STEP) -> dict[str, float]:
    """(E_total(w + s) - E_total(w - s)) / 2s for every weight w, with s = max(step, LEAST * |w|).

    All weights at once: each number becomes an array with one entry a weight, in which only that weight is moved.
    """
    weights = net.graph.weights
    w = np.array([net.numbers[name] for name in weights], dtype=np.float64)
    s = np.maximum(step, LEAST * np.abs(w))

    def loss(moved: np.ndarray) -> np.ndarray:
        rows = w[:, None] + np.diag(moved)
        return np.asarray(net.replaced(**dict(zip(weights, rows, strict=True))).values()[net.graph.loss])

    gradient = (loss(s) - loss(-s)) / ((w + s) - (w - s))  # what was really moved, rounding included
    return dict(zip(weights, gradient.tolist(), strict=True))


def autograd(net: Network) -> dict[str, float]:
    """The same gradients by PyTorch, for the worksheet network, written as anyone would write it in PyTorch."""
    import torch  # seconds to import, so only when asked for

    if net.graph is not WORKSHEET:
        raise ValueError("The PyTorch twin is written for the worksheet network only.")
    n = {name: torch.tensor(float(cast(float, x)), dtype=torch.float64) for name, x in net.numbers.items()}
    hidden = torch.stack([torch.stack([n["w1"], n["w2"]]), torch.stack([n["w3"], n["w4"]])]).requires_grad_()
    output = torch.stack([torch.stack([n["w5"], n["w6"]]), torch.stack([n["w7"], n["w8"]])]).requires_grad_()
    a_h = torch.sigmoid(hidden @ torch.stack([n["i1"], n["i2"]]))
    a_o = torch.sigmoid(output @ a_h)
    loss = 0.5 * ((torch.stack([n["t1"], n["t2"]]) - a_o) ** 2).sum()
    loss.backward()  # type: ignore[no-untyped-call]
    gradients = torch.cat([cast(torch.Tensor, matrix.grad).flatten() for matrix in (hidden, output)])
    return dict(zip(net.graph.weights, gradients.tolist(), strict=True))
