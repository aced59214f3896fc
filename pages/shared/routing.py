"""Which page a visitor gets: every address leads through `app.py`, also on a server that was just started."""

from __future__ import annotations

import streamlit as st


def require(page: str) -> None:
    """The first line of each page: sends a visitor whom Streamlit brought here without `app.py` through it.

    On a server where nobody has run `app.py` yet, Streamlit runs a file under `pages/` on its own when its address is
    opened, without frame or navigation. The page asked for and its parameters wait in the session state meanwhile.
    """
    if "routing framed" not in st.session_state:
        st.session_state["routing wanted"] = page, st.query_params.to_dict()
        st.switch_page("app.py")


def forward() -> None:
    """In `app.py`, after navigation is set up: on to the page that `require` put aside."""
    st.session_state["routing framed"] = True
    if "routing wanted" in st.session_state:
        page, parameters = st.session_state.pop("routing wanted")
        st.switch_page(page, query_params=parameters)
