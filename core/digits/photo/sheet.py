"""A sheet that lies on a table: found, cut out and laid straight, so that neither its edges nor the table count as ink.

The table is what most of the picture's border shows. What differs from it, in one piece around the picture's middle,
with four corners and sharp edges, is a sheet; a shadow has soft ones, and a digit is no area. Where there is no such
sheet, nothing is changed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from core.digits.drawing.pieces import Mask, pieces
from core.digits.photo.light import ENOUGH
from core.digits.pixels import Channels, Picture, at_most, border, channels, farthest

COARSE = 160  # pixels of the picture's longer side in which the sheet is looked for
LEAST, CUT_OFF = 0.06, 0.25  # of the picture: a smaller piece is no sheet; of its border: so much may be the sheet's
SLIM = 4  # times its shortest side: no side of a sheet is so long, but one of a one's stroke is, or of a triangle
SOLID, SQUARE = 0.7, 0.9  # shares of the sheet that are no ink, and that its four corners have in common with it
UNLIKE, SHARP = 45, 0.7  # levels between sheet and table, and the share of them that lies within a few pixels
MARGIN = 3.5  # pixels of the coarse picture, from the sheet's corners to its middle, that are cut off all around
Corners = NDArray[np.float64]  # (4, 2): x and y from the upper left one on, clockwise


def trimmed(picture: Picture) -> Picture:
    """The sheet alone and upright, its longer side 640 pixels at most; the picture as it is where there is none."""
    planes = channels(picture)
    corners = sheet(at_most(planes, COARSE))
    if corners is None:
        return picture
    upper, right, lower, left = _sides(corners * planes.shape[:0:-1])
    wide, high = (upper + lower) / 2, (left + right) / 2
    scale = min(1, ENOUGH / max(wide, high))
    small = at_most(planes, int(scale * max(planes.shape)))
    size = (max(round(scale * wide), 1), max(round(scale * high), 1))
    places = _homography(size, corners * small.shape[:0:-1])
    how = (Image.Transform.PERSPECTIVE, places, Image.Resampling.BILINEAR)
    straight = np.stack([np.asarray(Image.fromarray(plane).transform(size, *how)) for plane in small], axis=-1)
    flat: Picture = straight.round().clip(0, 255).astype(np.uint8)
    return flat if len(planes) > 1 else flat[..., 0]


def sheet(planes: Channels) -> Corners | None:
    """The corners of a sheet, a little inside its edges, in shares of the picture's width and height."""
    far = farthest(planes, np.median(border(planes), axis=1))
    found, count = pieces(far > _between(far), diagonally=False)
    if not count:
        return None
    largest = found == 1 + np.bincount(found.ravel())[1:].argmax()
    around, _ = pieces(np.pad(~largest, 1, constant_values=True), diagonally=False)
    whole = around[1:-1, 1:-1] != 1  # what is written on it, too: it does not hang together with the outside
    inner, outer = ~_grown(~whole, 2) & _grown(~whole, 3), _grown(whole, 3) & ~_grown(whole, 2)
    if not (inner.any() and outer.any()):
        return None
    corners = _corners(whole)
    sides, filled = _sides(corners), _inside(corners, whole.shape)
    unlike = np.median(far[whole]) - np.median(far[~whole])
    is_one = (
        whole[whole.shape[0] // 2, whole.shape[1] // 2]
        and whole.mean() > LEAST
        and sides.min() * SLIM > sides.max()
        and border(whole[None].astype(np.float32)).mean() < CUT_OFF
        and largest.sum() > SOLID * whole.sum()
        and (whole & filled).sum() > SQUARE * (whole | filled).sum()
        and unlike > UNLIKE
        and np.median(far[inner]) - np.median(far[outer]) > SHARP * unlike
    )
    if not is_one:
        return None
    middle = corners.mean(axis=0)
    away = np.hypot(*(corners - middle).T)[:, None]
    within: Corners = (middle + (corners - middle) * (1 - MARGIN / away)) / whole.shape[::-1]
    return within


def _between(values: NDArray[np.float32]) -> float:
    """The level that divides values into two groups as unlike as possible.

    N. Otsu, "A threshold selection method from gray-level histograms", 1979.
    """
    counts, edges = np.histogram(values, 128)
    below, mass = np.cumsum(counts), np.cumsum(counts * (edges[:-1] + edges[1:]) / 2)
    unlike = (mass[-1] * below - mass * below[-1]) ** 2 / np.maximum(below * (below[-1] - below), 1)
    return float(edges[1 + unlike[:-1].argmax()])


def _corners(mask: Mask) -> Corners:
    """The place farthest from the middle, the one farthest from that, and the two farthest from the line between."""
    y, x = np.nonzero(mask)
    places = np.stack([x, y], axis=1) + 0.5
    one = places[np.square(places - places.mean(axis=0)).sum(axis=1).argmax()]
    other = places[np.square(places - one).sum(axis=1).argmax()]
    across = (places - one) @ np.array([other[1] - one[1], one[0] - other[0]])
    four = np.stack([one, places[across.argmax()], other, places[across.argmin()]])
    turned = four - four.mean(axis=0)
    clockwise = four[np.argsort(np.arctan2(turned[:, 1], turned[:, 0]))]
    return np.roll(clockwise, -int(clockwise.sum(axis=1).argmin()), axis=0)


def _sides(corners: Corners) -> NDArray[np.float64]:
    """How long the upper, right, lower and left one is."""
    lengths: NDArray[np.float64] = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    return lengths


def _inside(corners: Corners, shape: tuple[int, ...]) -> Mask:
    """The pixels of a picture of that shape that lie between four corners."""
    image = Image.new("1", (shape[1], shape[0]))
    ImageDraw.Draw(image).polygon([(x - 0.5, y - 0.5) for x, y in corners.tolist()], fill=1)
    return np.asarray(image, bool)


def _homography(size: tuple[int, int], corners: Corners) -> tuple[float, ...]:
    """The eight numbers by which each pixel of an upright picture finds its place between four corners."""
    wide, high = size
    rows, values = [], []
    for (x, y), (u, v) in zip([(0, 0), (wide, 0), (wide, high), (0, high)], corners.tolist(), strict=True):
        rows += [(x, y, 1, 0, 0, 0, -u * x, -u * y), (0, 0, 0, x, y, 1, -v * x, -v * y)]
        values += [u, v]
    return tuple(np.linalg.solve(np.array(rows, float), np.array(values)).tolist())


def _grown(mask: Mask, by: int) -> Mask:
    """With all pixels that so many steps lead to, up, down, left or right."""
    grown = mask.copy()
    for _ in range(by):
        before = grown.copy()
        grown[1:] |= before[:-1]
        grown[:-1] |= before[1:]
        grown[:, 1:] |= before[:, :-1]
        grown[:, :-1] |= before[:, 1:]
    return grown
