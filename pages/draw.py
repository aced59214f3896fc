"""Draw a digit: the answer at once; beneath it how the machine sees it, what every layer made of it, why, and more."""

import streamlit as st

from pages.shared.routing import require

require("pages/draw.py")

from pages.parts.draw.source import entry  # noqa: E402
from pages.shared.loading import loading_pytorch  # noqa: E402
from pages.shared.visitor import visitor  # noqa: E402


@st.fragment
def page() -> None:
    """All of the page, as a fragment: what is changed on it is seen nowhere else, so the front door need not run."""
    with st.container(gap=None):
        st.title("Draw a digit")
        token = visitor()
    with st.container(horizontal=True, gap="medium"):
        left, right = st.container(width=360), st.container()
    with left:
        given = entry()
    with right, loading_pytorch():
        from pages.parts.draw.closer import closer
        from pages.parts.draw.reading import reading
    with right:
        read = reading(given, token)
    if read:
        closer(given, read)


page()
