"""The learner does the work: types the next number, finds what a wrong program got wrong, has a sheet checked."""

from collections.abc import Callable

import streamlit as st

from core.backprop.lesson.place import Place, parameters
from pages.components.address.component import address
from pages.parts.practice import bug, classroom, review, settings, sheet, turn
from pages.parts.practice.state import BUG, CLASS, REVIEW, SHEET, TAB, TURN, practice_state, remember, restore
from pages.shared.digits import choose_digits
from pages.shared.place import here
from pages.shared.routing import require

require("pages/practice.py")

PARTS = {
    TURN: (turn.turn_tab, turn.link),
    BUG: (bug.bug_tab, bug.link),
    SHEET: (sheet.sheet_tab, dict),
    REVIEW: (review.review_tab, dict),
    CLASS: (classroom.class_tab, classroom.link),
}


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
    for (part, link), tab in zip(PARTS.values(), st.tabs(list(PARTS), key=TAB, on_change="rerun"), strict=True):
        if tab.open:
            with tab:
                # What is done in “Your turn” is seen nowhere else on the page, but for the next update.
                (st.fragment(show) if part is turn.turn_tab else show)(part, link, place, digits)


def show(part: Callable[[Place, int], None], link: Callable[[], dict[str, str]], place: Place, digits: int) -> None:
    """The open part, and the address that leads back to it."""
    part(place, digits)
    remember()
    start = practice_state().place or place
    address(settings.link(start, link()), (*parameters(), *settings.NAMES), key="practise address")


page()
