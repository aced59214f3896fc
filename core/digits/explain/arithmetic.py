"""How one value of the digit network was made, as numbers that can be written out and checked with pencil and paper.

    seen = activations(net, image)
    explain(net, seen, "layer3.conv", (5, 2, 7)).groups

Everything is worked out again in float64 from the values before the operation and the weights, so that `result` agrees
with the network's own float32 `value` to float precision. Rows, columns, maps and digits count from 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from core.digits.classifier import Activation
from core.digits.hooks import INPUT
from core.digits.model import DigitNet, GlobalAverage
from core.digits.receptive_field import Field, place, receptive_field, window

Doubles = NDArray[np.float64]
Index = tuple[int, ...]

NORM = "γ·(x − μ) / √(σ² + ε) + β"
NUMBERS = {4: "four", 9: "nine"}  # in words


@dataclass(frozen=True)
class Place:
    """Where a value sits: `index` is (map, row, column) or (neuron,) in what `operation`, "layer2.pool", made."""

    operation: str
    index: Index


@dataclass(frozen=True)
class Term:
    """One value that went in, the factor it met, and what it gave.

    `place` is None where a convolution looks beyond the edge, at padding of 0. Where nothing is multiplied (pooling,
    dropout) the factor is 1; in a softmax `product` is e to the power of the value less the largest one.
    """

    label: str
    factor: float
    value: float
    product: float
    place: Place | None


@dataclass(frozen=True)
class Group:
    """Terms that belong together, one input map of a convolution for example, and the sum of their products."""

    label: str
    terms: tuple[Term, ...]
    sum: float


@dataclass(frozen=True)
class Arithmetic:
    """How the value at `index` of an operation came about.

    `rule` is the formula in symbols, `numbers` what its other symbols stand for. `result` is worked out here in
    float64, `value` is what the network itself has. `winner` is the place that won a pooling. `field` is the part of
    the image that the value depends on, None if that is nothing but padding.
    """

    operation: str
    kind: str
    index: Index
    field: Field | None
    rule: str
    groups: tuple[Group, ...]
    numbers: Mapping[str, float]
    result: float
    value: float
    winner: Place | None = None


def explain(net: DigitNet, seen: Sequence[Activation], name: str, index: Index) -> Arithmetic:
    """How the value at `index` of operation `name` was made from the activations before it.

    `seen` comes from `activations(net, image)`. Raises ValueError for an unknown name or index.
    """
    position = place(seen, name, index)
    value = float(seen[position].values[index])
    if name == INPUT:
        made = _Made("ink, from 0 to 1", (), value)
    else:
        before = seen[position - 1]
        made = _work(net.get_submodule(name))(
            net.get_submodule(name), _Before(before.name, before.values.astype(np.float64)), index
        )
    return Arithmetic(
        name,
        seen[position].operation,
        index,
        receptive_field(net, seen, name, index),
        made.rule,
        made.groups,
        made.numbers,
        made.result,
        value,
        made.winner,
    )


@dataclass(frozen=True, eq=False)
class _Before:
    """What the operation before this one made."""

    name: str
    values: Doubles

    def term(self, label: str, factor: float, index: Index) -> Term:
        value = float(self.values[index])
        return Term(label, factor, value, factor * value, Place(self.name, index))


@dataclass(frozen=True)
class _Made:
    rule: str
    groups: tuple[Group, ...]
    result: float
    numbers: Mapping[str, float] = field(default_factory=dict)
    winner: Place | None = None


def _work(module: nn.Module) -> Callable[[Any, _Before, Index], _Made]:
    """The function that works out an operation of this kind."""
    for kind, work in _WORK:
        if isinstance(module, kind):
            return work
    raise ValueError(f"{type(module).__name__} is no operation of a digit network.")


def _convolution(conv: nn.Conv2d, before: _Before, index: Index) -> _Made:
    """The products of the window with the kernel, input map by input map, and their sum; plus the bias."""
    out, row, column = index
    kernel, bias = _doubles(conv.weight)[out], _bias(conv, out)
    stride, pad = conv.stride[0], int(conv.padding[0])
    _, height, width = before.values.shape

    def term(channel: int, y: int, x: int) -> Term:
        at, label = (channel, row * stride - pad + y, column * stride - pad + x), f"row {y}, column {x}"
        factor = float(kernel[channel, y, x])
        if 0 <= at[1] < height and 0 <= at[2] < width:
            return before.term(label, factor, at)
        return Term(label, factor, 0.0, 0.0, None)

    groups = tuple(
        _group(f"input map {channel}", [term(channel, y, x) for y, x in np.ndindex(*kernel.shape[1:])])
        for channel in range(len(kernel))
    )
    return _Made("Σ w·x + b", groups, sum(group.sum for group in groups) + bias, {"b": bias})


def _linear(linear: nn.Linear, before: _Before, index: Index) -> _Made:
    weights, bias = _doubles(linear.weight)[index[0]], _bias(linear, index[0])
    group = _group("inputs", [before.term(f"input {i}", float(w), (i,)) for i, w in enumerate(weights)])
    return _Made("Σ w·x + b", (group,), group.sum + bias, {"b": bias})


def _relu(relu: nn.ReLU, before: _Before, index: Index) -> _Made:
    term = before.term("x", float(before.values[index] > 0), index)
    return _Made("max(0, x)", (_group("input", [term]),), term.product)


def _batch_norm(norm: nn.BatchNorm2d | nn.BatchNorm1d, before: _Before, index: Index) -> _Made:
    """Ioffe and Szegedy, arXiv:1502.03167, with the mean and variance remembered from training."""
    gamma, beta = (float(_doubles(parameter)[index[0]]) for parameter in (norm.weight, norm.bias))
    mean, variance = (float(_doubles(kept)[index[0]]) for kept in (norm.running_mean, norm.running_var))
    scale = gamma / np.sqrt(variance + norm.eps)
    term = before.term("x", float(scale), index)
    numbers = {"x": term.value, "γ": gamma, "μ": mean, "σ²": variance, "ε": norm.eps, "β": beta}
    return _Made(NORM, (_group("input", [term]),), float(scale * (term.value - mean) + beta), numbers)


def _group_norm(norm: nn.GroupNorm, before: _Before, index: Index) -> _Made:
    """Wu and He, arXiv:1803.08494, with the mean and variance of the values of this image's own group of maps."""
    gamma, beta = (float(_doubles(parameter)[index[0]]) for parameter in (norm.weight, norm.bias))
    size = norm.num_channels // norm.num_groups
    first = index[0] // size * size
    group = before.values[first : first + size]
    mean, variance = float(group.mean()), float(group.var())
    scale = gamma / np.sqrt(variance + norm.eps)
    term = before.term("x", float(scale), index)
    numbers = {"x": term.value, "γ": gamma, "μ": mean, "σ²": variance, "ε": norm.eps, "β": beta}
    return _Made(NORM, (_group("input", [term]),), float(scale * (term.value - mean) + beta), numbers)


