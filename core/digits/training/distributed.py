"""Several processes that train one network: each takes its part of every batch, and together they are one.

`torchrun --nproc-per-node N -m -- core.digits.train …` starts them (without the `--` torchrun takes `--run` for an
abbreviation of an option of its own). Gradients, losses and the statistics of batch normalisation are those of the
whole batch, so the group does what one process would do, up to rounding.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn import Parameter

from core.digits.model import GhostBatchNorm
from core.digits.training.sgd import SGD


@dataclass(frozen=True)
class ProcessGroup:
    """Process `rank` of `size`; one alone needs no other."""

    rank: int = 0
    size: int = 1
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))  # that messages travel from

    @property
    def leads(self) -> bool:
        """True in the one process that prints and writes."""
        return self.rank == 0

    def part(self, batch: Tensor) -> Tensor:
        """This process' share of a batch, whose length must be a multiple of the group's size."""
        share = len(batch) // self.size
        return batch[self.rank * share : (self.rank + 1) * share]

    def sum(self, tensor: Tensor) -> Tensor:
        """The sum over the group, the same in each process."""
        if self.size > 1:
            dist.all_reduce(tensor)
        return tensor

    def any(self, here: bool) -> bool:
        """True in every process if it is true in one."""
        return here if self.size == 1 else float(self.sum(torch.tensor(float(here), device=self.device))) > 0

    def broadcast(self, state: dict[str, Any] | None) -> dict[str, Any] | None:
        """What the leading process has, in every process."""
        message = [state]
        if self.size > 1:
            dist.broadcast_object_list(message, device=self.device)
        return message[0]

    def mean(self, loss: Tensor) -> float:
        """The mean over the group of what each process has."""
        return float(self.sum(loss.detach())) / self.size

    def prepare(self, net: nn.Module) -> None:
        """Makes each batch normalisation of a network see the whole batch, not only this process' part."""
        if self.size > 1:
            for name, module in list(net.named_modules()):
                if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d) and not isinstance(module, GhostBatchNorm):
                    net.set_submodule(name, SharedBatchNorm.of(module))

    def optimizer(self, parameters: Iterable[Parameter], momentum: float, decay: float, l1: float) -> SGD:
        """Gradient descent by the gradients of the whole batch."""
        return (SGD if self.size == 1 else DistributedSGD)(parameters, momentum, decay, l1)


ALONE = ProcessGroup()


class DistributedSGD(SGD):
    """Gradient descent by the mean of all processes' gradients."""

    @torch.no_grad()
    def step(self, rate: float) -> None:
        """Sets every gradient to its mean over the group, in one message; then one step."""
        gradients = [cast(Tensor, parameter.grad) for parameter in self.parameters]
        message = torch.cat([gradient.flatten() for gradient in gradients])
        dist.all_reduce(message)
        message /= dist.get_world_size()
        parts = torch.split(message, [gradient.numel() for gradient in gradients])
        for gradient, part in zip(gradients, parts, strict=True):
            gradient.copy_(part.view_as(gradient))
        super().step(rate)


class SharedBatchNorm(nn.BatchNorm2d):
    """Batch normalisation over the batches of all processes; `torch.nn.SyncBatchNorm` knows no CPU."""

    @classmethod
    def of(cls, norm: nn.BatchNorm1d | nn.BatchNorm2d) -> SharedBatchNorm:
        """Takes the place of another: the same parameters, the same buffers, the same names."""
        shared = cls(norm.num_features, norm.eps, norm.momentum)
        shared.weight, shared.bias = norm.weight, norm.bias
        shared.running_mean, shared.running_var = norm.running_mean, norm.running_var
        shared.num_batches_tracked = norm.num_batches_tracked
        return shared

    def _check_input_dim(self, input: Any) -> None:
        pass

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return super().forward(x)
        assert self.running_mean is not None
        assert self.running_var is not None
        assert self.num_batches_tracked is not None
        assert self.momentum is not None
        dims = [d for d in range(x.ndim) if d != 1]
        shape = [-1 if d == 1 else 1 for d in range(x.ndim)]
        count = x.numel() // x.shape[1] * dist.get_world_size()
        mean = _group_sum(x.sum(dims)) / count
        centred = x - mean.view(shape)
        variance = _group_sum(centred.square().sum(dims)) / count
        with torch.no_grad():
            self.num_batches_tracked += 1
            self.running_mean.lerp_(mean, self.momentum)
            self.running_var.lerp_(variance * count / (count - 1), self.momentum)
        normal = centred * (variance + self.eps).rsqrt().view(shape)
        scaled: Tensor = normal * self.weight.view(shape) + self.bias.view(shape)
        return scaled


class _GroupSum(torch.autograd.Function):
    """The sum over all processes. Each of them adds to every loss, so in the backward pass gradients are summed."""

    @staticmethod
    def forward(ctx: Any, tensor: Tensor) -> Tensor:
        total = tensor.clone()
        dist.all_reduce(total)
        return total

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Tensor:
        total = gradient.clone()
        dist.all_reduce(total)
        return total


def _group_sum(tensor: Tensor) -> Tensor:
    total: Tensor = _GroupSum.apply(tensor)
    return total


@contextlib.contextmanager
def process_group(device: torch.device) -> Iterator[ProcessGroup]:
    """The group that torchrun started this process in, or a group of one."""
    if int(os.environ.get("WORLD_SIZE", "1")) == 1:
        yield ALONE
        return
    if device.type == "cuda":
        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
    dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
    try:
        yield ProcessGroup(dist.get_rank(), dist.get_world_size(), device)
    finally:
        dist.destroy_process_group()
