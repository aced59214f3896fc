"""What a learner sees. Each page is a thin script: read widgets, call core, draw."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

# PyTorch reads this when it is imported, which no page does before it has imported this package. Threads that wait for
# each other would spin otherwise: beside a training, a forward pass of several threads then takes many times as long.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")


def require(page: str) -> None:
    """The first line of each page: send a visitor who came in by the back door through `app.py`.

    On a server where nobody has run `app.py` yet, Streamlit runs a file under `pages/` on its own when its address is
    opened, without frame or navigation. The page asked for and its parameters wait in the session state meanwhile.
    """
    if "framed" not in st.session_state:
        st.session_state["wanted"] = page, st.query_params.to_dict()
        st.switch_page("app.py")


def forward() -> None:
    """In `app.py`, after navigation is set up: on to the page that `require` put aside."""
    st.session_state["framed"] = True
    if "wanted" in st.session_state:
        page, parameters = st.session_state.pop("wanted")
        st.switch_page(page, query_params=parameters)


def text(name: str) -> str:
    """The lesson text `pages/texts/{name}.md`, Markdown."""
    return (Path(__file__).parent / "texts" / f"{name}.md").read_text("utf-8")


def plain(name: str) -> str:
    """A name as its visitor typed it: nothing in it is Markdown."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()<>#+-.!|~$:^" else letter for letter in name)
