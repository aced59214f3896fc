"""Step through one network: forward pass, loss, backpropagation and gradient descent."""

import streamlit as st

from core.backprop.engine.graph import NonFinite
from core.backprop.engine.proof import prove
from core.backprop.export.tables import proof_table, sheet
from core.backprop.lesson import diagnosis
from core.backprop.lesson.origin import OWN, title, title_now
from core.backprop.lesson.place import network_at
from pages.components.shared.mailbox import answer
from pages.components.shared.picks import answered
from pages.components.stepper.component import stepper
from pages.parts.backprop.beginning import ask_for_beginning, beginning
from pages.parts.backprop.changes import another_network, begin, deal, open_article
from pages.parts.backprop.descent import descent_tab
from pages.parts.backprop.famous import famous_tab
from pages.parts.backprop.network_menu import network_menu
from pages.parts.backprop.share import SHARE, say_whether_reached
from pages.parts.backprop.start import start_from
from pages.parts.backprop.takeaway import TAKEAWAY, takeaway
from pages.shared.digits import choose_digits
from pages.shared.loading import loading_pytorch
from pages.shared.origin import say_origin
from pages.shared.place import BACKPROP, place_state
from pages.shared.routing import require
from pages.shared.texts import text

require("pages/backprop.py")
TABS = ["Descent", "The whole sheet", "Three proofs", "The famous example", "About the exercise"]
TAB = "backprop tab"
STEPPER = "stepper"  # the component
widgets = st.session_state
state = place_state()


@st.fragment
def lesson_fragment(digits: int, own: bool) -> None:
    """Picture, equation, stepper and sliders; alone, in half the time, where a change is seen nowhere else."""
    before, asked = seen_elsewhere(), {event.kind for event in answer(deal, STEPPER)}
    misnamed = own != (title(state.place) == OWN)  # by the choice of a start above, which the numbers have left by now
    if misnamed or (asked and (before or seen_elsewhere() or "restore" in asked)):
        st.rerun()
    place = state.place
    net = network_at(place)
    remarks = [
        remark for remark in (diagnosis.vanishing(net), diagnosis.overshooting(net, place.learning_rate)) if remark
    ]
    stepper(
        place,
        net,
        digits,
        remarks,
        key=STEPPER,
        session=state.session,
        jump=state.jump,
        answered=answered(STEPPER),
        problem=state.problem,
    )
    say_origin(state, BACKPROP)


def seen_elsewhere() -> bool:
    """Whether the numbers are on the page outside of the stepper too: below it, or in a sentence above it."""
    below = state.place.updates or widgets.get(TAB) != TABS[0] or widgets.get(TAKEAWAY) or widgets.get(SHARE)
    return bool(below or state.claim)


answer(deal, STEPPER)
place = state.place

with st.container(horizontal=True, vertical_alignment="bottom"):
    st.title("Backprop, step by step", width="stretch", anchor=False)
    icon = ":material/lightbulb:"
    st.button("New here? The idea first", on_click=ask_for_beginning, args=(state,), icon=icon, type="tertiary")
    start_from(place)
    network_menu(place, another_network)
    st.button("Reset", on_click=begin, help="Back to the numbers of this start.")
    digits = choose_digits()

if state.claim:
    say_whether_reached(state.claim)
with st.container(gap=None):
    with st.container():  # always there: what comes after it would be made anew, and stop playing, when it goes
        beginning(state)
    with st.container(key="lesson"):
        lesson_fragment(digits, title(place) == OWN)
net = network_at(place)

descent, whole_sheet, proof, article, about = st.tabs(TABS, key=TAB, on_change="rerun")
if descent.open:
    with descent:
        descent_tab(place)
if whole_sheet.open:
    with whole_sheet:
        takeaway(place)
        st.caption(f"{title_now(place)}.")
        st.table(sheet(net, digits))
        if place.architecture.activation == "relu":
            st.markdown(text("sheet-relu"))
if proof.open:
    with proof:
        st.markdown(text("proofs") + text("proofs-relu") * (place.architecture.activation == "relu"))
        st.caption(f"{title_now(place)}.")
        try:
            with loading_pytorch():
                proofs = prove(net)
            st.table(proof_table(proofs, digits))
        except (ValueError, NonFinite) as error:  # a weight so large that it cannot be moved
            st.warning(f"{error} These numbers are too large for a central difference.")
if article.open:
    with article:
        famous_tab(open_article)
if about.open:
    about.markdown(text("about"))
