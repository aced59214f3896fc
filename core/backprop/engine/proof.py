"""Every gradient three ways: the chain rule, a central difference, and PyTorch's autograd; updates by torch.optim, too.

They agree wherever the loss has a slope. It has none where a net input of ReLU is exactly 0: there the chain rule and
PyTorch both take 0, and a central difference the mean of the slopes on both sides. Where a kink lies within its step of
1e-5, a central difference sees something in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from core.backprop.engine.architecture import architecture_of
from core.backprop.engine.batch import copy_of, single_of
from core.backprop.engine.network import Network
from core.backprop.engine.optimizer import BETA1, BETA2, EPSILON, MOMENTUM, RATE, Optimizer

if TYPE_CHECKING:
    import torch

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
    """The same gradients by PyTorch, written as anyone would write such a network in PyTorch: a matrix a layer.

    Raises ValueError for a graph that no architecture has, nor a batch of one.
    """
    twin = Twin.of(net)
    twin.loss().backward()  # type: ignore[no-untyped-call]
    gradients = twin.by_name(tensor.grad for tensor in twin.leaves.values())
    return {weight: gradients[weight] for weight in net.graph.weights}


def torch_optimized(net: Network, optimizer: Optimizer, updates: int) -> dict[str, float]:
    """Every weight after so many updates by torch.optim. Imports torch, and raises what `autograd` raises."""
    import torch

    twin, settings = Twin.of(net), optimizer.settings
    parameters, rate = list(twin.leaves.values()), settings[RATE]
    if optimizer.name == "Adam":
        betas, epsilon = (settings[BETA1], settings[BETA2]), settings[EPSILON]
        by_torch: torch.optim.Optimizer = torch.optim.Adam(parameters, lr=rate, betas=betas, eps=epsilon)
    else:
        by_torch = torch.optim.SGD(parameters, lr=rate, momentum=settings.get(MOMENTUM, 0.0))
    for _ in range(updates):
        by_torch.zero_grad()
        twin.loss().backward()  # type: ignore[no-untyped-call]
        by_torch.step()
    weights = twin.by_name(twin.leaves.values())
    return {weight: weights[weight] for weight in net.graph.weights}


@dataclass(frozen=True)
class Twin:
    """A network in PyTorch: `leaves` are tensors of weights, by the names of what is in them, `loss` the forward pass.

    That of a batch is the mean of its examples' losses.
    """

    leaves: Mapping[str, torch.Tensor]
    loss: Callable[[], torch.Tensor]

    def by_name(self, tensors: Iterable[torch.Tensor | None]) -> dict[str, float]:
        """The numbers in tensors like the leaves, by the weights' names."""
        found: dict[str, float] = {}
        for key, tensor in zip(self.leaves, tensors, strict=True):
            found |= zip(key.split(), cast("torch.Tensor", tensor).tolist(), strict=True)
        return found

    @classmethod
    def of(cls, net: Network) -> Twin:
        """Raises ValueError like `autograd`."""
        import torch  # seconds to import, so only when asked for

        graph, examples = single_of(net.graph)
        try:
            architecture = architecture_of(graph)
        except ValueError:
            raise ValueError(
                "The PyTorch twin is written for the worksheet network only, in every shape an Architecture can give "
                "it."
            ) from None
        numbers = {name: float(cast(float, number)) for name, number in net.numbers.items()}
        leaves: dict[str, torch.Tensor] = {}

        def leaf(names: Sequence[str]) -> torch.Tensor:
            key = " ".join(names)  # a shared bias is one tensor, however many neurons add it
            if key not in leaves:
                values = [numbers[name] for name in names]
                leaves[key] = torch.tensor(values, dtype=torch.float64, requires_grad=True)
            return leaves[key]

        def given(names: Sequence[str]) -> torch.Tensor:
            return torch.tensor([numbers[name] for name in names], dtype=torch.float64)

        activation = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}[architecture.activation]

        def loss_of(a: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
            used = 0
            for layer in architecture.layers:
                weights = [f"w{used + 1 + each}" for each in range(len(layer) * len(a))]
                used += len(weights)
                z = leaf(weights).reshape(len(layer), len(a)) @ a
                if architecture.biases == "per neuron":
                    z = z + leaf([f"b_{neuron}" for neuron in layer])
                elif architecture.biases == "shared":
                    z = z + leaf([architecture.bias(layer[0])])
                elif architecture.biases == "frozen":
                    z = z + numbers[architecture.bias(layer[0])]
                if layer is not architecture.layers[-1]:
                    a = activation(z)
            if architecture.loss == "cross-entropy":
                return -(t * torch.log_softmax(z, 0)).sum()
            answer = torch.tanh(z) if architecture.activation == "tanh" else torch.sigmoid(z)
            return 0.5 * ((t - answer) ** 2).sum()

        def loss() -> torch.Tensor:
            copies = [graph] if examples == 1 else [copy_of(graph, example) for example in range(examples)]
            losses = [loss_of(given(copy.inputs), given(copy.targets)) for copy in copies]
            return losses[0] if examples == 1 else torch.stack(losses).mean()

        loss()  # which makes the leaves
        return cls(leaves, loss)
