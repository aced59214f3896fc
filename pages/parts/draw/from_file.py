"""An image file, chosen, pasted, or taken with the camera."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.digits.drawing.upload import LISTED, MOST_BYTES, decoded
from core.errors import UploadError
from pages.components.shared.modules import inlined
from pages.parts.draw.entry import Entry
from pages.shared.texts import text

FILE = "draw upload"

_paste = st.components.v2.component("image-paste", js=inlined(Path(__file__).with_name("paste.js")))


def from_file() -> Entry:
    """Shows the camera, or where a file goes, and returns the image."""
    if st.toggle(":material/photo_camera: Use the camera", key="draw camera on"):  # the browser asks whether it may
        photograph = st.camera_input("One digit, on paper or on a board", key="draw camera", resolution="720p")
        return Entry(None) if photograph is None else _photograph(photograph, shown=False)
    most = MOST_BYTES // 1_000_000  # which the upload says itself
    file = st.file_uploader(f"One digit: {LISTED}", type="image", key=FILE, max_upload_size=most)
    _paste(key="draw paste", data={"place": FILE.replace(" ", "-")})
    if file is None:
        st.caption(text("draw-photograph"))
        return Entry(None)
    return _photograph(file)


def _photograph(file: UploadedFile, shown: bool = True) -> Entry:
    try:
        picture = _decoded(file.getvalue())
    except UploadError as error:
        st.warning(f"{error}", icon=":material/warning:")
        return Entry(None)
    if shown:
        st.image(picture, width=min(280, picture.shape[1]), alt="Your image")
    return Entry(picture, "your image")


@st.cache_data(max_entries=20, show_spinner=False)
def _decoded(content: bytes) -> NDArray[np.uint8]:
    return decoded(content)
