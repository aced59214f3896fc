"""Take it with you: the network of the moment as a spreadsheet, as code and on paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from core.backprop.engine.descent import descend
from core.backprop.export.page import page
from core.backprop.export.rates import losses_by_rate
from core.backprop.export.scripts.numpy_script import numpy_script
from core.backprop.export.scripts.plain_python import plain_python
from core.backprop.export.scripts.torch_script import torch_script
from core.backprop.export.solution import solution
from core.backprop.export.start import Start, start_of
from core.backprop.lesson.place import Place
from core.figures.activation_curve import activation_curves
from core.figures.network_svg import network_svg
from core.figures.picture import wide
from core.figures.rates_svg import rates_svg
from pages.parts.backprop.share import link_to
from pages.shared.number_field import number_field

MOST_UPDATES = 1000  # that a spreadsheet can hold and still answer at once
USUAL_UPDATES = 100  # where the learner has run none
TAKEAWAY = "backprop takeaway"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEX, ZIP = "application/x-tex", "application/zip"
ABOUT_PACK = (
    "One .zip with the spreadsheet, the blank sheet, the six learning rates as a chart and as a table, the scripts, "
    "and a text with the losses, every gradient found three ways, and a link that restores this place and proves it."
)
ABOUT_SHEET = "Every cell is a formula: change a weight or the learning rate, and all rows and both charts follow."
ABOUT_BLANK = "The same sheets with the given numbers only, to fill in."
ABOUT_PAGE = "One update with every step worked out. Open it and print it."
ABOUT_TEX = "The same worked solution, to typeset or to change."
SCRIPTS = {"Python": plain_python, "NumPy": numpy_script, "PyTorch": torch_script}
widgets = st.session_state
NAMES = {"Python": "network.py", "NumPy": "network_numpy.py", "PyTorch": "network_torch.py"}


def takeaway(place: Place) -> None:
    """A button that opens the choice. Nothing is computed before it is open, and no file before someone wants it.

    Files begin at the start of the descent, unless the learner asks for the update that the picture shows.
    """
    with st.popover("Take it with you", icon=":material/download:", key=TAKEAWAY, on_change="rerun") as box:
        if box.open:
            _choice(place)


def _choice(place: Place) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        start = _start(place)
        ran = place.updates if not start.update else 0
        key = f"{TAKEAWAY} updates {start.update}"
        widgets.setdefault(key, min(ran or USUAL_UPDATES, MOST_UPDATES))
        wanted = number_field(
            "Updates",
            1,
            MOST_UPDATES,
            key=key,
            width=130,
            help="How many updates the spreadsheets, the table, the chart and the scripts make.",
        )
    possible = max(descend(start.network, start.learning_rate, wanted).updates, 1)
    st.caption(start.sentence)
    net, rate, link = start.network, start.learning_rate, link_to(place)  # which is known only while the page runs
    with st.container(horizontal=True):
        for label, made, name, kind, icon, about in (
            (
                "All to hand in",
                lambda: _pack(place, start, possible, link),
                "homework.zip",
                ZIP,
                "folder_zip",
                ABOUT_PACK,
            ),
            ("Spreadsheet", lambda: _spreadsheet(start, possible), "network.xlsx", XLSX, "table", ABOUT_SHEET),
            (
                "Blank sheet",
                lambda: _spreadsheet(start, possible, blank=True),
                "blank.xlsx",
                XLSX,
                "grid_on",
                ABOUT_BLANK,
            ),
            ("Page to print", lambda: _page(start), "update.html", "text/html", "print", ABOUT_PAGE),
            ("LaTeX", lambda: solution(net, rate, start=start.sentence), "solution.tex", TEX, "function", ABOUT_TEX),
        ):
            _button(label, made, name, kind, icon, about)
    if possible < wanted:
        st.caption(f"After {possible} updates the numbers overflow, so the files have that many.")
    texts = {name: write(net, rate, possible, start.sentence) for name, write in SCRIPTS.items()}
    for tab, (name, text) in zip(st.tabs(list(texts)), texts.items(), strict=True):
        with tab:
            _button(f"{name} script", partial(str, text), NAMES[name], "text/x-python", "code", "What you see below.")
            st.code(text, "python", wrap_lines=True)  # with a height it would scroll, which no key could do


def _start(place: Place) -> Start:
    """Where the files begin; asked for only where there is a choice."""
    if not place.update:
        return start_of(place)
    choices = {0: "the start", place.update: f"update {place.update:,}"}
    key = f"{TAKEAWAY} from {place.update}"
    chosen = st.segmented_control(
        "From", list(choices), default=0, key=key, format_func=choices.__getitem__, required=True
    )
    return start_of(place, chosen if chosen in choices else 0)  # a forger can choose anything


def _button(label: str, made: Callable[[], str | bytes], name: str, kind: str, icon: str, help: str) -> None:
    """A file that is made when it is asked for."""
    st.download_button(
        label, made, name, kind, icon=f":material/{icon}:", help=help, on_click="ignore", key=f"{TAKEAWAY} {name}"
    )


def _spreadsheet(start: Start, updates: int, blank: bool = False) -> bytes:
    from core.backprop.export.spreadsheet import spreadsheet  # XlsxWriter only for who wants a spreadsheet

    return spreadsheet(start.network, start.learning_rate, updates, start.sentence, start.update, blank)


def _page(start: Start) -> str:
    net = start.network
    picture = network_svg(wide(net.graph, precise=False), net)
    return page(net, start.learning_rate, picture, start=start.sentence, curves=activation_curves(net))


def _pack(place: Place, start: Start, updates: int, link: str) -> bytes:
    from core.backprop.export.pack import pack  # as above

    losses = losses_by_rate(start.network, updates)
    chart = rates_svg(losses, start.network.graph.loss, start.sentence, start.update)
    return pack(place, start, updates, chart, link)
