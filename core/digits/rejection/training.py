"""How the detector learns what is no digit: digits of MNIST and drawn ones against generated non-digits.

Everything comes from the seed. Digits drawn by code and non-digits go the same way, over the canvas with the same pens
and through `prepare`; so how edges look gives neither away. Real pen strokes are never trained on, nor is anything
chosen by them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from core.digits.data.datasets import SYNTHETIC, DataSet, Split
from core.digits.data.glyphs import SHAPES
from core.digits.data.synthetic import strokes
from core.digits.drawing.brush import anywhere, inked
from core.digits.preprocess import Ink, prepare
from core.digits.rejection.detector import NONE, Detector, DetectorNet
from core.digits.rejection.non_digits import INVENTED, KINDS
from core.digits.training.augmentation import Augmentation, draw, warp
from core.digits.training.config import Config
from core.digits.training.sgd import SGD

PENS, SIZES = (4.0, 36.0), (50.0, 270.0)  # pixels of the canvas: more than the page's slider offers
DIGITS = 20_000  # of a data set, and as many drawn on the canvas
EACH = 2_500  # drawings of each kind of non-digit
HELD_BACK = 4_000  # digits of each origin that are not learned, but choose the threshold
FALSE_ALARMS = 0.005  # of the digits held back
VARIATION = Augmentation(rotation=10, scale=0.1, shear=0.1, shift=1.5, bend=0.8)
CONFIG = Config(epochs=14, batch_size=128, learning_rate=0.05)


@dataclass(frozen=True, eq=False)
class Material:
    """What a detector learns from: `digits`, and `others`, the images (N, 28, 28) uint8 of each kind of non-digit.

    `held_back` are digits that it does not learn: they choose its threshold.
    """

    digits: Split
    others: Mapping[str, Tensor]
    held_back: Split


def material(data: DataSet, seed: int = 0) -> Material:
    """Digits of a data set's training images, the last of them held back, and what is drawn from this seed.

    Of a data set that was drawn by code itself, nothing is taken.
    """
    rng = np.random.default_rng(seed)
    digits, held_back = [digits_on_canvas(DIGITS, rng)], [digits_on_canvas(HELD_BACK, rng)]
    if data.name != SYNTHETIC:
        images, labels = data.train.images, data.train.labels
        chosen = torch.randperm(len(labels) - HELD_BACK, generator=torch.Generator().manual_seed(seed))[:DIGITS]
        digits.append(Split(images[chosen], labels[chosen]))
        held_back.append(Split(images[-HELD_BACK:], labels[-HELD_BACK:]))
    kinds = enumerate((*KINDS, *INVENTED))
    others = {kind: non_digits(kind, EACH, np.random.default_rng((seed, number))) for number, kind in kinds}
    return Material(_joined(digits), others, _joined(held_back))


def digits_on_canvas(count: int, rng: np.random.Generator) -> Split:
    """Digits written by code, drawn on the canvas and prepared as the page does it."""
    often = np.array([shape.often / sum(s.often for s in SHAPES if s.digit == shape.digit) for shape in SHAPES])
    images, labels = [], []
    for place in rng.choice(len(SHAPES), count, p=often / often.sum()):
        lines = [line.astype(float) for line in strokes(SHAPES[place], int(rng.integers(2**31)))]
        images.append(prepare(inked(anywhere(lines, rng, SIZES), _pen(rng), finer=1)))
        labels.append(SHAPES[place].digit)
    return Split(_bytes(images), torch.tensor(labels))


def non_digits(kind: str, count: int, rng: np.random.Generator) -> Tensor:
    """Drawings of this kind, prepared: (N, 28, 28) uint8; a few fewer of those that may be blank."""
    images = []
    for _ in range(count):
        with suppress(ValueError):  # a patch as large as the canvas has no ink
            images.append(prepare(inked({**KINDS, **INVENTED}[kind](rng), _pen(rng), finer=1)))
    return _bytes(images)


def detector(seen: Material, seed: int = 0, without: Collection[str] = ()) -> Detector:
    """Trains, and chooses the threshold; `without` names kinds of non-digits that are left out."""
    others = torch.cat([images for kind, images in seen.others.items() if kind not in without])
    net = train(_joined([seen.digits, Split(others, torch.full((len(others),), NONE))]), replace(CONFIG, seed=seed))
    odds = Detector(net, 0).odds(seen.held_back.images.numpy() / np.float32(255))
    return Detector(net, float(np.quantile(odds, FALSE_ALARMS)))


def train(seen: Split, config: Config) -> DetectorNet:
    """A network that has seen these images, labelled 0 to 10, `config.epochs` times, each time varied anew."""
    torch.manual_seed(config.seed)
    net, generator = DetectorNet(), torch.Generator().manual_seed(config.seed)
    sgd = SGD(net.parameters(), config.momentum, config.weight_decay)
    order = torch.cat([torch.randperm(len(seen), generator=generator) for _ in range(config.epochs)])
    steps = len(order) // config.batch_size
    for step in range(steps):
        chosen = order[step * config.batch_size :][: config.batch_size]
        images = warp(seen.images[chosen, None] / 255, draw(len(chosen), VARIATION, generator))
        sgd.minimize(F.cross_entropy(net(images), seen.labels[chosen]), config.rate(step, steps))
    return net.eval().requires_grad_(False)


def _pen(rng: np.random.Generator) -> float:
    """A thickness between PENS: as many twice as thick as another as are half as thick."""
    return float(np.exp(rng.uniform(*np.log(PENS))))


def _bytes(images: list[Ink]) -> Tensor:
    return torch.from_numpy(np.rint(255 * np.stack(images)).astype(np.uint8))


def _joined(splits: list[Split]) -> Split:
    return Split(torch.cat([split.images for split in splits]), torch.cat([split.labels for split in splits]))
