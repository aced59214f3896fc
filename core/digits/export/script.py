"""A training as one PyTorch script that needs only torch and torchvision.

What the training itself runs is quoted from it, not written again, so that the script takes the same first step: the
same weights from the same seed, the same images varied in the same way.
"""

from __future__ import annotations

import re
from dataclasses import fields
from inspect import getsource
from string import Template

from core.digits.data.datasets import SOURCES, SYNTHETIC, Split
from core.digits.export.layers import classes, lines
from core.digits.model import SIDE
from core.digits.training.augmentation import KNOTS, _basis, draw, warp
from core.digits.training.batches import generator, pixels
from core.digits.training.config import Config
from core.digits.training.ema import AT_ONCE, BATCH_NORM_IMAGES, update_bn
from core.digits.training.loop import loss_and_correct

CELL = "# %%"  # where a notebook has its next cell
SETTINGS = (
    "seed",
    "share",
    "epochs",
    "batch_size",
    "schedule",
    "learning_rate",
    "momentum",
    "weight_decay",
    "warmup",
    "averaging",
)
L1 = """
        for weight in weights:
            weight.grad += settings.l1 * weight.detach().sign()  # L1"""
FADE = """
    Augmentation.bend = {bend} * settings.left(epoch)  # it fades out"""
IGNORED = re.compile(r" *# type: ignore.*")

SCRIPT = Template('''\
# %% [markdown]
# A network of $parameters parameters that learns $title: made by Backprop Lab, runs without it.
#
# It needs torch and torchvision. The images are looked for in the folder that MNIST_DIR names, or else in "data", and
# are downloaded if they are not there.$missing

# %%
from __future__ import annotations

import os
import sys
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from math import cos, pi, radians
from time import perf_counter
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torchvision import datasets

if hasattr(sys.stdout, "reconfigure"):
    sys.stdout.reconfigure(encoding="utf-8")  # for the bars, on any console
SIDE, KNOTS, AT_ONCE, BATCH_NORM_IMAGES = $side, $knots, $at_once, $batch_norm_images
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")$threads

# %% [markdown]
# ## The settings, and the learning rate of every step

# %%
class Settings:
$settings

$methods

class Augmentation:
    """The most that each change of an image may be: degrees, shares of the size, pixels."""

$changes


settings = Settings()

# %% [markdown]
# ## The network

# %%
${classes}torch.manual_seed(settings.seed)
net = nn.Sequential(
$layers
)
net = net.to(device).to(memory_format=torch.channels_last)
print(f"{sum(p.numel() for p in net.parameters()):,} parameters")

# %% [markdown]
# ## The images, each varied anew every time it is seen

# %%
@dataclass
$split

def load(train: bool) -> Split:
    found = datasets.$kind(os.environ.get("MNIST_DIR", "data"), train=train, download=True)
    labels = torch.as_tensor(found.targets)
    return Split(found.data, (labels[:, 0] if labels.ndim == 2 else labels).long()).to(device)


$functions
train, test = load(train=True).first(settings.share), load(train=False)

# %% [markdown]
# ## The training: forward, loss, backward, step

# %%
@torch.inference_mode()
def evaluate(net: nn.Module, split: Split) -> Tensor:
    """The network's log-probabilities for a whole split, (N, 10)."""
    net.eval()
    return torch.cat([net(pixels(split.images[k : k + AT_ONCE])) for k in range(0, len(split), AT_ONCE)])


def clock(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    return f"{minutes:02d}:{seconds:02d}"


def say(name: str, split: Split) -> None:
    """The course's line on how the averaged weights do."""
    loss, correct = loss_and_correct(evaluate(ema, split), split.labels)
    share = f"{correct}/{len(split)} ({100 * correct / len(split):.2f}%)"
    print(f"{name} set: Average loss: {loss:.4f}, Accuracy: {share}", flush=True)


ema = deepcopy(net).eval().requires_grad_(False)  # follows the weights slowly, and is the result
weights = [p for p in net.parameters() if p.ndim > 1]  # only they decay: biases and norms have no scale to hold
others = [p for p in net.parameters() if p.ndim <= 1]
groups = [{"params": weights, "weight_decay": settings.weight_decay}, {"params": others}]
groups = [group for group in groups if group["params"]]
nesterov = settings.momentum > 0
sgd = torch.optim.SGD(groups, lr=settings.learning_rate, momentum=settings.momentum, nesterov=nesterov)
size, batches = settings.batch_size, len(train) // settings.batch_size
for epoch in range(settings.epochs):
    begin = perf_counter()
    net.train()$fade
    for module in net.modules():
        if getattr(module, "epochs", 0):  # dropout that ends early
            module.train(epoch < module.epochs)
    order = torch.randperm(len(train), generator=generator(settings.seed, epoch, 0)).to(device)
    for batch in range(batches):
        step = epoch * batches + batch
        for group in sgd.param_groups:
            group["lr"] = settings.rate(step, settings.epochs * batches)
        chosen, random = order[batch * size :][:size], generator(settings.seed, epoch, batch + 1)
        images = warp(pixels(train.images[chosen]), draw(size, Augmentation, random))

        sgd.zero_grad()
        output = net(images)
        loss = F.nll_loss(output, train.labels[chosen])
        loss.backward()$l1
        sgd.step()

        if step == 0:
            print(f"first loss={loss.item()}", flush=True)
        keep = min(settings.averaging, (1 + step) / (10 + step))
        with torch.no_grad():
            for average, weight in zip(ema.parameters(), net.parameters()):
                average.lerp_(weight, 1 - keep)
    seconds = perf_counter() - begin
    print(
        f"loss={loss.item()} batch_id={batches - 1}: 100%|{'█' * 10}| {batches}/{batches} "
        f"[{clock(seconds)}<00:00, {batches / seconds:.2f}it/s]"
    )
    update_bn(ema, train)
    say("Test", test)
say("Train", train)
say("Test", test)
''')


