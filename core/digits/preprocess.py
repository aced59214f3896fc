"""From a picture of a digit to what a network trained on MNIST expects, in named stages.

A drawing: raw → ink → cropped → thinned → fitted → centred → normalised. Each stage is one function below. A photograph
has others, those of `core.digits.photo`: raw → trimmed → evened → ink → unruled → cleared → cropped → thickened →
fitted → centred → normalised. `stages` shows what each of them made and can leave some out; `prepare` is all of them.

MNIST was made this way (LeCun, Cortes and Burges, yann.lecun.com/exdb/mnist): the ink fitted into a box of 20×20
pixels with its proportions kept, then shifted by whole pixels until the centre of mass is in the centre of 28×28.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.digits.drawing.thinning import thin
from core.digits.photo.clearing import cleared
from core.digits.photo.light import evened, photographed
from core.digits.photo.pen import thickened
from core.digits.photo.ruling import unruled
from core.digits.photo.sheet import trimmed
from core.digits.pixels import Ink as Ink
from core.digits.pixels import Picture as Picture
from core.digits.pixels import area_means, border, channels, farthest

SIDE = 28  # of a MNIST image
BOX = 20  # the longer side of the ink in it
CENTRE = 14  # where its centre of mass is, counting pixels from 0: measured on MNIST, 14.0 ± 0.5 in every image
FAINTEST = 16 / 255  # a picture with less contrast than this is blank paper
SPECK = 0.1  # pixels with less than this share of the strongest ink do not widen the crop: JPEG noise, blurred edges
NO_INK = "There is no ink in this picture: every pixel has the colour of the paper."


@dataclass(frozen=True, eq=False)
class Stage:
    """`image` is what came out of the stage; `on` is False where the stage was left out."""

    name: str
    image: Picture | Ink
    on: bool = True


def ink(picture: Picture) -> Ink:
    """How much each pixel differs from the paper, which has the median colour of the picture's border.

    So ink may be dark, light or coloured. Transparent pixels are paper. Raises ValueError on no ink.
    """
    planes = channels(picture)
    margin = border(planes)
    paper = np.median(margin, axis=1).astype(np.float32)
    grain = np.float32(np.median(farthest(margin, paper)))  # 0 on a canvas, some in a photograph
    found: Ink = np.maximum(farthest(planes, paper) - 3 * grain, 0) / 255
    if found.max() < FAINTEST:
        raise ValueError(NO_INK)
    return found


def cropped(image: Ink) -> Ink:
    """The bounding box of the ink, wherever and however large it was drawn. Raises ValueError on no ink."""
    inked = image > SPECK * image.max()
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if not len(rows):
        raise ValueError(NO_INK)
    return image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def thinned(image: Ink) -> Ink:
    """Cropped anew where a pen too fat for the digit's size was made thinner; other digits stay as they are."""
    thinner = thin(image)
    return image if thinner is image else cropped(thinner)


def fitted(image: Ink) -> Ink:
    """Scaled to 20×20 with its proportions kept: there is paper on both sides of what is slim."""
    side = max(image.shape)
    return _scaled(image, (side, side), BOX)


def centred(image: Ink) -> Ink:
    """Put into 28×28 with the centre of mass at pixel (14, 14), as near as whole pixels allow without losing ink."""
    offsets = []
    for axis, length in enumerate(image.shape):
        mass = image.sum(axis=1 - axis, dtype=np.float64)
        mean = mass @ np.arange(length) / max(mass.sum(), 1e-12)
        offsets.append(min(max(round(CENTRE - mean), 0), SIDE - length))
    return _placed(image, *offsets)


def normalised(image: Ink) -> Ink:
    """Made brighter until the strongest ink is 1: a pencil or a thin line counts like a thick black pen."""
    brightest: Ink = image / max(image.max(), np.float32(1e-12))
    return brightest


def brightness(picture: Picture) -> Ink:
    """What is left without `ink`: the plain grey picture, in which paper may well be brighter than ink."""
    grey: Ink = channels(picture).mean(axis=0) / 255
    return grey


def stretched(image: Ink) -> Ink:
    """What is left without `fitted`: scaled to 28×28, out of proportion and without a margin."""
    return _scaled(image, image.shape, SIDE)


