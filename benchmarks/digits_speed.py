"""How fast the digit network trains: python -m benchmarks.digits_speed --data DIR

Everything runs in turns within one process, in another order each round, same network, same batch size. The times are
medians over the rounds; a ratio is the median of the ratios within each round, for a busy machine slows all that run in
the same seconds alike. The usual pipeline is torchvision's transforms in a DataLoader, once with the same augmentation
(RandomAffine and ElasticTransform, which is how torchvision bends) and once without bending.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from random import sample
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from core.digits.data.datasets import DataSet, Split, load
from core.digits.model import DigitNet
from core.digits.runs.run import Run
from core.digits.training.augmentation import draw, warp
from core.digits.training.batches import generator, pixels
from core.digits.training.config import Config
from core.digits.training.loop import LAYOUT, Training, fit
from core.digits.training.records import Batch


def ours(config: Config, data: DataSet, steps: int) -> Callable[[], float]:
    """Seconds a step of `fit`, its records included, without the tests."""
    size = (steps + config.log_every) * config.batch_size  # the first record warms up
    part = replace(data, train=Split(data.train.images[:size], data.train.labels[:size]))

    def measure() -> float:
        first, *_, last = (record for record in fit(config, part) if isinstance(record, Batch))
        return (last.seconds - first.seconds) / (last.batch - first.batch)

    return measure


@dataclass(frozen=True)
class Way:
    """One way to do the same step."""

    memory_format: torch.memory_format = LAYOUT
    threads: int | None = None
    optimizer: str = "foreach"  # or fused
    bfloat16: bool = False
    compiled: bool = False


def bare(config: Config, data: DataSet, steps: int, way: Way) -> Callable[[], float]:
    """Seconds a step of forward, backward and step on one batch that stays where it is: nothing can be faster."""
    torch.manual_seed(0)
    net: Any = DigitNet(**config.network()).train().to(memory_format=way.memory_format)
    images = pixels(data.train.images[: config.batch_size]).contiguous(memory_format=way.memory_format)
    labels = data.train.labels[: config.batch_size]
    chosen: dict[str, Any] = {way.optimizer: True}
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9, nesterov=True, weight_decay=5e-4, **chosen)
    net = torch.compile(net) if way.compiled else net

    def measure() -> float:
        before = torch.get_num_threads()
        torch.set_num_threads(way.threads or before)
        precision: AbstractContextManager[Any] = (
            torch.autocast("cpu", torch.bfloat16) if way.bfloat16 else nullcontext()
        )
        start = 0.0
        for step in range(steps):
            if step == 1:  # the first one warms up
                start = perf_counter()
            with precision:
                output = net(images)
            loss = F.nll_loss(output.float(), labels)
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            optimizer.zero_grad()
        seconds = (perf_counter() - start) / (steps - 1)
        torch.set_num_threads(before)
        return seconds

    return measure


def pipeline(config: Config, folder: Path, workers: int, bent: bool) -> Any:
    """The DataLoader of every tutorial: PIL images, varied one by one."""
    from torchvision import datasets, transforms  # type: ignore[import-untyped]

    bilinear = transforms.InterpolationMode.BILINEAR
    varied = [
        transforms.RandomAffine(
            config.rotation,
            translate=(config.shift / 28,) * 2,
            scale=(1 - config.scale, 1 + config.scale),
            shear=config.shear * 57,
            interpolation=bilinear,
        )
    ]
    if bent:  # alpha: so that pixels move as far as with our knots; sigma: as smoothly
        varied.append(transforms.ElasticTransform(alpha=8.0 * config.bend, sigma=3.0, interpolation=bilinear))
    digits = datasets.MNIST(folder, train=True, transform=transforms.Compose([*varied, transforms.ToTensor()]))
    return torch.utils.data.DataLoader(digits, config.batch_size, shuffle=True, num_workers=workers)


def usual(config: Config, folder: Path, steps: int, workers: int, bent: bool) -> Callable[[], float]:
    """Seconds a step of the loop of every tutorial."""
    batches = pipeline(config, folder, workers, bent)

    def measure() -> float:
        net = DigitNet(**config.network()).train()
        optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
        start = 0.0
        for step, (images, labels) in enumerate(batches, start=1):
            if step == 2:
                start = perf_counter()
            optimizer.zero_grad()
            loss = F.nll_loss(net(images), labels)
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            if step == steps:
                break
        return (perf_counter() - start) / (steps - 1)

    return measure


def augmentation(config: Config, data: DataSet, steps: int) -> Callable[[], float]:
    """Seconds a step that images need to get to the network."""
    order = torch.randperm(len(data.train))

    def batch(step: int) -> Tensor:
        chosen = order[step * config.batch_size :][: config.batch_size]
        changes = draw(config.batch_size, config.augmentation, generator(0, 0, step))
        return warp(pixels(data.train.images[chosen]), changes)

    def measure() -> float:
        start = perf_counter()
        for step in range(steps):
            batch(step)
        return (perf_counter() - start) / steps

    return measure


def writing(config: Config, folder: Path) -> tuple[float, float]:
    """Seconds that a record and a checkpoint need."""
    training = Training(config)
    with Run(folder, config, {}) as run:
        start = perf_counter()
        for batch in range(1000):
            run.write(Batch(1, batch, 1000, 0.123456789, 0.1, (0.123456789,) * 7, 1.0))
        middle = perf_counter()
        for _ in range(20):
            run.save(training.state())
        return (middle - start) / 1000, (perf_counter() - middle) / 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that has MNIST")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--batch-size", type=int, default=Config().batch_size)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--steps", type=int, default=30, help="a round")
    parser.add_argument("--compile", action="store_true", help="measure torch.compile, too; it needs a C++ compiler")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    config = Config(epochs=1, batch_size=given.batch_size, synthetic=0)  # the same images for all
    data = load(str(given.data))
    few = replace(data, test=Split(data.test.images[:1], data.test.labels[:1]))

    other = 1 if given.threads > 1 else 2
    ways = {
        "bare limit: one resident batch": Way(),
        "bare, not channels_last": Way(memory_format=torch.contiguous_format),
        f"bare, {other} thread(s)": Way(threads=other),
        "bare, fused optimiser": Way(optimizer="fused"),
        "bare, bfloat16": Way(bfloat16=True),
    } | ({"bare, torch.compile": Way(compiled=True)} if given.compile else {})
    measures = {
        "our loop": ours(config, few, given.steps),
        "usual pipeline, no workers": usual(config, given.data, given.steps, 0, bent=True),
        "usual pipeline, 2 workers": usual(config, given.data, given.steps, 2, bent=True),
        "the same without bending, no workers": usual(config, given.data, given.steps, 0, bent=False),
        "the same without bending, 2 workers": usual(config, given.data, given.steps, 2, bent=False),
        "input and augmentation alone": augmentation(config, data, given.steps),
        **{name: bare(config, data, given.steps, way) for name, way in ways.items()},
    }
    times: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(given.rounds):
        for name in sample(list(measures), len(measures)):
            times[name].append(measures[name]())
    typical = {name: median(each) for name, each in times.items()}
    mine = typical["our loop"]

    print(f"torch {torch.__version__}, {given.threads} thread(s), batch {given.batch_size}, median of {given.rounds}\n")
    print("| training | ms a step | images/s | our speed ÷ its |\n|---|---|---|---|")
    for name, seconds in typical.items():
        ratio = median(its / own for its, own in zip(times[name], times["our loop"], strict=True))
        print(f"| {name} | {seconds * 1000:.2f} | {given.batch_size / seconds:,.0f} | {ratio:.2f} |")
    share = typical["input and augmentation alone"] / mine
    with TemporaryDirectory() as folder:
        record, checkpoint = writing(config, Path(folder) / "run")
    cost = record / (config.log_every * mine) + checkpoint / 10
    print(f"\nInput and augmentation: {share:.1%} of a step. A record {record * 1e6:.0f} µs every {config.log_every}")
    print(f"steps, a checkpoint {checkpoint * 1000:.1f} ms every 10 s: {cost:.2%} of the time.")


if __name__ == "__main__":
    main()
