"""Strokes of a pen on the page's canvas, as plain data: from the canvas, to the canvas, to a file and back.

The one place that checks what a browser or a file sends as strokes: how many there are, how long, where.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.digits.stored import parsed
from core.errors import StrokesError

CANVAS = 280  # pixels of the canvas, in both directions
MOST_STROKES = 300
MOST_POINTS = 20_000
FARTHEST = 10 * CANVAS  # from the canvas's corner that a pen may have strayed
THICKEST = 100  # pixels
LARGEST_FILE = 2_000_000  # bytes
ARGUMENTS = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}  # of the commands of a path in SVG
INK, PAPER = "#000000", "#ffffff"
FORM = "backprop-lab strokes"

Command = tuple[str, tuple[float, ...]]


@dataclass(frozen=True)
class Stroke:
    """One line of the pen: a path as SVG writes it, in pixels from the upper left corner; `erases` lays down paper."""

    path: tuple[Command, ...]
    pen: float
    erases: bool = False


def from_canvas(drawing: Any) -> tuple[Stroke, ...]:
    """The strokes in what the canvas sends, Fabric.js's JSON. Raises StrokesError for anything else."""
    objects = drawing.get("objects") if isinstance(drawing, dict) else None
    if not isinstance(objects, list) or not all(isinstance(each, dict) for each in objects):
        raise StrokesError("The canvas sent no drawing: clear it and draw again.")
    return _checked(
        (each.get("path"), each.get("strokeWidth"), str(each.get("stroke")).lower() == PAPER)
        for each in objects
        if each.get("type") == "Path"
    )


def to_canvas(strokes: Iterable[Stroke]) -> dict[str, Any]:
    """Fabric.js's JSON for the strokes."""
    return {
        "objects": [
            {
                "type": "Path",
                "path": [[letter, *numbers] for letter, numbers in stroke.path],
                "stroke": PAPER if stroke.erases else INK,
                "strokeWidth": stroke.pen,
                "strokeLineCap": "round",
                "strokeLineJoin": "round",
                "strokeMiterLimit": 10,
                "fill": None,
            }
            for stroke in strokes
        ],
    }


def to_file(strokes: Iterable[Stroke]) -> str:
    """The strokes as JSON, to keep."""
    lines = [
        {"pen": each.pen, "erases": each.erases, "path": [[letter, *numbers] for letter, numbers in each.path]}
        for each in strokes
    ]
    return json.dumps({"form": FORM, "canvas": CANVAS, "strokes": lines})


def from_file(content: bytes) -> tuple[Stroke, ...]:
    """The strokes in a file that `to_file` wrote. Raises StrokesError for anything else."""
    if len(content) > LARGEST_FILE:
        raise StrokesError("This file is too large for a drawing: at most 2 MB are read.")
    try:
        found = parsed(content)
    except ValueError as error:
        raise StrokesError("This file is no drawing: choose one that was downloaded here.") from error
    if not isinstance(found, dict) or found.get("form") != FORM or found.get("canvas") != CANVAS:
        raise StrokesError("This file is no drawing: choose one that was downloaded here.")
    lines = found.get("strokes")
    if not isinstance(lines, list) or not all(isinstance(each, dict) for each in lines):
        raise StrokesError("There are no strokes in this file: choose one that was downloaded here.")
    return _checked((each.get("path"), each.get("pen"), each.get("erases") is True) for each in lines)


def _checked(lines: Iterable[tuple[Any, Any, bool]]) -> tuple[Stroke, ...]:
    strokes: list[Stroke] = []
    points = 0
    for path, pen, erases in lines:
        if not isinstance(path, list) or not path:
            raise StrokesError("A stroke of this drawing has no path.")
        points += len(path)
        if len(strokes) >= MOST_STROKES or points > MOST_POINTS:
            raise StrokesError(
                f"This drawing has more than {MOST_STROKES} strokes or {MOST_POINTS:,} points: clear it and draw less."
            )
        if not _number(pen, THICKEST) or pen <= 0:
            raise StrokesError(f"A pen must be up to {THICKEST} pixels thick.")
        strokes.append(Stroke(tuple(_command(each) for each in path), float(pen), erases))
    return tuple(strokes)


def _command(found: Any) -> Command:
    if not isinstance(found, list) or not found or not isinstance(found[0], str) or found[0] not in ARGUMENTS:
        raise StrokesError("A stroke of this drawing is no line of a pen.")
    letter, *numbers = found
    if len(numbers) != ARGUMENTS[letter] or not all(_number(each, FARTHEST) for each in numbers):
        raise StrokesError("A stroke of this drawing leads to no place on the canvas.")
    return letter, tuple(float(each) for each in numbers)


def _number(found: Any, most: float) -> bool:
    """Whether it is a number no farther from 0 than `most`; NaN is none."""
    return isinstance(found, int | float) and not isinstance(found, bool) and abs(found) <= most
