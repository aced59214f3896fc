"""Digits drawn by code: any number of them, in many hands, offline.

* `SHAPES`, in core/digits/data/glyphs.py, is how people write the ten digits.
* `Hand` says how far a writer strays from them; `write` makes the strokes of many writers, `strokes` of one.
* `draw` inks strokes as MNIST has them; `digits` does it all, labels included.

They serve where there is no MNIST, and together with it: it has hardly any slashed zero, crossed seven or one with a
foot.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from core.digits.data.glyphs import SHAPES
from core.digits.data.shape import Floats, Shape
from core.digits.preprocess import BOX, CENTRE, SIDE

AT_ONCE = 32  # digits that are inked together: few enough to stay in the processor's cache


@dataclass(frozen=True)
class Hand:
    """How hands differ: standard deviations, in heights of the digit where nothing else is said."""

    wobble: float = 0.035  # of each point on its own
    lift: float = 0.025  # of each stroke, put down a little off
    bend: float = 0.12  # of the whole shape, as a quadratic warp
    width: float = 0.25  # of the logarithm of width to height
    slant: float = 0.2  # of x with y
    turn: float = 0.08  # in radians
    pen: tuple[float, float] = (1.4, 5.8)  # thinnest and thickest line in pixels of the 20×20 box
    pressure: float = 0.12  # by which a line gets thicker and thinner, as a share of it
    softness: tuple[float, float] = (0.8, 1.6)  # pixels over which an edge fades, sharpest and softest


HAND = Hand()


def write(shape: Shape, count: int, rng: np.random.Generator, hand: Hand = HAND) -> Floats:
    """The strokes of `count` writers of this shape, one after the other in (count, samples, 2); x, y with y down."""

    def normal(*size: int) -> Floats:
        return rng.standard_normal((count, *size), np.float32)

    unsteadiness = np.exp(0.4 * normal(1, 1)).clip(0.4, 1.7)  # some write neatly, some do not
    lifted = np.repeat(normal(len(shape.lengths), 2), shape.lengths, axis=1)
    points = shape.points + unsteadiness * (hand.wobble * normal(len(shape.points), 2) + hand.lift * lifted)
    x, y = np.moveaxis(shape.curve @ points - np.float32(0.5), -1, 0)
    bend = hand.bend * normal(6, 1)
    x, y = (
        x + bend[:, 0] * x * y + bend[:, 1] * y * y + bend[:, 2] * x * x,
        y + bend[:, 3] * x * y + bend[:, 4] * y * y + bend[:, 5] * x * x,
    )
    x = x * np.exp(hand.width * normal(1)) - hand.slant * (normal(1) + 0.5) * y  # most hands lean to the right
    angle = hand.turn * normal(1)
    return np.stack([x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle)], axis=-1)


def strokes(shape: Shape, seed: int, hand: Hand = HAND) -> tuple[Floats, ...]:
    """One writer's strokes of this shape, each (samples, 2) as x, y with y down, about 1 high around (0, 0)."""
    written = write(shape, 1, np.random.default_rng(seed), hand)[0]
    return tuple(np.split(written, np.cumsum(shape.samples)[:-1]))


def draw(shape: Shape, written: Floats, rng: np.random.Generator, hand: Hand = HAND) -> NDArray[np.uint8]:
    """Strokes from `write` inked as MNIST has them, (count, 28, 28): in a 20×20 box, centre of mass at (14, 14)."""
    count, samples, _ = written.shape
    pen = np.exp(rng.uniform(np.log(hand.pen[0]), np.log(hand.pen[1]), (count, 1, 1))).astype(np.float32)
    low, high = written.min(axis=1, keepdims=True), written.max(axis=1, keepdims=True)
    scale = (BOX - pen) / np.maximum((high - low).max(axis=2, keepdims=True), 1e-6)
    points = (written - (low + high) / 2) * scale + BOX / 2
    phase = rng.uniform(0, 2 * np.pi, (count, 1)) + rng.uniform(0, 0.3, (count, 1)) * np.arange(samples)
    radius = np.asarray(pen[..., 0] * (1 + hand.pressure * np.sin(phase)) / 2, np.float32)
    softness = rng.uniform(*hand.softness, (count, 1, 1)).astype(np.float32)
    depth = _depth(points[:, shape.drawn], points[:, shape.drawn + 1], radius[:, shape.drawn])
    inked = np.clip(depth / softness + 0.5, 0, 1)
    return _centred(inked * (255 / inked.max(axis=(1, 2), keepdims=True)))


