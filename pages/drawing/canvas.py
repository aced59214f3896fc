"""The canvas: the one place that knows streamlit-drawable-canvas.

What the browser sends is checked before it is believed. What lies on the canvas when it appears, and what undo, clear
and load put there, are strokes that Python holds; the browser draws them and sends back what it then shows.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from core.digits.pen import CANVAS, INK, PAPER, Stroke, StrokesError, from_canvas, to_canvas
from core.digits.preprocess import Picture
from core.digits.upload import UploadError, decoded

state = st.session_state

# The canvas has a toolbar of its own, invisible until a mouse comes by. A finger never sees it, and still hits its
# buttons in the upper right corner; the page has buttons for all that is in it.
_HIDE = """
export default function ({ data }) {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(".dc-toolbar { display: none !important } .dc-scroll { touch-action: none }")
  let tries = 200
  const dress = () => {
    const place = document.querySelector(`.st-key-${data.key}`)
    const host = place && [...place.querySelectorAll("*")].find(each => each.shadowRoot?.querySelector(".canvas-root"))
    if (host && !host.shadowRoot.adoptedStyleSheets.some(each => each.ours)) {
      sheet.ours = true
      host.shadowRoot.adoptedStyleSheets = [...host.shadowRoot.adoptedStyleSheets, sheet]
    }
    if (!host && tries--) setTimeout(dress, 50)
  }
  dress()
}
"""
_dress = st.components.v2.component("canvas-dress", js=_HIDE)


@dataclass(frozen=True, eq=False)
class Drawing:
    """`picture` is (280, 280, 4) uint8, None before the first stroke. `problem` says what could not be believed."""

    picture: Picture | None = None
    strokes: tuple[Stroke, ...] = ()
    problem: str = ""


@dataclass(frozen=True, eq=False)
class _Sheet:
    """What Python put on the canvas: `number` counts how often, `overtaken` is what the browser had sent before."""

    strokes: tuple[Stroke, ...] = ()
    number: int = 0
    overtaken: Any = None
    last: Drawing = Drawing()


def canvas(pen: int, erases: bool, key: str) -> Drawing:
    """Shows the canvas with a round pen of that thickness, or a rubber, and returns what is drawn on it."""
    from streamlit_drawable_canvas import st_canvas  # type: ignore[import-untyped]  # needs a server to be imported

    sheet: _Sheet = state.setdefault(f"{key} sheet", _Sheet())
    if key not in state and sheet.last.strokes != sheet.strokes:  # the page was left and entered again
        sheet = replace(sheet, strokes=sheet.last.strokes, number=sheet.number + 1, overtaken=None)
    with st.container(key=f"{key}-place", width=CANVAS, height="content", gap=None):
        try:
            st_canvas(
                stroke_width=pen,
                stroke_color=PAPER if erases else INK,
                background_color=PAPER,
                initial_drawing=to_canvas(sheet.strokes, sheet.number),
                height=CANVAS,
                width=CANVAS,
                return_image_data=True,
                key=key,
            )
            _dress(key=f"{key} dress", data={"key": f"{key}-place"})
            drawing = _drawn(state.get(key), sheet)
            if _sent(state.get(key)) != sheet.overtaken:
                sheet = replace(sheet, overtaken=None)  # the browser has answered; from now on all that it says counts
        except (StrokesError, UploadError, TypeError, AttributeError, ValueError) as error:
            known = isinstance(error, StrokesError | UploadError)
            drawing = Drawing(problem=str(error) if known else "The canvas sent no drawing: clear it and draw again.")
    state[f"{key} sheet"] = replace(sheet, last=drawing)
    return drawing


def put(strokes: Sequence[Stroke], key: str) -> None:
    """Lays these strokes on the canvas instead of what is there; in a callback."""
    sheet: _Sheet = state.setdefault(f"{key} sheet", _Sheet())
    drawing = Drawing(sheet.last.picture if strokes else None, tuple(strokes))
    state[f"{key} sheet"] = _Sheet(tuple(strokes), sheet.number + 1, _sent(state.get(key)), drawing)


def undo(key: str) -> None:
    """Takes the last stroke back; in a callback."""
    sheet: _Sheet = state.setdefault(f"{key} sheet", _Sheet())
    try:
        strokes = _drawn(state.get(key), sheet).strokes
    except (StrokesError, UploadError):
        strokes = ()
    put(strokes[:-1], key)


def _drawn(found: Any, sheet: _Sheet) -> Drawing:
    """What is on the canvas now. Raises StrokesError or UploadError for what is no drawing."""
    sent = _sent(found)
    if sent is None or (sheet.overtaken is not None and sent == sheet.overtaken):
        return sheet.last  # the browser has not answered yet
    strokes = from_canvas(sent.get("raw"))
    if sent.get("data") is None:
        return replace(sheet.last, strokes=strokes, problem="")
    picture = _picture(sent["data"])
    return Drawing(picture, strokes) if strokes else Drawing()


def _sent(found: Any) -> Any:
    return found.get("drawing") if hasattr(found, "get") else None


def _picture(address: Any) -> Picture:
    """The canvas's pixels out of the address with PNG in it that the browser sends."""
    if not isinstance(address, str) or not address.startswith("data:image/png;base64,"):
        raise StrokesError("The canvas sent no picture: clear it and draw again.")
    picture = decoded(b64decode(address.split(",", 1)[1]))
    if picture.shape[:2] != (CANVAS, CANVAS):
        raise StrokesError(f"The canvas sent a picture that is not {CANVAS}×{CANVAS}: clear it and draw again.")
    return picture
