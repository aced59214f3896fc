"""The canvas: the one place that knows streamlit-drawable-canvas.

What the browser sends is checked before it is believed. What lies on the canvas when it appears, and what undo, clear
and load put there, are strokes that Python holds; the browser draws them and sends back what it then shows.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from core.digits.drawing.strokes import CANVAS, INK, PAPER, Stroke, from_canvas, to_canvas
from core.digits.drawing.upload import decoded
from core.digits.preprocess import Picture
from core.errors import StrokesError, UploadError
from pages.components.shared.modules import inlined

state = st.session_state
WIDER = 10  # pixels that a rubber is wider than the pen, so that it wipes out a line's soft edges too
NO_DRAWING = "The canvas sent no drawing: clear it and draw again."

HERE = Path(__file__).parent
_dress = st.components.v2.component(
    "canvas-dress",
    html='<p class="said" role="status"></p>',
    css=(HERE / "dress.css").read_text("utf-8"),
    js=inlined(HERE / "dress.js"),
)


@dataclass(frozen=True, eq=False)
class Drawing:
    """`picture` is (280, 280, 4) uint8, None before the first stroke. `problem` says what could not be believed."""

    picture: Picture | None = None
    strokes: tuple[Stroke, ...] = ()
    problem: str = ""


@dataclass(frozen=True, eq=False)
class _Sheet:
    """What Python put on the canvas, how often it has done so, and what was last seen there."""

    strokes: tuple[Stroke, ...] = ()
    number: int = 0
    last: Drawing = Drawing()

    @property
    def paper(self) -> str:
        """White; written so that what the browser sends tells which sheet it was drawn on."""
        return f"rgba(255, 255, 255, 1.{self.number:06})"


def canvas(pen: int, erases: bool, key: str) -> Drawing:
    """Shows the canvas with a round pen of that thickness, or a rubber, and returns what is drawn on it."""
    from streamlit_drawable_canvas import st_canvas  # type: ignore[import-untyped]  # needs a server to be imported

    sheet = _sheet(key)
    if key not in state and sheet.last.strokes != sheet.strokes:  # the page was left and entered again
        sheet = replace(sheet, strokes=sheet.last.strokes, number=sheet.number + 1)
    thickness, colour = (pen + WIDER, PAPER) if erases else (pen, INK)
    with st.container(key=f"{key}-place", width=CANVAS, height="content", gap=None):
        try:
            st_canvas(
                stroke_width=thickness,
                stroke_color=colour,
                background_color=sheet.paper,
                initial_drawing=to_canvas(sheet.strokes),
                height=CANVAS,
                width=CANVAS,
                return_image_data=True,
                key=key,
            )
            drawing = _drawn(state.get(key), sheet)
        except (StrokesError, UploadError) as error:
            drawing = Drawing(problem=str(error))
        except (TypeError, AttributeError, ValueError):
            drawing = Drawing(problem=NO_DRAWING)
        count = len(drawing.strokes)
        name = f"Canvas to draw on: {count} stroke{'s' * (count != 1)}"
        data = {"place": f"{key}-place", "name": name, "pen": {"width": thickness, "colour": colour}}
        _dress(key=f"{key} dress", data=data, on_undo_change=partial(undo, key))
    state[f"{key} sheet"] = replace(sheet, last=drawing)
    return drawing


def put(strokes: Sequence[Stroke], key: str) -> None:
    """Lays these strokes on the canvas instead of what is there; in a callback."""
    sheet = _sheet(key)
    drawing = Drawing(sheet.last.picture if strokes else None, tuple(strokes))
    state[f"{key} sheet"] = _Sheet(tuple(strokes), sheet.number + 1, drawing)


def undo(key: str) -> None:
    """Takes the last stroke back; in a callback."""
    try:
        strokes = _drawn(state.get(key), _sheet(key)).strokes
    except (StrokesError, UploadError, TypeError, AttributeError, ValueError):
        strokes = ()
    put(strokes[:-1], key)


def _sheet(key: str) -> _Sheet:
    found: _Sheet = state.setdefault(f"{key} sheet", _Sheet())
    return found


def _drawn(found: Any, sheet: _Sheet) -> Drawing:
    """What is on the canvas now. Raises StrokesError or UploadError for what is no drawing."""
    sent = (found or {}).get("drawing") or {}
    raw = sent.get("raw") or {}
    if raw.get("background") != sheet.paper or sent.get("data") is None:
        return sheet.last  # the browser has not seen this sheet yet, or nothing was drawn on it
    strokes = from_canvas(raw)
    return Drawing(_picture(sent["data"]), strokes) if strokes else Drawing()


def _picture(address: Any) -> Picture:
    """The canvas's pixels out of the address with PNG in it that the browser sends."""
    if not isinstance(address, str) or not address.startswith("data:image/png;base64,"):
        raise StrokesError("The canvas sent no picture: clear it and draw again.")
    picture = decoded(b64decode(address.split(",", 1)[1]))
    if picture.shape[:2] != (CANVAS, CANVAS):
        raise StrokesError(f"The canvas sent a picture that is not {CANVAS}×{CANVAS}: clear it and draw again.")
    return picture