def script(config: Config) -> str:
    """The training with these settings as a Python script, its cells marked as editors and notebooks have them."""
    design, source = config.as_design(), SOURCES.get(config.data, SOURCES["mnist"])
    changes = config.augmentation
    quoted = (pixels, generator, draw, warp, _basis, update_bn, loss_and_correct)
    functions = "\n\n".join(map(_quoted, quoted))
    return SCRIPT.substitute(
        parameters=f"{design.parameters:,}",
        title=source.title,
        kind=source.kind,
        l1=L1 if config.l1 else "",
        missing="".join(f"\n# {sentence}" for sentence in _left_out(config)),
        side=SIDE,
        knots=KNOTS,
        at_once=AT_ONCE,
        batch_norm_images=BATCH_NORM_IMAGES,
        threads=f"\ntorch.set_num_threads({config.threads})" if config.threads else "",
        settings="\n".join(f"    {name} = {getattr(config, name)!r}" for name in _settings(config)),
        methods="\n".join(map(_quoted, (Config.rate, Config.left) if config.fade else (Config.rate,))),
        fade=FADE.format(bend=changes.bend) if config.fade else "",
        changes="\n".join(f"    {field.name} = {getattr(changes, field.name)!r}" for field in fields(changes)),
        classes=classes(design),
        layers="\n".join(lines(design)),
        split=_quoted(Split).split("\n", 1)[1],  # without its decorator: it need not be frozen
        functions=functions + "\n",
    )


def _settings(config: Config) -> tuple[str, ...]:
    return (*SETTINGS, *(name for name in ("l1", "fade") if getattr(config, name)))


def _quoted(what: object) -> str:
    """The source, without what only a type checker reads."""
    return "\n".join(IGNORED.sub("", line) for line in getsource(what).splitlines()) + "\n"  # type: ignore[arg-type]


def _left_out(config: Config) -> list[str]:
    """What the script cannot do, in sentences."""
    found = []
    if config.data == SYNTHETIC:
        found.append("The generated digits are drawn by the Lab itself, so MNIST takes their place here.")
    elif config.synthetic and SOURCES.get(config.data, SOURCES["mnist"]).of_digits:
        found.append(f"The Lab adds {config.synthetic} digits to each batch that it draws itself; here there are none.")
        found.append("A run of the Lab without them (--synthetic 0) takes the same first step as this.")
    if config.start:
        found.append("The Lab's run went on from another run's weights; this one begins with random ones.")
    return found
