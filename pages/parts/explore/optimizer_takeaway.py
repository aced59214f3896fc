"""Take it with you: the lesson on optimizers as a spreadsheet and as code."""

from __future__ import annotations

import streamlit as st

from core.backprop.engine.optimizer import optimize
from core.backprop.export.scripts.optimizer_numpy import optimizer_numpy
from core.backprop.export.scripts.optimizer_python import optimizer_python
from core.backprop.export.scripts.optimizer_torch import optimizer_torch
from core.backprop.lesson.optimizer_place import MOST_UPDATES, OptimizerPlace, network_of_batch
from core.backprop.lesson.origin import title_now
from core.backprop.lesson.place import Place
from pages.shared.number_field import number_field

USUAL_UPDATES = 50
TAKEAWAY = "optimizer takeaway"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ABOUT_SHEET = "Every cell is a formula: change an input, a weight or a setting, and all rows and the chart follow."
SCRIPTS = {"Python": optimizer_python, "NumPy": optimizer_numpy, "PyTorch": optimizer_torch}
NAMES = {"Python": "optimizer.py", "NumPy": "optimizer_numpy.py", "PyTorch": "optimizer_torch.py"}
widgets = st.session_state


def optimizer_takeaway(here: OptimizerPlace, place: Place) -> None:
    """A button that opens the choice. Files begin at the start of the updates; none is made before someone wants it."""
    with st.popover("Take it with you", icon=":material/download:", key=TAKEAWAY, on_change="rerun") as box:
        if box.open:
            _choice(here, place)


def _choice(here: OptimizerPlace, place: Place) -> None:
    key = f"{TAKEAWAY} updates"
    widgets.setdefault(key, min(here.updates or USUAL_UPDATES, MOST_UPDATES))
    wanted = number_field("Updates", 1, MOST_UPDATES, key=key, width=130, help="How many the files make.")
    net, start = network_of_batch(here, place), f"Start: {title_now(place)}."
    possible = len(optimize(net, here.optimizer, wanted)) - 1
    if possible < wanted:
        st.caption(f"After {possible} updates the numbers overflow, so the files have that many.")
    if not possible:
        return

    def sheet() -> bytes:
        from core.backprop.export.optimizer_sheet import optimizer_sheet  # XlsxWriter only for who wants a spreadsheet

        return optimizer_sheet(optimize(net, here.optimizer, possible), here.optimizer, start)

    st.download_button(
        "Spreadsheet",
        sheet,
        "optimizer.xlsx",
        XLSX,
        icon=":material/table:",
        help=ABOUT_SHEET,
        on_click="ignore",
        key=f"{TAKEAWAY} sheet",
    )
    texts = {name: write(net, here.optimizer, possible, start) for name, write in SCRIPTS.items()}
    for tab, (name, text) in zip(st.tabs(list(texts)), texts.items(), strict=True):
        with tab:
            st.download_button(
                f"{name} script",
                text,
                NAMES[name],
                "text/x-python",
                icon=":material/code:",
                on_click="ignore",
                key=f"{TAKEAWAY} {name}",
            )
            st.code(text, "python", wrap_lines=True)  # with a height it would scroll, which no key could do
