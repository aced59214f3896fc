"""The batches that a training sees: shuffled, with the synthetic share added, augmented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

import torch
from torch import Tensor

from core.digits.data.datasets import SYNTHETIC, DataSet, load
from core.digits.training.augmentation import draw, warp
from core.digits.training.config import Config
from core.digits.training.distributed import ProcessGroup


class Batches:
    """The batches of every epoch, each the same whenever the training comes there.

    The last images of an epoch, too few for a batch, are left out; each epoch leaves out others. To each batch of
    MNIST's or QMNIST's, `config.synthetic` digits drawn by code are added, fewer where they fade out. Of a group, each
    process gets its part.

    Raises ValueError for a batch larger than the data or not divisible by the processes, and what `load` raises.
    """

    def __init__(self, config: Config, data: DataSet, device: torch.device, group: ProcessGroup) -> None:
        drawn = load(SYNTHETIC).train if config.synthetic and data.of_digits else data.train.first(0)
        self.config, self.device, self.group = config, device, group
        self.train, self.drawn = data.train.first(config.share).to(device), drawn.to(device)
        self.synthetic = config.synthetic if len(drawn) else 0
        if len(self) == 0:
            raise ValueError(
                f"batch_size is {config.batch_size}, but there are only {len(self.train)} images to train on."
            )
        for added in map(self.added, range(config.epochs)):
            if (config.batch_size + added) % group.size:
                raise ValueError(
                    f"{config.batch_size} + {added} images a batch cannot be divided among {group.size} processes."
                )

    def __len__(self) -> int:
        """How many batches an epoch has."""
        return len(self.train) // self.config.batch_size

    def added(self, epoch: int) -> int:
        """How many digits drawn by code are in each batch of an epoch."""
        return round(self.synthetic * self.config.left(epoch))

    def epoch(self, epoch: int, first: int = 0) -> Iterator[tuple[Tensor, Tensor]]:
        """Images (N, 1, 28, 28) in [0, 1] and labels (N,) of each batch of an epoch, from batch `first` on."""
        size, seed, synthetic = self.config.batch_size, self.config.seed, self.added(epoch)
        most = self.config.augmentation
        how = replace(most, bend=most.bend * self.config.left(epoch))
        order = torch.randperm(len(self.train), generator=generator(seed, epoch, 0)).to(self.device)
        for batch in range(first, len(self)):
            random = generator(seed, epoch, batch + 1)
            chosen = order[batch * size :][:size]
            added = torch.randint(max(len(self.drawn), 1), (synthetic,), generator=random).to(self.device)
            changes = draw(size + synthetic, how, random)
            images = torch.cat((self.train.images[chosen], self.drawn.images[added]))
            labels = torch.cat((self.train.labels[chosen], self.drawn.labels[added]))
            part = self.group.part
            yield warp(pixels(part(images)), part(changes)), part(labels)


def pixels(images: Tensor) -> Tensor:
    """(N, 28, 28) bytes as what the network sees: (N, 1, 28, 28) from 0, paper, to 1, ink."""
    return images.unsqueeze(1) / 255


def generator(seed: int, epoch: int, batch: int) -> torch.Generator:
    """The random numbers of one place in a run, the same whenever the run comes there."""
    name = sha256(f"{seed} {epoch} {batch}".encode()).digest()
    return torch.Generator().manual_seed(int.from_bytes(name[:7], "big"))
