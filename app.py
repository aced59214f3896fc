"""The front door: page frame and navigation."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from pages.shared.at_once import AtOnce
from pages.shared.garbage import sweep_now_and_then
from pages.shared.host_names import HostNames
from pages.shared.in_order import InOrder
from pages.shared.in_turn import InTurn
from pages.shared.lifespan import lifespan
from pages.shared.number_field import number_keys
from pages.shared.routing import forward
from pages.shared.warming import warm
from pages.shared.whole_first import WholeFirst

STYLES = [Path(__file__).parent / f"pages/shared/{name}.css" for name in ("frame", "legible")]


def front_door() -> None:
    """What Streamlit runs for a visitor, again after each change."""
    st.set_page_config(page_title="Backprop Lab", page_icon="docs/icon.svg", layout="wide")
    for style in STYLES:
        st.html(style)

    # The default page answers to the bare address only, and no other may have its `url_path`; so that it is found by
    # its name too, it has another one, which nobody sees, and a hidden page leads to it.
    BACKPROP = st.Page(
        "pages/backprop.py",
        title="Backprop",
        icon=":material/network_node:",
        url_path="backprop-by-default",
        default=True,
    )

    def backprop() -> None:
        st.switch_page(BACKPROP, query_params=st.query_params.to_dict())

    EXPLORE = st.Page("pages/explore.py", title="Explore", icon=":material/landscape_2:")

    PRACTISE = st.Page("pages/practice.py", title="Practise", icon=":material/exercise:")

    TRAIN = st.Page("pages/train.py", title="Train", icon=":material/model_training:")

    DRAW = st.Page("pages/draw.py", title="Draw", icon=":material/draw:")

    PAGES = [BACKPROP, EXPLORE, PRACTISE, TRAIN, DRAW]
    page = st.navigation([*PAGES, st.Page(backprop, visibility="hidden")], position="top")
    with st.container(key="phone-navigation"):  # Streamlit's own has no room there and hides behind an arrow
        for each in PAGES:
            st.page_link(each)
    forward()
    number_keys()
    sweep_now_and_then()
    try:
        page.run()
    finally:  # also where a page stops early
        warm()


if __name__ == "__main__":
    front_door()
else:  # `streamlit run app.py` imports this file once, for the server
    MIDDLEWARE = [Middleware(each) for each in (HostNames, AtOnce, InOrder, InTurn, WholeFirst)]
    app = st.App(__file__, middleware=MIDDLEWARE, lifespan=lifespan)
