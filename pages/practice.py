"""The learner does the work: types the next number, finds what a wrong program got wrong, has a sheet checked."""

import streamlit as st

from core.backprop.lesson.place import parameters
from pages.components.address.component import address
from pages.parts.practice import bug, classroom, review, settings, sheet, turn
from pages.parts.practice.state import BUG, CLASS, REVIEW, SHEET, TAB, TURN, practice_state, remember, restore
from pages.shared.digits import choose_digits
from pages.shared.place import here
from pages.shared.routing import require

require("pages/practice.py")


@st.fragment
def page() -> None:
    """All of the page, as a fragment: what is changed on it is seen nowhere else, so the front door need not run."""
    here()  # before anything else takes from the address what it says of the place
    visit = practice_state()
    restore()
    turn.listen()
    bug.listen()
    review.listen()
    classroom.listen()

    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.title("Practise", width="stretch")
        place = settings.numbers(here())
        digits = choose_digits()
    settings.say_whose()
    if visit.problem:
        st.warning(visit.problem, icon=":material/warning:")
        visit.problem = ""
    PARTS = {
        TURN: (turn.turn_tab, turn.link),
        BUG: (bug.bug_tab, bug.link),
        SHEET: (sheet.sheet_tab, dict),
        REVIEW: (review.review_tab, dict),
        CLASS: (classroom.class_tab, classroom.link),
    }
    open_part: dict[str, str] = {}
    for (part, link), tab in zip(PARTS.values(), st.tabs(list(PARTS), key=TAB, on_change="rerun"), strict=True):
        if tab.open:
            with tab:
                part(place, digits)
            open_part = link()
    remember()
    address(settings.link(visit.place or place, open_part), (*parameters(), *settings.NAMES), key="practise address")


page()
