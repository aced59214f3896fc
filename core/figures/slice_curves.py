"""The loss along each weight as plain data for small charts side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from core.backprop.engine.descent import Descent
from core.backprop.explore.slices import Slice
from core.backprop.notation.name import split_name
from core.backprop.notation.number import format_number
from core.figures.axis import Window, around, kept, ticks

POINTS = 61  # of a slice; the charts are small
WIDTHS = {"valley": 10.0, "near": 2.0, "step": 0.0}  # of a window, at least; that of "step" depends on the step
SPREAD = 4.0  # a window for the step is so many times as wide as the step
STRETCH = 2.5  # a chart is at most so many times as high as its slice, to show where the update leads
LONGEST = 8  # letters of a number along the side
LEAST = 1e-6  # the least step that a window is made for, relative to the weight, so that it has a width


def windows(
    descent: Descent, update: int, learning_rate: float, zoom: str, before: Mapping[str, Window]
) -> dict[str, Window]:
    """From where to where each weight is shown: the windows of `before` as long as they do, so that nothing jumps.

    "valley" and "near" hold the whole descent; "step" is as wide as the coming step of each weight asks for.
    """
    net = descent.at(update)
    new = net.updated(learning_rate).numbers
    found = {}
    for name in net.graph.weights:
        at, lands = float(net.numbers[name]), float(new[name])
        if zoom == "step":
            step = max(abs(lands - at), LEAST * max(1.0, abs(at)))
            needed = [at, lands]
            wanted = around([at, lands], SPREAD * step)
        else:
            way = descent.weights[name]
            far = abs(lands - at) > 2 * WIDTHS[zoom] + 2 * float(np.ptp(way))  # all else would be tiny
            needed = [float(way.min()), float(way.max()), at if far else lands]
            wanted = around([round(x, 1) for x in needed], WIDTHS[zoom], margin=0.1)
        found[name] = kept(before.get(name), needed, wanted)
    return found


def slice_curves(slices: Sequence[Slice], digits: int, alike: bool) -> list[dict[str, Any]]:
    """One chart for each slice: everything in it by its place from 0 to 1, left to right and bottom to top.

    `curve` has the heights only; its points are evenly spread from left to right.
    With `alike` all have the same vertical axis, from 0 to the highest loss in any of them; otherwise each has its own.
    Places may be outside 0 to 1: the landing of a huge step is far away.
    """
    ends = [(float(each.losses.min()), float(each.losses.max())) for each in slices]
    common = min([0.0, *(low for low, _ in ends)]), max((high for _, high in ends), default=0.0) * 1.06 or 1.0
    return [_chart(each, digits, common if alike else _own(each)) for each in slices]


def _own(each: Slice) -> Window:
    """As high as the slice and where the update leads, unless that is so far off that the slice would look flat."""
    low, high = float(each.losses.min()), float(each.losses.max())
    for loss in (each.alone, each.promised, each.together):
        if max(high, loss) - min(low, loss) <= STRETCH * (high - low):
            low, high = min(low, loss), max(high, loss)
    reach = (high - low) * 0.12 or max(abs(high), 1e-300) * 1e-3
    return low - reach, high + reach


def _chart(each: Slice, digits: int, height: Window) -> dict[str, Any]:
    width = (float(each.along[0]), float(each.along[-1]))

    def x(weight: float) -> float:
        return _place(weight, width)

    def y(loss: float) -> float:
        return _place(loss, height)

    texts = {
        "at": format_number(each.at, digits),
        "slope": format_number(each.slope, digits),
        "lands": format_number(each.lands, digits),
        "alone": format_number(each.alone, digits),
        "together": format_number(each.together, digits),
    }
    return {
        "weight": each.weight,
        "name": split_name(each.weight),
        "texts": texts,
        "exact": each.at,
        "window": width,
        "curve": [y(loss) for loss in each.losses.tolist()],
        "tangent": [[place, y(each.loss + each.slope * (weight - each.at))] for place, weight in enumerate(width)],
        "at": [x(each.at), y(each.loss)],
        "promised": [x(each.lands), y(each.promised)],
        "alone": [x(each.lands), y(each.alone)],
        "together": [x(each.lands), y(each.together)],
        "across": [[x(where), text] for where, text in ticks(width, 3)],
        "up": [[y(where), text if len(text) <= LONGEST else ""] for where, text in ticks(height, 3)],
    }


def _place(number: float, window: Window) -> float:
    share = (number - window[0]) / (window[1] - window[0])
    return round(min(max(share, -99.0), 99.0), 4)
