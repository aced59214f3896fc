"""Drawings as the canvas of the Draw page would send them."""

from __future__ import annotations

import io
from base64 import b64encode
from typing import Any

import numpy as np
from PIL import Image, ImageDraw
from streamlit.testing.v1 import AppTest

from core.digits.classifier import activations, load_classifier
from core.digits.drawing.strokes import Stroke, to_canvas
from tests.pages.visit import component, opened, ran

CANVAS, SHEET = "draw-canvas", "draw-canvas sheet"
Line = list[tuple[int, int]]
SEVEN: list[Line] = [[(80, 60), (190, 55), (120, 220)], [(100, 140), (180, 140)]]
ONE: list[Line] = [[(140, 50), (138, 230)]]


def pixels(lines: list[Line]) -> np.ndarray:
    """The canvas with these lines on it."""
    image = Image.new("RGBA", (280, 280), "white")
    pen = ImageDraw.Draw(image)
    for line in lines:
        pen.line(line, "black", 20, "curve")
        for x, y in line:
            pen.ellipse((x - 10, y - 10, x + 10, y + 10), "black")
    return np.asarray(image)


def strokes(lines: list[Line]) -> tuple[Stroke, ...]:
    return tuple(
        Stroke(tuple(("ML"[i > 0], (float(x), float(y))) for i, (x, y) in enumerate(line)), 20.0) for line in lines
    )


def sent(at: AppTest, lines: list[Line]) -> dict[str, Any]:
    """What the browser would send for these lines, drawn on what it was handed last."""
    buffer = io.BytesIO()
    Image.fromarray(pixels(lines)).save(buffer, "PNG")
    address = "data:image/png;base64," + b64encode(buffer.getvalue()).decode()
    raw = to_canvas(strokes(lines)) | {"background": component(at, CANVAS)["backgroundColor"]}
    return {"drawing": {"raw": raw, "data": address}, "backgroundFit": None}


def drawn(lines: list[Line] = SEVEN, part: str | None = None) -> AppTest:
    """The Draw page after these lines, with one of its parts opened."""
    at = opened("draw")
    at.session_state[CANVAS] = sent(at, lines)
    if part:
        at.session_state["draw part"] = part
    return ran(at)


def read_with(at: AppTest, run: str) -> AppTest:
    """The Draw page after the weights of this run were chosen in their popover."""
    at.session_state["draw weights place"] = True
    return ran(ran(at).selectbox(key="draw weights").set_value(run))


def answered(image: np.ndarray) -> list[float]:
    """The shipped network's ten probabilities for an image (28, 28)."""
    probabilities: list[float] = np.exp(activations(load_classifier().net, image)[-1].values).tolist()
    return probabilities
