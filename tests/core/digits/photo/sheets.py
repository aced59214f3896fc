"""Photographs of a seven on a sheet of paper, made here: 320×240 pixels, with the grain of a camera."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from core.digits.pixels import Picture

WIDTH, HEIGHT = 320, 240
PAPER = (236, 234, 228)
SEVEN = ((100, 80), (190, 74), (140, 180))
Light = NDArray[np.float64]


def sheet(
    pen: int = 4,
    ink: tuple[int, int, int] = (45, 48, 90),
    paper: tuple[int, int, int] = PAPER,
    rows: range = range(0),
    columns: range = range(0),
    tilt: float = 0,
) -> Light:
    """Paper, (240, 320, 3), with ruled lines at these rows and columns, which rise by `tilt` pixels across it."""
    image = Image.new("RGB", (WIDTH * 4, HEIGHT * 4), paper)
    draw = ImageDraw.Draw(image)
    for row in rows:
        draw.line((0, row * 4, WIDTH * 4, (row - tilt) * 4), (165, 195, 225), 5)
    for column in columns:
        draw.line((column * 4, 0, (column + tilt * 0.75) * 4, HEIGHT * 4), (165, 195, 225), 5)
    draw.line([(x * 4, y * 4) for x, y in SEVEN], ink, pen * 4, joint="curve")
    return np.asarray(image.reduce(4), float)


def corners(dark: float) -> Light:
    """Light that is weaker towards the corners by this share."""
    y, x = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j]
    light: Light = 1 - dark * (x**2 + y**2) / 2
    return light[..., None]


def shadow(dark: float) -> Light:
    """Light with a soft shadow across the right third."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    light: Light = 1 - dark / (1 + np.exp((215 - x - 0.2 * y) / 5))
    return light[..., None]


def photographed(page: Light, light: Light | float = 1.0, grain: float = 2.0, seed: int = 0) -> Picture:
    noise = np.random.default_rng(seed).normal(0, grain, page.shape)
    return (page * light + noise).round().clip(0, 255).astype(np.uint8)
