"""Ten kinds of image that even a tiny network can tell apart, and trainings with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from core.digits.data.datasets import DataSet, Split
from core.digits.training import augmentation
from core.digits.training.config import Config
from core.digits.training.loop import Training, fit
from core.digits.training.records import Record

CONFIG = Config(data="bars", epochs=2, batch_size=16, widths=(3, 4, 4, 4, 6, 8), dropout=0.1, log_every=2, warmup=0.3)


def bars(count: int, seed: int) -> Split:
    """A bright bar at one of ten heights, and noise."""
    random = torch.Generator().manual_seed(seed)
    labels = torch.arange(count) % 10
    images = torch.randint(0, 60, (count, 28, 28), dtype=torch.uint8, generator=random)
    for image, label in zip(images, labels.tolist(), strict=True):
        image[4 + 2 * label : 6 + 2 * label, 4:24] = 255
    return Split(images, labels)


SOME = bars(40, seed=2)


BARS = DataSet("bars", "Bars", "drawn by this test", "none", bars(150, seed=1), SOME)


@contextmanager
def doubles() -> Iterator[None]:
    """Everything in float64, so that what differs by rounding alone is equal."""
    augmentation._basis.cache_clear()
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(torch.float32)
        augmentation._basis.cache_clear()


def trained(config: Config, digits: DataSet = BARS) -> tuple[Training, list[Record]]:
    training = Training(config)
    return training, list(fit(config, digits, training))
