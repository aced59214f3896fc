"""The teacher's side: an exercise is composed, and becomes a link."""

from __future__ import annotations

import streamlit as st

from core.backprop.lesson.origin import title_now
from core.backprop.lesson.place import Place
from core.backprop.lesson.presets import LARGEST_SEED
from core.backprop.practice.assignment import (
    LONGEST_TITLE,
    MOST_BUGS,
    MOST_ROWS,
    MOST_UPDATES,
    WORKED,
    Assignment,
    one_line,
    own_numbers,
)
from core.backprop.practice.bug_hunt import LEVELS
from pages.parts.practice.exercise import described, link_to
from pages.parts.practice.paper import on_paper
from pages.shared.number_field import number_field
from pages.shared.texts import escaped, text

KEY = "class compose"
ABOUT_PREDICT = (
    "Before a number of the backward pass or the update is typed, the student says its sign, which of two is larger, "
    "or which way a weight goes. How often that was right, the student alone sees."
)
widgets = st.session_state


def compose_view(place: Place) -> None:
    """What is asked, and the link; the numbers are those chosen above."""
    st.markdown(text("practice-class-compose"))
    try:
        exercise = _asked(place)
    except ValueError as error:
        st.warning(f"{error}", icon=":material/warning:")
        return
    numbers = "other numbers for each name" if exercise.own_numbers else title_now(place)
    st.markdown(f"**{escaped(exercise.title)}** · {escaped(numbers)}. {described(exercise)}")
    st.code(link_to(exercise), language=None, wrap_lines=True)
    st.link_button("Open it as a student", link_to(exercise), icon=":material/open_in_new:")
    if any(question.step for question in exercise.questions):
        on_paper(exercise)


def _asked(place: Place) -> Assignment:
    """The exercise of all widgets. Raises ValueError for what cannot be worked."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        title = st.text_input(
            "Title", "Homework", LONGEST_TITLE, key=f"{KEY} title", width=300, persist_state="session"
        )
        deadline = st.text_input(
            "Until, in words", "", LONGEST_TITLE, key=f"{KEY} until", width=300, persist_state="session"
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        phases = st.pills(
            "Numbers to find",
            WORKED,
            selection_mode="multi",
            default=WORKED,
            key=f"{KEY} phases",
            width="content",
            persist_state="session",
        )
        widgets.setdefault(f"{KEY} updates", 1)
        updates = number_field("Updates", 1, MOST_UPDATES, key=f"{KEY} updates", width=90)
        bugs = number_field("Bugs to hunt", 0, MOST_BUGS, key=f"{KEY} bugs", width=110)
        rows = number_field(
            "Sheet, updates", 0, MOST_ROWS, key=f"{KEY} rows", width=130, help=text("practice-class-rows")
        )
        level = LEVELS[0]
        if bugs:
            chosen = st.segmented_control(
                "Level",
                LEVELS,
                default=LEVELS[0],
                key=f"{KEY} level",
                format_func=str.capitalize,
                required=True,
                persist_state="session",
            )
            level = chosen or level  # a forger can choose nothing
    with st.container(horizontal=True, vertical_alignment="bottom"):
        own = st.toggle("Each student has other numbers", key=f"{KEY} own", persist_state="session")
        hints = st.toggle(
            "Hints", value=True, key=f"{KEY} hints", help=text("practice-class-hints"), persist_state="session"
        )
        predict = st.toggle("Predict first", key=f"{KEY} predict", help=ABOUT_PREDICT, persist_state="session")
        seed = number_field("Seed", 0, LARGEST_SEED, key=f"{KEY} seed", width=110) if own else 0
    return Assignment(
        one_line(title, LONGEST_TITLE),
        own_numbers(place, seed) if own else place,
        own,
        tuple(phase for phase in WORKED if phase in phases),
        updates,
        bugs,
        level,
        hints,
        one_line(deadline, LONGEST_TITLE, "A deadline") if deadline.strip() else "",
        rows,
        predict,
    )
