"""Small digits in a grid, each with a caption; one of them can be chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.figures.packed import pack_images
from pages.components.shared.inline import Component
from pages.components.shared.picks import answer_pick, answered, nothing

MOST_IMAGES = 100

_component = Component("gallery", ("gallery/gallery.css", "shared/swatches.css"))


@dataclass(frozen=True)
class ImagePick:
    """The image with this index was picked. Of two picks the later one has the larger `number`."""

    index: int
    number: int


def gallery(
    images: NDArray[np.uint8],
    captions: Sequence[str],
    *,
    chosen: int | None = None,
    empty: str = "There is nothing to show.",
    title: str = "Digits",
    key: str,
) -> None:
    """Shows images of shape (N, 28, 28), ink 255, with a caption each; the `chosen` one is ringed.

    An image that was just picked is ringed instead. Raises ValueError for more than 100 images, and for captions that
    do not match.
    """
    if len(images) > MOST_IMAGES:
        raise ValueError(f"A gallery shows at most {MOST_IMAGES} images, not {len(images)}.")
    if len(captions) != len(images):
        raise ValueError(f"{len(images)} images need as many captions, not {len(captions)}.")

    def ring(pick: ImagePick) -> None:
        nonlocal chosen
        if pick.index < len(images):
            chosen = pick.index

    picked(key, ring)
    data = {
        "packed": pack_images(images),
        "captions": list(captions),
        "chosen": chosen,
        "empty": empty,
        "title": title,
        "answered": answered(key),
    }
    _component(key=key, data=data, on_pick_change=nothing)


def picked(key: str, deal: Callable[[ImagePick], object]) -> None:
    """Has `deal` deal with what was picked in the gallery with this key, if anything was.

    Before `gallery` it lets a page draw the answer at once. The images may be others than those picked from.
    """
    answer_pick(ImagePick, key, deal)
