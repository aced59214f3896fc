"""When the runs in a queue begin, if all goes on as fast as what trains now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heapify, heapreplace
from pathlib import Path
from statistics import mean

from core.digits.data.datasets import sizes
from core.digits.runs.run import read_config, read_records
from core.digits.runs.throughput import throughput
from core.digits.training.config import Config
from core.errors import RunError


def starts(waiting: Sequence[float], left: Sequence[float], at_once: int) -> Iterator[float]:
    """Seconds until each of those that wait begins: they take so long, those that train have so much `left`."""
    free = [*left, *[0.0] * (at_once - len(left))]
    heapify(free)
    for seconds in waiting:
        yield free[0]
        heapreplace(free, free[0] + seconds)


def expected(waiting: Sequence[Path], training: Sequence[Path], at_once: int) -> dict[str, float]:
    """Seconds until each run's folder that waits has its turn, by its name; empty where that cannot be known."""
    left, speeds = [], []
    try:
        for folder in training:
            config = read_config(folder)
            now = throughput(config, tuple(read_records(folder)))
            if not now.images_a_second:
                return {}
            left.append(now.seconds_left)
            speeds.append(now.images_a_second * _work(config))
        if not speeds:
            return {}
        needed = [_images(config) * _work(config) / mean(speeds) for config in map(read_config, waiting)]
    except RunError:
        return {}
    return dict(zip((folder.name for folder in waiting), starts(needed, left, at_once), strict=True))


def _images(config: Config) -> float:
    return config.epochs * config.share * sizes(config.data)[0]


def _work(config: Config) -> int:
    """Multiply-adds for one image, to which a step's time is about proportional."""
    return sum(step.multiply_adds for step in config.as_design().steps())
