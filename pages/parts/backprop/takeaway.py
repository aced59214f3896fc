"""Take it with you: the network of the moment as a spreadsheet, as code and on paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from core.backprop.engine.descent import descend
from core.backprop.engine.network import Network
from core.backprop.export.page import page
from core.backprop.export.scripts.numpy_script import numpy_script
from core.backprop.export.scripts.plain_python import plain_python
from core.backprop.export.scripts.torch_script import torch_script
from core.backprop.export.solution import solution
from core.figures.activation_curve import activation_curves
from core.figures.network_svg import network_svg
from core.figures.picture import wide

MOST_UPDATES = 1000  # that a spreadsheet can hold and still answer at once
TAKEAWAY = "backprop takeaway"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SCRIPTS = {"Python": plain_python, "NumPy": numpy_script, "PyTorch": torch_script}
NAMES = {"Python": "network.py", "NumPy": "network_numpy.py", "PyTorch": "network_torch.py"}


def takeaway(net: Network, learning_rate: float, updates: int = 100) -> None:
    """A button that opens the choice. Nothing is computed before it is open, and no file before someone wants it.

    Files begin with `net` as it is; `updates` is how many they have unless the learner says otherwise.
    """
    with st.popover("Take it with you", icon=":material/download:", key=TAKEAWAY, on_change="rerun") as box:
        if box.open:
            _choice(net, learning_rate, updates)


def _choice(net: Network, rate: float, updates: int) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.number_input(
            "Updates",
            1,
            MOST_UPDATES,
            min(max(updates, 1), MOST_UPDATES),
            key=f"{TAKEAWAY} updates",
            width=130,
            help="How many updates the spreadsheet and the scripts make.",
        )
        possible = max(descend(net, rate, wanted).updates, 1)
        _button(
            "Spreadsheet",
            lambda: _spreadsheet(net, rate, possible),
            "network.xlsx",
            XLSX,
            "table",
            "Every cell is a formula: change a weight or the learning rate, and all rows and both charts follow.",
        )
        _button(
            "Page to print",
            lambda: _page(net, rate),
            "update.html",
            "text/html",
            "print",
            "One update with every step worked out. Open it and print it.",
        )
        _button(
            "LaTeX",
            lambda: solution(net, rate),
            "solution.tex",
            "application/x-tex",
            "function",
            "The same worked solution, to typeset or to change.",
        )
    if possible < wanted:
        st.caption(f"After {possible} updates the numbers overflow, so the files have that many.")
    texts = {name: write(net, rate, possible) for name, write in SCRIPTS.items()}
    for tab, (name, text) in zip(st.tabs(list(texts)), texts.items(), strict=True):
        with tab:
            st.code(text, "python", height=330)
            _button(f"{name} script", partial(str, text), NAMES[name], "text/x-python", "code", "What you see above.")


def _button(label: str, made: Callable[[], str | bytes], name: str, kind: str, icon: str, help: str) -> None:
    """A file that is made when it is asked for."""
    st.download_button(
        label, made, name, kind, icon=f":material/{icon}:", help=help, on_click="ignore", key=f"{TAKEAWAY} {name}"
    )


def _spreadsheet(net: Network, rate: float, updates: int) -> bytes:
    from core.backprop.export.spreadsheet import spreadsheet  # XlsxWriter only for who wants a spreadsheet

    return spreadsheet(net, rate, updates)


def _page(net: Network, rate: float) -> str:
    return page(net, rate, network_svg(wide(net.graph, precise=False), net), curves=activation_curves(net))
