"""The front door: page frame and navigation."""

import streamlit as st

import pages

st.set_page_config(page_title="Backprop Lab", page_icon="docs/icon.svg", layout="wide")

BACKPROP = st.Page(
    "pages/backprop.py", title="Backprop, step by step", icon=":material/network_node:", url_path="backprop"
)


def home() -> None:
    """The bare address leads to the first page and takes its parameters along."""
    st.switch_page(BACKPROP, query_params=st.query_params.to_dict())


page = st.navigation([st.Page(home, default=True, visibility="hidden"), BACKPROP], position="top")
pages.forward()
page.run()
