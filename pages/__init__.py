"""What a learner sees. Each page is a thin script: read widgets, call core, draw."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from pathlib import Path
from threading import Timer

import streamlit as st

from pages.shared.once import once

# PyTorch reads this when it is imported, which no page does before it has imported this package. Threads that wait for
# each other would spin otherwise: beside a training, a forward pass of several threads then takes many times as long.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

PAUSE = 1.5  # seconds between the first page and the import of PyTorch


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


def spare_modules() -> None:
    """Leaves all that has been imported so far out of garbage collection.

    Streamlit collects garbage after every run and answers nobody meanwhile: with its own imports that takes some 80 ms
    a time, more than all the rest of an answer. Modules never become garbage; without them it takes a few.
    """
    _spare(len(sys.modules))


@st.cache_resource(max_entries=1, show_spinner=False)
def _spare(modules: int) -> None:
    """Once for each number of loaded modules, so again after something new was imported."""
    gc.collect()
    gc.freeze()


@once
def warm() -> None:
    """Once a server, after its first page: PyTorch, classifier and detector, so that the first drawing need not wait.

    It waits a moment, because the browser still fetches that page.
    """
    if st.runtime.exists():
        timer = Timer(PAUSE, _warm)
        timer.daemon = True
        timer.start()


def _warm() -> None:
    import numpy as np

    from core.digits.drawn.detector import load_detector
    from core.digits.insight import WeightsError, activations, load_classifier

    with suppress(WeightsError):  # the Draw page says it
        activations(load_classifier().net, np.zeros((28, 28), np.float32))
        load_detector().doubts(np.zeros((28, 28), np.float32))


def text(name: str) -> str:
    """The lesson text `pages/texts/{name}.md`, Markdown."""
    return (Path(__file__).parent / "texts" / f"{name}.md").read_text("utf-8")


def plain(name: str) -> str:
    """A name as its visitor typed it: nothing in it is Markdown."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()<>#+-.!|~$:^" else letter for letter in name)
