"""A test image, by its number, from the gallery, or by a link."""

from __future__ import annotations

import streamlit as st

from pages.parts.draw.entry import Entry, say_problem
from pages.parts.draw.state import draw_state
from pages.shared.loading import loading_pytorch
from pages.shared.number_field import number_field
from pages.shared.texts import a_digit

SHOWN = 20  # images in the gallery
widgets = st.session_state


def from_gallery() -> Entry:
    """Shows the gallery, and returns the image that is chosen in it."""
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
    say_problem()
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
