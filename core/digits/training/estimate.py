"""How long a training will take here, from a short measurement of its own first steps."""

from __future__ import annotations

from statistics import median
from time import perf_counter

import torch
import torch.nn.functional as F

from core.digits.hooks import threads
from core.digits.model import CLASSES, SIDE
from core.digits.training.config import Config
from core.digits.training.loop import Training

STEPS = 5  # the first one warms up


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
            loss = F.nll_loss(training.net(images), labels)
            training.sgd.minimize(loss, config.learning_rate)
            training.ema.update(0)
            float(loss.detach())  # waits for a graphics card
            times.append(perf_counter() - start)
    return median(times[1:])
