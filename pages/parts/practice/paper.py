"""The exercise on paper and for Moodle: as many variants as a class needs, with their keys."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from core.backprop.export.handout import handout
from core.backprop.export.moodle import moodle
from core.backprop.export.variant import Variant
from core.backprop.lesson.lesson import lesson
from core.backprop.lesson.place import advanced, network_at
from core.backprop.practice.assignment import Assignment
from core.figures.network_svg import network_svg
from core.figures.picture import wide
from pages.shared.number_field import number_field
from pages.shared.texts import text

MOST = 40  # variants
COUNT = "class variants"


def on_paper(exercise: Assignment) -> None:
    """What opens the choice; no file is made before someone wants it."""
    with st.expander("On paper, or for Moodle", icon=":material/print:", key="class paper", on_change="rerun") as box:
        if not box.open:
            return
        st.caption(text("practice-class-paper"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            count = number_field("Variants", 1, MOST, key=COUNT, width=90) if exercise.own_numbers else 1
            st.download_button(
                "Sheets and keys",
                lambda: handout(exercise.title, list(_variants(exercise, count)), exercise.deadline),
                "exercise.html",
                "text/html",
                icon=":material/print:",
                on_click="ignore",
            )
            st.download_button(
                "Moodle XML",
                lambda: moodle(exercise.title, list(_variants(exercise, count))),
                "exercise.xml",
                "application/xml",
                icon=":material/quiz:",
                on_click="ignore",
            )


def _variants(exercise: Assignment, count: int) -> Iterator[Variant]:
    """Those of students called Variant 1, Variant 2 …"""
    for number in range(1, count + 1):
        title = f"Variant {number}"
        start = exercise.start(title)
        nets = [network_at(advanced(start, update) if update else start) for update in range(exercise.updates)]
        picture = network_svg(wide(nets[0].graph, precise=False), nets[0], given=True)
        yield Variant(title, tuple(lesson(net, start.learning_rate) for net in nets), exercise.phases, picture)
