"""What is to be read: a drawing, a test image, or an image file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.digits.drawing.strokes import LARGEST_FILE, from_file, to_file
from core.digits.drawing.upload import LISTED, MOST_BYTES, decoded
from core.digits.preprocess import Picture
from core.errors import StrokesError, UploadError
from pages.components.shared.modules import inlined
from pages.parts.draw.canvas import Drawing, canvas, put, undo
from pages.parts.draw.state import draw_state
from pages.shared.loading import loading_pytorch
from pages.shared.number_field import number_field
from pages.shared.texts import a_digit, text

DRAW, SAMPLE, UPLOAD = "Draw", "Test image", "Image file"
ICONS = {DRAW: ":material/draw:", SAMPLE: ":material/grid_view:", UPLOAD: ":material/upload:"}
CANVAS, FILE = "draw-canvas", "draw upload"
SHOWN = 20  # images in the gallery
PEN, RUBBER = ":material/ink_pen: Pen", ":material/ink_eraser: Eraser"
widgets = st.session_state

_paste = st.components.v2.component("image-paste", js=inlined(Path(__file__).with_name("paste.js")))


@dataclass(frozen=True, eq=False)
class Entry:
    """`picture` is what there is to read, None if there is nothing yet.

    A test image was prepared by those who made it: `prepared` is True, and `label` says what it is. `drawn` says that
    it comes from the canvas.
    """

    picture: Picture | None
    name: str = "your drawing"
    prepared: bool = False
    label: int | None = None
    drawn: bool = False


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
    return {DRAW: _drawing, SAMPLE: _sample, UPLOAD: _file}[chosen or DRAW]()


def _drawing() -> Entry:
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
        _say_problem()
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


def _say_problem() -> None:
    """Once: why a file could not be loaded, or what of a link made no sense."""
    state = draw_state()
    if state.problem:
        st.warning(state.problem, icon=":material/warning:")
        state.problem = ""


def _sample() -> Entry:
    with loading_pytorch():
        from core.errors import DataError
        from pages.components.gallery.component import ImagePick, gallery, picked
        from pages.parts.draw.samples import at_hand, test_images
        from pages.shared.services import TITLES, on_a_page
    names = at_hand()
    _follow(names)
    if widgets.get("draw data") not in names:
        widgets["draw data"] = names[0]
    with st.container(horizontal=True):
        name = st.selectbox(
            "Data",
            names,
            format_func=TITLES.__getitem__,
            key="draw data",
            width=170,
            persist_state="session",
            help=None if len(names) > 1 else "MNIST is not on this server, so these digits are drawn by the program.",
        )
        try:
            images = test_images(name)
        except DataError as error:
            st.warning(on_a_page(error), icon=":material/warning:")
            return Entry(None)
        state = draw_state()

        def choose(pick: ImagePick) -> None:
            if state.first + pick.index < len(images):
                widgets["draw image"] = state.first + pick.index

        picked("draw gallery", choose)
        widgets["draw image"] = min(max(int(widgets.get("draw image", 0)), 0), len(images) - 1)
        index = int(number_field("Number", 0, len(images) - 1, key="draw image", width=130))
    _say_problem()
    st.query_params.update({"image": str(index), "data": name})
    label = int(images.labels[index])
    first = state.first = index // SHOWN * SHOWN
    labels = images.labels[first : first + SHOWN].tolist()
    gallery(
        images.images[first : first + SHOWN].numpy(),
        [f"{first + place}: {a_digit(digit)}" for place, digit in enumerate(labels)],
        chosen=index - first,
        title=f"Test images {first} to {first + len(labels) - 1}",
        key="draw gallery",
    )
    return Entry(images.images[index].numpy(), f"test image {index} of {TITLES[name]}, {a_digit(label)}", True, label)


def _follow(names: tuple[str, ...]) -> None:
    """Once: the test image that a link leads to; what of it made no sense is said."""
    state = draw_state()
    if state.followed:
        return
    state.followed = True
    image, name = st.query_params.get("image"), st.query_params.get("data", names[0])
    if image is None:
        return
    if image.isascii() and image.isdigit() and len(image) < 7:
        widgets["draw image"] = int(image)
    else:
        state.problem = "The link names no test image: here is the first one."
    if name in names:
        widgets["draw data"] = name
    else:
        state.problem = "The link is to data that are not on this server: these are other digits."


def _file() -> Entry:
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
