"""Light evened out: the paper's colour is estimated at each place and made the same everywhere.

The estimate is the median of a wide window, so that neither a line of ink nor a ruled line counts, and the edge of a
shadow or of the paper stays where it is. It is made for each colour, so yellow lamp light becomes white, too; and as
the median does not ask which is darker, ink or paper, a blackboard is treated no differently.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image

from core.digits.pixels import Channels, Picture, at_most, border, channels, farthest, reduced

SMALLEST = 64  # pixels of the shorter side: a smaller picture is no photograph
ENOUGH = 640  # pixels of the longer side that are kept of a photograph
CELLS = 48  # along the longer side: the paper is estimated in each
REACH = 7  # cells around one that count for it
CORNER, UNLIKE, COMMON = 2, 20, 0.03  # cells around one, levels of another colour, share of a colour's cells
DISTRUST = 0.5  # of the paper's change from one cell to its neighbours: so much of a difference is not believed
STRONG = 0.5  # of the strongest ink: in a drawing nearly all that is not paper is stronger
FAINT, FAINT_AT_BORDER = 0.08, 0.03  # shares of pixels that may be fainter: the soft edges of lines
FULL, EMPTY, DEPTH = 0.98, 0.3, 1 / 8  # a scanner's edge fills a side, but so much of the picture further in it is gone


def photographed(picture: Picture) -> bool:
    """Whether this is a photograph or a scan: a drawing has paper of exactly one colour, ink, and little between."""
    if min(picture.shape[:2]) < SMALLEST or (picture.shape[2:] == (4,) and picture[..., 3].min() < 255):
        return False
    planes = channels(picture)
    around = border(planes)
    if not np.ptp(around, axis=1).any():  # no camera sees paper of one colour all around: a canvas is known by its rim
        return False
    paper = np.median(around, axis=1)
    far = farthest(planes, paper)
    if _has_an_edge(planes.mean(axis=0) < paper.mean()):
        return True
    faint = (far > 0) & (far < STRONG * far.max())
    return bool(faint.mean() > FAINT and border(faint[None]).mean() > FAINT_AT_BORDER)


def _has_an_edge(dark: NDArray[np.bool_]) -> bool:
    sides = [np.rot90(dark, turns) for turns in range(4)]
    return any(side[0].mean() > FULL and side[int(DEPTH * len(side))].mean() < EMPTY for side in sides)


def evened(picture: Picture) -> Picture:
    """The picture with paper of one colour, (H, W, 1 or 3), its longer side 640 pixels at most."""
    planes = at_most(channels(picture), ENOUGH)
    cells = np.stack([reduced(plane, max(planes.shape[1:]) / CELLS) for plane in planes])
    paper = _with_corners(cells, np.stack([_medians(each, REACH) for each in cells]))
    change = np.stack([np.ptp(_windows(each, 1), axis=-1) for each in paper])
    level = np.median(paper, axis=(1, 2), keepdims=True)
    local, unsure = (np.stack([_enlarged(each, planes[0].shape) for each in made]) for made in (paper, change))
    ink = planes - local
    ink = np.sign(ink) * np.maximum(np.abs(ink) - DISTRUST * unsure, 0)
    lit = np.maximum(level, 255 - level) / np.maximum(local, 255 - local)  # ink in a shadow differs less from paper
    flat: Picture = (level + ink * lit).round().clip(0, 255).astype(np.uint8).transpose(1, 2, 0)
    return flat if len(planes) > 1 else flat[..., 0]


def _windows(cells: NDArray[np.float32], reach: int) -> NDArray[np.float32]:
    """For each cell those around it, (h, w, N); beyond the border light goes on changing as it did before it."""
    reach = min(reach, *(length - 1 for length in cells.shape))
    padded = np.pad(cells, reach, mode="reflect", reflect_type="odd")
    windows = sliding_window_view(padded, (2 * reach + 1, 2 * reach + 1))
    return windows.reshape(*cells.shape, -1)


def _medians(cells: NDArray[np.float32], reach: int) -> NDArray[np.float32]:
    medians: NDArray[np.float32] = np.median(_windows(cells, reach), axis=-1).astype(np.float32)
    return medians


def _with_corners(cells: Channels, paper: Channels) -> Channels:
    """The estimate with the paper's corners, which a wide window cuts off: there the table shows.

    A narrow window keeps them. It is believed where it has a colour that much of the picture has; no ink does.
    """
    near = np.stack([_medians(each, CORNER) for each in cells])
    unlike = np.abs(near - paper).max(axis=0) > UNLIKE
    colours, common = near[:, unlike], paper.reshape(len(paper), -1)
    alike = (np.abs(colours[:, :, None] - common[:, None]).max(axis=0) < UNLIKE).mean(axis=1) > COMMON
    with_corners = paper.copy()
    with_corners[:, unlike] = np.where(alike, colours, paper[:, unlike])
    return with_corners


def _enlarged(cells: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.float32]:
    return np.asarray(Image.fromarray(cells).resize((shape[1], shape[0]), Image.Resampling.BILINEAR), np.float32)
