"""Small pictures side by side: ink, signed values on a scale around 0, or colours; with numbers, marks and outlines.

It receives plain values and texts ready to show, and changes in place what differs. Pointing at a pixel tells its
value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from core.figures.packed import pack_maps, quantised
from pages.components.shared.inline import Component

_component = Component("pictures", ("pictures/pictures.css", "shared/swatches.css"))


@dataclass(frozen=True)
class Mark:
    """A ring around the pixel (row, column), its radius in pixels; `text` stands at `at`, a (row, column) too."""

    row: float
    column: float
    radius: float = 0.5
    text: str = ""
    at: tuple[float, float] | None = None
    tone: Literal["note", "adds", "wipes"] = "note"


@dataclass(frozen=True, eq=False)
class Panel:
    """One picture: `values` (H, W), or (H, W, 3) with colours from 0 to 1.

    "ink" goes from 0, paper, to 1; "signed" is coloured around 0, up to `reach` or else to its largest value. `over`,
    (H, W) ink, is outlined above it. `numbers` are texts for the cells in the order of reading. `lit` is a rectangle:
    first row, first column, last row, last column.
    """

    title: str
    values: NDArray[np.floating[Any]]
    kind: Literal["ink", "signed", "colours"] = "ink"
    caption: str = ""
    side: int = 150
    reach: float | None = None
    over: NDArray[np.floating[Any]] | None = None
    numbers: Sequence[str] = ()
    marks: Sequence[Mark] = field(default_factory=tuple)
    lit: tuple[int, int, int, int] | None = None
    faint: bool = False


def pictures(shown: Sequence[Panel], *, key: str) -> None:
    """Shows the pictures in a row that wraps. Raises ValueError for values that are not finite."""
    planes, panels = [], []
    for each in shown:
        height, width = each.values.shape[:2]
        own = [each.values] if each.kind != "colours" else list(np.moveaxis(each.values, -1, 0))
        planes += own + ([] if each.over is None else [each.over])
        panels.append(
            {
                "title": each.title,
                "caption": each.caption,
                "kind": each.kind,
                "height": height,
                "width": width,
                "planes": len(own),
                "outlined": each.over is not None,
                "side": each.side,
                "reach": float(np.abs(each.values).max(initial=0)) if each.reach is None else each.reach,
                "numbers": list(each.numbers),
                "marks": [
                    [mark.row, mark.column, mark.radius, mark.text, mark.at and list(mark.at), mark.tone]
                    for mark in each.marks
                ],
                "lit": each.lit,
                "faint": each.faint,
            }
        )
    _component(key=key, data={"panels": panels, "packed": pack_maps([quantised(plane) for plane in planes])})
