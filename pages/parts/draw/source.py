"""Where it comes from: a drawing, a test image, or an image file."""

from __future__ import annotations

import streamlit as st

from pages.parts.draw.entry import Entry
from pages.parts.draw.from_canvas import from_canvas
from pages.parts.draw.from_file import from_file
from pages.parts.draw.from_gallery import from_gallery

DRAW, SAMPLE, UPLOAD = "Draw", "Test image", "Image file"
ICONS = {DRAW: ":material/draw:", SAMPLE: ":material/grid_view:", UPLOAD: ":material/upload:"}
widgets = st.session_state


def entry() -> Entry:
    """Shows the choice and what is chosen, and returns what is to be read."""
    if "draw entry" not in widgets:
        linked = "image" in st.query_params
        widgets["draw entry"] = SAMPLE if linked else DRAW
    chosen = st.segmented_control(
        "What is to be read",
        [DRAW, SAMPLE, UPLOAD],
        format_func=lambda name: f"{ICONS[name]} {name}",
        key="draw entry",
        required=True,
        persist_state="session",
        label_visibility="collapsed",
    )
    if chosen != SAMPLE:
        for name in ("image", "data"):
            st.query_params.pop(name, None)
    return {DRAW: from_canvas, SAMPLE: from_gallery, UPLOAD: from_file}[chosen or DRAW]()
