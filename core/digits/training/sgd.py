"""Gradient descent with momentum, in a few lines of foreach operations.

It does what `torch.optim.SGD(nesterov=True)` does, up to rounding, but making one of those imports PyTorch's compiler:
150 MB and seconds at the start of every run.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import torch
from torch import Tensor
from torch.nn import Parameter


class SGD:
    """Moves parameters against their gradients, the way Y. Nesterov's momentum has it (I. Sutskever et al., ICML 2013):

        g ← ∂loss/∂w + decay · w + l1 · sign(w)
        v ← momentum · v + g
        w ← w − rate · (g + momentum · v)

    The two are the gradients of the penalties ½ decay · w², called L2, and l1 · |w|, called L1. Both are for matrices
    and kernels only; biases and batch normalisation have no scale to hold.
    """

    def __init__(self, parameters: Iterable[Parameter], momentum: float, decay: float, l1: float = 0.0) -> None:
        self.momentum = momentum
        self.parameters: list[Tensor] = list(parameters)
        self.velocities = [torch.zeros_like(parameter) for parameter in self.parameters]
        self._decays = [decay if parameter.ndim > 1 else 0.0 for parameter in self.parameters]
        self._l1 = [l1 if parameter.ndim > 1 else 0.0 for parameter in self.parameters] if l1 else []

    def zero_grad(self) -> None:
        """Forgets all gradients."""
        for parameter in self.parameters:
            parameter.grad = None

    def minimize(self, loss: Tensor, rate: float) -> None:
        """A whole update for a loss: zero_grad, backward, step."""
        self.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self.step(rate)

    @torch.no_grad()
    def step(self, rate: float) -> None:
        """One step. Every parameter must have a gradient; the gradients stay as they are."""
        gradients = [cast(Tensor, parameter.grad) for parameter in self.parameters]
        decayed = torch._foreach_add(gradients, torch._foreach_mul(self.parameters, self._decays))
        if self._l1:
            torch._foreach_add_(decayed, torch._foreach_mul(torch._foreach_sign(self.parameters), self._l1))
        torch._foreach_mul_(self.velocities, self.momentum)
        torch._foreach_add_(self.velocities, decayed)
        torch._foreach_add_(decayed, self.velocities, alpha=self.momentum)
        torch._foreach_add_(self.parameters, decayed, alpha=-rate)

    def state(self) -> list[Tensor]:
        """What it remembers from step to step."""
        return self.velocities

    def restore(self, velocities: list[Tensor]) -> None:
        """Goes back to a state."""
        for mine, saved in zip(self.velocities, velocities, strict=True):
            mine.copy_(saved)