def digits(
    count: int, seed: int, shapes: Sequence[Shape] = SHAPES, hand: Hand = HAND
) -> tuple[torch.Tensor, torch.Tensor]:
    """Images (count, 28, 28) uint8, ink bright, and labels (count,) int64, equally many of each digit, shuffled.

    The same seed gives the same digits. Raises ValueError for a negative count or without shapes.
    """
    if count < 0 or not shapes:
        raise ValueError(f"digits need a count of 0 or more, not {count}, and at least one shape, not {len(shapes)}")
    rng = np.random.default_rng(seed)
    kinds = sorted({shape.digit for shape in shapes})
    labels = rng.permutation(np.resize(kinds, count))
    chosen = np.empty(count, np.intp)
    for digit in kinds:
        ways = [index for index, shape in enumerate(shapes) if shape.digit == digit]
        often = np.array([shapes[index].often for index in ways])
        where = np.flatnonzero(labels == digit)
        chosen[where] = rng.choice(ways, len(where), p=often / often.sum())
    images = np.empty((count, SIDE, SIDE), np.uint8)
    for index, shape in enumerate(shapes):
        for some in _batches(np.flatnonzero(chosen == index)):
            images[some] = draw(shape, write(shape, len(some), rng, hand), rng, hand)
    return torch.from_numpy(images), torch.from_numpy(labels.astype(np.int64))


def _depth(start: Floats, end: Floats, radius: Floats) -> Floats:
    """How far each pixel of the box lies inside the ink, (count, 20, 20); negative outside.

    `start` and `end` (count, lines, 2) are straight lines, `radius` (count, lines) half their thickness.
    """
    centres = np.arange(BOX, dtype=np.float32) + np.float32(0.5)
    along = end - start
    length = np.maximum((along**2).sum(axis=-1), 1e-9)[..., None, None]
    x = centres - start[..., 0, None, None]  # (count, lines, 1, 20)
    y = centres[:, None] - start[..., 1, None, None]  # (count, lines, 20, 1)
    dx, dy = along[..., 0, None, None], along[..., 1, None, None]
    nearest = np.clip((x * (dx / length)) + (y * (dy / length)), 0, 1)  # the point of the line, 0 its start, 1 its end
    distance = np.sqrt((x - nearest * dx) ** 2 + (y - nearest * dy) ** 2)
    depth: Floats = (radius[..., None, None] - distance).max(axis=1)
    return depth


def _centred(images: Floats) -> NDArray[np.uint8]:
    """Images (count, 20, 20) put into 28×28 by whole pixels, the centre of mass as near to (14, 14) as they fit."""
    pixels = np.arange(BOX)
    mass = images.sum(axis=(1, 2))[:, None]
    mean = np.stack([images.sum(axis=2) @ pixels, images.sum(axis=1) @ pixels], axis=1) / mass
    offset = np.clip(np.rint(CENTRE - mean).astype(np.intp), 0, SIDE - BOX)
    canvas = np.zeros((len(images), SIDE, SIDE), np.uint8)
    rows = (offset[:, :1] + pixels)[:, :, None]
    columns = (offset[:, 1:] + pixels)[:, None, :]
    canvas[np.arange(len(images))[:, None, None], rows, columns] = np.rint(images)
    return canvas


def _batches(indices: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
    for first in range(0, len(indices), AT_ONCE):
        yield indices[first : first + AT_ONCE]
