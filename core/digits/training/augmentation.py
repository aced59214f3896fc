"""Augmentation: every digit of a batch turned, scaled, sheared, shifted and bent at random, as tensors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import radians

import torch
import torch.nn.functional as F
from torch import Tensor

from core.digits.model import SIDE

KNOTS = 5  # bending moves a lattice of 5×5 points and everything between them smoothly


@dataclass(frozen=True)
class Augmentation:
    """The most that each change may be; every image draws its own, evenly between minus that and that.

    Raises ValueError for a change that is negative, infinite, or so large that no digit is left.
    """

    rotation: float = 12.0  # degrees
    scale: float = 0.12  # of the size, in each direction on its own
    shear: float = 0.12  # of the height
    shift: float = 2.5  # pixels
    bend: float = 1.0  # pixels, at each knot on its own

    def __post_init__(self) -> None:
        most = {"rotation": 180.0, "scale": 0.9, "shear": 2.0, "shift": SIDE, "bend": SIDE}
        for name, limit in most.items():
            value = getattr(self, name)
            if not 0 <= value <= limit:  # nor is NaN between them
                raise ValueError(f"{name} must be from 0 to {limit:g}, not {value}.")


def draw(count: int, how: Augmentation, generator: torch.Generator) -> Tensor:
    """What happens to each of `count` images: (count, 2, K), the weights of `_basis` for x and for y.

    The generator must live on the CPU, so that every device does the same.
    """
    r = torch.rand(count, 6, generator=generator) * 2 - 1
    angle = r[:, 0] * radians(how.rotation)
    cos, sin, shear = angle.cos(), angle.sin(), r[:, 1] * how.shear
    wide, high = 1 + r[:, 2] * how.scale, 1 + r[:, 3] * how.scale
    x = torch.stack((wide * cos, shear * cos - high * sin, r[:, 4] * how.shift * 2 / SIDE), dim=1)
    y = torch.stack((wide * sin, shear * sin + high * cos, r[:, 5] * how.shift * 2 / SIDE), dim=1)
    weights = torch.stack((x, y), dim=1)
    if how.bend:
        knots = (torch.rand(count, 2, KNOTS**2, generator=generator) * 2 - 1) * how.bend * 2 / SIDE
        weights = torch.cat((weights, knots), dim=2)
    return weights


def warp(images: Tensor, weights: Tensor) -> Tensor:
    """(N, 1, 28, 28) images in [0, 1], each seen through the grid that its weights (N, 2, K) make.

    Paper comes in from outside.

    Where an output pixel looks is a weighted sum of few basis functions, so all grids are one matrix product
    (three times faster than `affine_grid`, which makes a small one for each image).
    """
    weights = weights.to(images.device)
    grid = weights.flatten(0, 1) @ _basis(images.device)[: weights.shape[2]]
    grid = grid.view(-1, 2, SIDE, SIDE).permute(0, 2, 3, 1)
    return F.grid_sample(images, grid, mode="bilinear", padding_mode="zeros", align_corners=False)


@lru_cache(maxsize=4)
def _basis(device: torch.device) -> Tensor:
    """(3 + KNOTS², 784): for each pixel x, y, 1, and how much of each knot's movement it follows.

    x and y go from -1 to 1 between the image's edges, as `grid_sample` counts.
    """
    middle = (torch.arange(SIDE) * 2 + 1) / SIDE - 1
    y, x = torch.meshgrid(middle, middle, indexing="ij")
    affine = torch.stack((x, y, torch.ones_like(x))).flatten(1)
    knots = torch.eye(KNOTS**2).view(-1, 1, KNOTS, KNOTS)
    smooth = F.interpolate(knots, size=(SIDE, SIDE), mode="bicubic", align_corners=True).flatten(1)
    return torch.cat((affine, smooth)).to(device)
