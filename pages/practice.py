"""The learner does the work: types the next number, or finds what a wrong program got wrong."""

import streamlit as st

from core.backprop.lesson.place import parameters
from pages.components.address.component import address
from pages.parts.practice import bug, settings, turn
from pages.shared.place import here
from pages.shared.routing import require

require("pages/practice.py")
state = st.session_state

fresh = "place" not in state
here()
settings.begin(st.query_params.to_dict(), state.problem if fresh else "")
turn.listen()
bug.listen()

with st.container(horizontal=True, vertical_alignment="bottom"):
    st.title("Practise", width="stretch")
    place = settings.numbers(here())
    digits = (
        st.segmented_control("Digits", [4, 12], default=4, required=True, key="digits", persist_state="session") or 4
    )
if problem := state.pop("practise problem", ""):
    st.warning(problem, icon=":material/warning:")
PARTS = dict(zip(settings.TABS, (turn.turn_tab, bug.bug_tab), strict=True))
for part, tab in zip(PARTS.values(), st.tabs(list(PARTS), key="practise tab", on_change="rerun"), strict=True):
    if tab.open:
        with tab:
            part(place, digits)
settings.remember()
address(
    settings.link(state["practise place"], turn.open_step()), (*parameters(), *settings.NAMES), key="practise address"
)
