"""A drawing: the canvas with its tools, and strokes kept in a file."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.digits.drawing.strokes import LARGEST_FILE, from_file, to_file
from core.errors import StrokesError
from pages.parts.draw.canvas import Drawing, canvas, put, undo
from pages.parts.draw.entry import Entry, say_problem
from pages.parts.draw.state import draw_state

CANVAS = "draw-canvas"
PEN, RUBBER = ":material/ink_pen: Pen", ":material/ink_eraser: Eraser"
widgets = st.session_state


def from_canvas() -> Entry:
    """Shows the canvas, and returns what is on it."""
    place = st.container(gap="small")
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        tool = st.segmented_control(
            "Tool",
            [PEN, RUBBER],
            default=PEN,
            required=True,
            key="draw tool",
            persist_state="session",
            label_visibility="collapsed",
        )
        st.button("Undo", icon=":material/undo:", key="draw undo", on_click=undo, args=(CANVAS,))
        st.button("Clear", icon=":material/delete:", key="draw clear", on_click=put, args=((), CANVAS))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        pen = st.slider("Pen width", 12, 32, 20, 2, key="draw pen", persist_state="session", format="%d px", width=210)
        about = "Keep these strokes as a file, or load one"
        file = st.popover("File", key="draw file", type="tertiary", help=about, on_change="rerun")
    with place:
        drawing = canvas(pen, tool == RUBBER, CANVAS)
    if file.open:  # else with each stroke the whole file would be sent, and not be wanted
        with file:
            _keep_or_load(drawing)
    if drawing.problem:
        st.warning(drawing.problem, icon=":material/warning:")
    else:
        say_problem()
    return Entry(drawing.picture, drawn=True)


def _keep_or_load(drawing: Drawing) -> None:
    st.download_button(
        "Download the strokes",
        to_file(drawing.strokes),
        "strokes.json",
        "application/json",
        icon=":material/download:",
        on_click="ignore",
        key="draw download",
        disabled=not drawing.strokes,
    )
    st.file_uploader(
        "Load strokes that were downloaded here",
        type="json",
        key="draw strokes",
        on_change=_load,
        max_upload_size=2,
    )


def _load() -> None:
    file = widgets["draw strokes"]
    if not isinstance(file, UploadedFile):  # taken away, or gone with a server that was restarted
        return
    try:
        put(from_file(file.read(LARGEST_FILE + 1)), CANVAS)
    except StrokesError as error:
        draw_state().problem = str(error)