def _max_pooling(pool: nn.MaxPool2d, before: _Before, index: Index) -> _Made:
    channel, row, column = index
    seen = window(pool, before.values.shape[1])
    spots = [(channel, row * seen.stride + y, column * seen.stride + x) for y, x in np.ndindex(seen.size, seen.size)]
    terms = [before.term(f"row {at[1]}, column {at[2]}", 1.0, at) for at in spots]
    won = max(terms, key=lambda term: term.value)  # the first of equals, as in torch
    return _Made(
        f"the largest of {NUMBERS.get(len(terms), len(terms))}", (_group("window", terms),), won.value, winner=won.place
    )


def _dropout(drop: nn.Dropout, before: _Before, index: Index) -> _Made:
    term = before.term("x", 1.0, index)
    return _Made("x: nothing is dropped but in training", (_group("input", [term]),), term.value, {"p": drop.p})


def _global_average(pool: GlobalAverage, before: _Before, index: Index) -> _Made:
    """The mean of the map: Lin, Chen and Yan, "Network in network", arXiv:1312.4400."""
    count = before.values[index[0]].size
    spots = [(index[0], int(y), int(x)) for y, x in np.ndindex(*before.values.shape[1:])]
    group = _group("map", [before.term(f"row {at[1]}, column {at[2]}", 1 / count, at) for at in spots])
    return _Made("Σ x / n", (group,), group.sum, {"n": float(count), "Σ x": float(before.values[index[0]].sum())})


def _log_softmax(softmax: nn.LogSoftmax, before: _Before, index: Index) -> _Made:
    """log pᵢ = zᵢ − m − log Σⱼ exp(zⱼ − m), where m is the largest z: without it exp could overflow."""
    largest = float(before.values.max())
    powers = np.exp(before.values - largest)
    total = float(powers.sum())
    terms = [
        Term(f"digit {digit}", 1.0, float(z), float(power), Place(before.name, (digit,)))
        for digit, (z, power) in enumerate(zip(before.values, powers, strict=True))
    ]
    result = float(before.values[index[0]]) - largest - float(np.log(total))
    numbers = {"z": float(before.values[index[0]]), "m": largest, "S": total, "p": float(np.exp(result))}
    return _Made("log p = z − m − log S, S = Σ e^(z − m)", (_group("digits", terms),), result, numbers)


_WORK: tuple[tuple[type[nn.Module] | tuple[type[nn.Module], ...], Callable[[Any, _Before, Index], _Made]], ...] = (
    (nn.Conv2d, _convolution),
    (nn.Linear, _linear),
    (nn.ReLU, _relu),
    ((nn.BatchNorm2d, nn.BatchNorm1d), _batch_norm),
    (nn.GroupNorm, _group_norm),
    (nn.MaxPool2d, _max_pooling),
    (nn.Dropout, _dropout),
    (GlobalAverage, _global_average),
    (nn.LogSoftmax, _log_softmax),
)


def _group(label: str, terms: Sequence[Term]) -> Group:
    return Group(label, tuple(terms), sum(term.product for term in terms))


def _bias(module: nn.Conv2d | nn.Linear, index: int) -> float:
    """The bias of one map or neuron; 0 where the operation has none."""
    return 0.0 if module.bias is None else float(_doubles(module.bias)[index])


def _doubles(tensor: Tensor | None) -> Doubles:
    assert tensor is not None  # batch norm keeps what it measured
    return tensor.detach().cpu().double().numpy()
