"""What the network would see: some digits of a data set, as they are and varied by the augmentation."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import torch
from PIL import Image

from core.digits.training.augmentation import Augmentation, draw, warp
from core.digits.training.batches import generator, pixels
from pages.shared.services import data_set

SAMPLES = 12


@lru_cache(maxsize=50)
def varied(data: str, how: Augmentation, seed: int) -> bytes:
    """Some digits above, each varied twice below, as one PNG: writing that takes longer than all else on this page."""
    images = pixels(data_set(data).train.images[:SAMPLES])
    rows = [images, *(warp(images, draw(SAMPLES, how, generator(seed, 0, batch))) for batch in (1, 2))]
    picture = torch.cat([torch.cat(list(row[:, 0]), dim=1) for row in rows])
    large = (picture.clamp(0, 1) * 255).byte().repeat_interleave(3, 0).repeat_interleave(3, 1).numpy()
    png = BytesIO()
    Image.fromarray(large).save(png, "PNG")
    return png.getvalue()
