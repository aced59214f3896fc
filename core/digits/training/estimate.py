"""How long a training will take here, from a short measurement of its first steps; and how much fits into a time."""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from time import perf_counter

import torch
import torch.nn.functional as F

from core.digits.data.datasets import sizes
from core.digits.hooks import threads
from core.digits.model import CLASSES, SIDE
from core.digits.training.augmentation import draw, warp
from core.digits.training.batches import generator
from core.digits.training.config import Config
from core.digits.training.ema import BATCH_NORM_IMAGES
from core.digits.training.loop import Training

STEPS = 5  # the first one warms up
PASS = 1 / 3  # of a step's time: forward only
FEWEST = 3  # epochs of a short training: one cycle of the learning rate needs some


def spell(seconds: float) -> str:
    """A length of time as people say it."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


def seconds_a_step(config: Config, device: torch.device) -> float:
    """The median time of a few steps of this training, on made-up images: numbers do not matter to a processor.

    They are taken by as many threads as the settings say, which 0 leaves to torch.
    """
    training = Training(config, device)
    count = config.batch_size + config.synthetic
    images, labels = torch.rand(count, 1, SIDE, SIDE, device=device), torch.randint(CLASSES, (count,), device=device)
    times = []
    with threads(config.threads or torch.get_num_threads()):
        for _ in range(STEPS):
            start = perf_counter()
            varied = warp(images, draw(count, config.augmentation, generator(config.seed, 0, 0)))
            loss = F.nll_loss(training.net(varied), labels)
            training.sgd.minimize(loss, config.learning_rate)
            training.ema.update(0)
            float(loss.detach())  # waits for a graphics card
            times.append(perf_counter() - start)
    return median(times[1:])


def steps(config: Config) -> int:
    """How many steps the whole training has; 0 where there are fewer images than a batch has."""
    return config.epochs * (_images(config) // config.batch_size)


def seconds(config: Config, a_step: float) -> float:
    """How long the whole training takes, with its tests, where a step takes `a_step` seconds."""
    images, tests = _images(config), sizes(config.data)[1]
    after_each = tests + min(tests, images) + min(BATCH_NORM_IMAGES, images)  # images that are only read
    read = config.epochs * after_each + images + tests
    return a_step * (steps(config) + PASS * read / (config.batch_size + config.synthetic))


def fitting(config: Config, a_step: float, limit: float) -> Config:
    """The same training in `limit` seconds at most, where a step takes `a_step`: of fewer epochs, then of fewer images.

    It has three epochs at least, and images for a batch, though both may take longer.
    """
    most = max(FEWEST, config.epochs)
    shorter = [replace(config, epochs=epochs, share=1.0) for epochs in range(most, FEWEST - 1, -1)]
    fewer = [replace(config, epochs=FEWEST, share=percent / 100) for percent in range(99, 0, -1)]
    tries = [each for each in (*shorter, *fewer) if steps(each)]
    return next((each for each in tries if seconds(each, a_step) <= limit), tries[-1])


def _images(config: Config) -> int:
    return round(config.share * sizes(config.data)[0])