def in_the_middle(image: Ink) -> Ink:
    """What is left without `centred`: the box in the middle of 28×28, wherever its mass is."""
    return _placed(image, *((SIDE - length) // 2 for length in image.shape))


def unchanged(image: Ink) -> Ink:
    """What is left without `cropped`, `thinned` or `normalised`."""
    return image


Works = Mapping[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]]
# Of each stage its name, and what takes its place where it is left out.
STAGES: Works = MappingProxyType(
    {
        "ink": (ink, brightness),
        "cropped": (cropped, unchanged),
        "thinned": (thinned, unchanged),
        "fitted": (fitted, stretched),
        "centred": (centred, in_the_middle),
        "normalised": (normalised, unchanged),
    }
)
OF_PHOTOGRAPHS: Works = MappingProxyType(
    {
        "trimmed": (trimmed, unchanged),
        "evened": (evened, unchanged),
        "ink": STAGES["ink"],
        "unruled": (unruled, unchanged),
        "cleared": (cleared, unchanged),
        "cropped": STAGES["cropped"],
        "thickened": (thickened, unchanged),
        **{name: STAGES[name] for name in ("fitted", "centred", "normalised")},
    }
)


def works(picture: Picture) -> Works:
    """The stages that a picture goes through: those of a drawing, or those of a photograph."""
    return OF_PHOTOGRAPHS if photographed(picture) else STAGES


def stages(picture: Picture, off: Collection[str] = ()) -> tuple[Stage, ...]:
    """Every stage from "raw" to "normalised", without those named in `off`; the last image is always 28×28.

    `picture` is (H, W), (H, W, 3) or (H, W, 4) uint8. Raises ValueError on no ink, on another shape or type, and on
    a name in `off` that is no stage.
    """
    _check(picture)
    its = works(picture)
    if unknown := set(off) - {*STAGES, *OF_PHOTOGRAPHS}:
        raise ValueError(f"no such stage: {', '.join(sorted(unknown))}; there are {', '.join(its)}")
    made = [Stage("raw", picture)]
    for name, (work, otherwise) in its.items():
        on = name not in off
        made.append(Stage(name, (work if on else otherwise)(made[-1].image), on))
    return tuple(made)


def prepare(picture: Picture) -> Ink:
    """A picture of one digit as MNIST has it: (H, W), (H, W, 3) or (H, W, 4) uint8 to (28, 28) in [0, 1], ink bright.

    Raises ValueError on no ink and on another shape or type.
    """
    _check(picture)
    image: Any = picture
    for work, _ in works(picture).values():
        image = work(image)
    prepared: Ink = image
    return prepared


def _check(picture: Picture) -> None:
    """Raises ValueError, in a sentence, unless this is a picture."""
    if picture.dtype != np.uint8 or picture.ndim not in (2, 3) or picture.shape[2:] not in ((), (3,), (4,)):
        raise ValueError(f"a picture is (H, W), (H, W, 3) or (H, W, 4) uint8, not {picture.shape} {picture.dtype}")
    if not picture.size:
        raise ValueError("There are no pixels in this picture.")


def _scaled(image: Ink, extent: tuple[int, ...], pixels: int) -> Ink:
    """Scaled without jagged edges: `extent` (height, width) around the middle of the image becomes pixels×pixels.

    The image begins where a new pixel begins, as near to the middle as that allows: put half-way, a digit that is 20
    pixels high already would come out blurred.
    """
    scaled: NDArray[Any] = image
    for length, room in zip(image.shape, extent, strict=True):
        pixel = room / pixels
        margin = int((room - length) / 2 / pixel + 1e-9) * pixel
        scaled = area_means(scaled, -margin, pixel, pixels).T  # rows first, then, turned over, columns
    fitting: Ink = scaled.clip(0, 1).astype(np.float32)
    return fitting


def _placed(image: Ink, top: int, left: int) -> Ink:
    """28×28 of paper with the image at this place."""
    canvas = np.zeros((SIDE, SIDE), np.float32)
    canvas[top : top + image.shape[0], left : left + image.shape[1]] = image
    return canvas
