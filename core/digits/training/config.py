"""Every setting of a training run, with the reason next to the number."""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import cos, pi
from types import MappingProxyType
from typing import Any

from core.digits.design import KERNELS, PADDING, WIDTHS, Design
from core.digits.model import check_network, design_of
from core.digits.stored import fitted
from core.digits.training.augmentation import Augmentation


@dataclass(frozen=True)
class Config:
    """The settings of a run. Raises ValueError, in one sentence, for settings that make no training."""

    data: str = "mnist"  # a data set's name, or the folder of MNIST
    share: float = 1.0  # of the images to train on
    synthetic: int = 12  # digits drawn by code that are added to each batch of MNIST, for the shapes it hardly has
    epochs: int = 20
    batch_size: int = 64  # of all processes together
    seed: int = 0
    start: str = ""  # the folder of a run whose last EMA weights are the first ones here
    device: str = "auto"
    threads: int = 0  # 0 leaves torch's choice; other numbers give other last bits
    # the network
    widths: tuple[int, ...] = WIDTHS
    kernels: tuple[int, ...] = KERNELS
    padding: tuple[int, ...] = PADDING
    dropout: float = 0.0  # so small a network underfits before it overfits
    batch_norm: bool = True
    pool_after: int = 2  # the layer with max pooling
    design: str = ""  # a list of operations that takes the place of the six above, "c8 relu gap fc10 logsoftmax"
    # the optimiser
    schedule: str = "one-cycle"  # or constant
    learning_rate: float = 0.07  # the peak of one cycle
    momentum: float = 0.9
    weight_decay: float = 1e-3  # of weights, not of biases and batch norm: those have no scale to hold; this is L2
    l1: float = 0.0  # of the same weights: pulls each towards 0 as hard as any other, however small it is
    warmup: float = 0.2  # of all batches, until the peak
    averaging: float = 0.999  # the decay of the EMA weights at each batch; they are the ones tested
    # the augmentation
    variation: float = 1.0  # how much of the following, 0 for none
    rotation: float = 12.0
    scale: float = 0.12
    shear: float = 0.12
    shift: float = 1.25
    bend: float = 0.5
    fade: float = 0.3  # of all epochs: over the last of them bending and drawn digits go down to none
    # the records
    log_every: int = 10  # batches between two records

    def __post_init__(self) -> None:
        check_network(self.widths, self.kernels, self.padding, self.dropout, self.pool_after, self.design)
        for name, least, most in RANGES:
            value = getattr(self, name)
            if not least <= value <= most:  # nor is NaN between them
                raise ValueError(f"{name} must be from {least} to {most}, not {value}.")
        try:
            _ = self.augmentation  # checks its own settings
        except OverflowError as error:
            raise ValueError("rotation, scale, shear, shift and bend must be numbers that a float can hold.") from error
        if self.schedule not in SCHEDULES:
            raise ValueError(f"schedule must be {' or '.join(SCHEDULES)}, not {self.schedule!r}.")
        if self.batch_norm and self.batch_size < 2:
            raise ValueError("batch_size must be 2 or more: batch normalisation compares the images of a batch.")

    @property
    def augmentation(self) -> Augmentation:
        changes = (self.rotation, self.scale, self.shear, self.shift, self.bend)
        return Augmentation(*(self.variation * most for most in changes))

    def network(self) -> dict[str, Any]:
        """The arguments of DigitNet."""
        if self.design:
            return {"design": self.design}
        return {name: getattr(self, name) for name in NETWORK}

    def as_design(self) -> Design:
        """The network as a list of operations."""
        return design_of(**{name: getattr(self, name) for name in NETWORK}, design=self.design)

    def rate(self, step: int, steps: int) -> float:
        """The learning rate of batch `step` of `steps`; one cycle goes up and down along half cosines."""
        if self.schedule == "constant":
            return self.learning_rate
        peak = self.warmup * steps
        if step < peak:
            return self.learning_rate * (0.04 + 0.96 * (1 - cos(pi * step / peak)) / 2)
        return self.learning_rate * (0.001 + 0.999 * (1 + cos(pi * (step - peak) / (steps - peak))) / 2)

    def left(self, epoch: int) -> float:
        """The share of the drawn digits and of the bending that is left in an epoch, counted from 0."""
        fading = round(self.fade * self.epochs)
        return min(1.0, (self.epochs - 1 - epoch) / fading) if fading else 1.0

    def planned(self, places: int = 100) -> list[float]:
        """The learning rate at so many batches, spread evenly over the run, the first and the last among them."""
        return [self.rate(step, places) for step in range(places)]

    @classmethod
    def from_json(cls, settings: dict[str, Any]) -> Config:
        """The config that `asdict` and JSON turned into `settings`; what an older one lacks is as it was then.

        Raises ValueError for settings that are not known here, that no version left out, or of another type.
        """
        if missing := sorted({field.name for field in fields(cls)} - settings.keys() - ADDED.keys()):
            raise ValueError(f"these settings are missing: {', '.join(missing)}.")
        return fitted(cls, {**ADDED, **settings})


ADDED: MappingProxyType[str, Any] = MappingProxyType(
    {  # since the first version, and what a config without them means
        "share": 1.0,
        "synthetic": 12,
        "start": "",
        "batch_norm": True,
        "pool_after": 2,
        "schedule": "one-cycle",
        "variation": 1.0,
        "design": "",
        "l1": 0.0,
        "fade": 0.0,
    }
)
NETWORK = ("widths", "kernels", "padding", "dropout", "batch_norm", "pool_after")  # what DigitNet is made with
SCHEDULES = ("one-cycle", "constant")
RANGES = (
    ("share", 1e-4, 1),
    ("synthetic", 0, 1000),
    ("variation", 0, 10),
    ("fade", 0, 1),
    ("epochs", 1, 10_000),
    ("batch_size", 1, 60_000),
    ("seed", 0, 2**31 - 1),
    ("threads", 0, 1024),
    ("learning_rate", 1e-9, 1000),
    ("momentum", 0, 0.9999),
    ("weight_decay", 0, 1),
    ("l1", 0, 1),
    ("warmup", 0, 0.9),
    ("averaging", 0, 0.99999),
    ("log_every", 1, 1_000_000),
)
