"""The table that describes a digit network: what each operation does to one image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from core.digits.model import SIDE
from core.digits.receptive_field import window


@dataclass(frozen=True)
class Row:
    """One operation as it ran: `shape` of one image's output, `receptive_field` in pixels of the image, a side."""

    name: str
    operation: str
    shape: tuple[int, ...]
    parameters: int
    multiply_adds: int
    receptive_field: int


def table(model: nn.Module) -> tuple[Row, ...]:
    """What each operation of a digit network does to one image, in the order they ran.

    Everything is read from the modules while an image passes through. Multiply-adds are counted where weights are
    used; comparisons, means and the softmax count as none. A receptive field ends at the image's edge.
    """
    rows: list[Row] = []
    field, jump = 1, 1  # what one output sees, and how far apart two neighbours look, in pixels of the image
    for name, module, before, after in _passed(model):
        seen = window(module, before.shape[-1] if before.ndim == 4 else 1)
        field, jump = field + (seen.size - 1) * jump, jump * seen.stride
        parameters = sum(parameter.numel() for parameter in module.parameters())
        kind = type(module).__name__
        shape = tuple(after.shape[1:])
        rows.append(Row(name, kind, shape, parameters, _multiply_adds(module, after), min(field, SIDE)))
    return tuple(rows)


def _passed(model: nn.Module) -> list[tuple[str, nn.Module, Tensor, Tensor]]:
    """Each operation with its name, and what went in and came out as an image of paper passed through."""
    passed: list[tuple[str, nn.Module, Tensor, Tensor]] = []

    def passing(name: str, module: nn.Module) -> Any:
        return module.register_forward_hook(lambda _, inputs, after: passed.append((name, module, inputs[0], after)))

    hooks = [passing(name, module) for name, module in model.named_modules() if not list(module.children())]
    training = model.training
    model.eval()  # batch norm must not learn from this image
    try:
        with torch.inference_mode():
            model(torch.zeros(1, 1, SIDE, SIDE, device=next(model.parameters()).device))
    finally:
        model.train(training)
        for hook in hooks:
            hook.remove()
    return passed


def _multiply_adds(module: nn.Module, after: Tensor) -> int:
    """How many products an operation adds up for one image."""
    if isinstance(module, nn.Conv2d):
        return after.numel() * module.weight[0].numel()
    if isinstance(module, nn.Linear):
        return after.numel() * module.in_features
    return after.numel() if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d | nn.GroupNorm) else 0
