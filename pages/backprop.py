"""Step through one network: forward pass, loss, backpropagation and gradient descent."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl

import streamlit as st

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.descent import descend
from core.backprop.engine.graph import NonFinite
from core.backprop.engine.proof import prove
from core.backprop.export.tables import proof_table, sheet
from core.backprop.lesson import diagnosis, presets
from core.backprop.lesson.origin import OWN, title, title_now
from core.backprop.lesson.place import MOST_UPDATES, Place, advanced, edited, network_at, reshaped, step_names
from core.figures.descent_curves import loss_curve, weight_curves
from core.typed import read_number
from pages.components.shared.mailbox import Event, answer
from pages.components.shared.picks import answered
from pages.components.stepper.component import stepper
from pages.parts.backprop.beginning import ask_for_beginning, beginning
from pages.parts.backprop.compared import earlier_rates
from pages.parts.backprop.famous import famous_tab
from pages.parts.backprop.network_menu import network_menu
from pages.parts.backprop.share import SHARE, say_whether_reached, share, share_button
from pages.parts.backprop.takeaway import TAKEAWAY, takeaway
from pages.shared.digits import choose_digits
from pages.shared.loading import loading_pytorch
from pages.shared.number_field import latest, number_field
from pages.shared.origin import say_origin
from pages.shared.place import BACKPROP, place_state
from pages.shared.routing import require
from pages.shared.texts import text

require("pages/backprop.py")
TABS = ["Descent", "The whole sheet", "Three proofs", "The famous example", "About the exercise"]
PRESET, SEED, TAB = "backprop preset", "backprop seed", "backprop tab"
STEPPER = "stepper"  # the component
widgets = st.session_state
state = place_state()


def deal(event: Event) -> None:
    """Does what the learner asked for in the stepper."""
    if event.kind == "edit":
        attempt(edited, event.name, event.text)
        state.problem = state.problem or read_number(event.text).note
    elif event.kind == "advance":
        attempt(advanced, 1)
        if not state.problem:
            state.jump_to("start")
    elif event.kind == "step" and event.text in {*step_names(state.place.network.graph)}:
        state.place, state.problem = replace(state.place, step=event.text), ""
    elif event.kind == "corrected":
        state.problem = ""
    elif event.kind == "restore":
        state.follow(dict(parse_qsl(event.text)))
        widgets[SEED] = state.place.seed


def attempt(change: Callable[..., Place], *arguments: object) -> None:
    """Changes the place; what cannot be done is said, and the last numbers stay."""
    try:
        state.move(change(state.place, *arguments), BACKPROP)
    except (ValueError, NonFinite) as error:
        state.problem = f"{error} The last numbers that worked are kept."


def begin(chosen: str = "", own_network: bool = False) -> None:
    """The beginning of a preset, with its own network or the one there is; at the same step if it has it."""
    preset, seed = chosen or state.place.preset, latest(SEED, state.place.seed)
    shape = None if own_network and preset != presets.RANDOM else state.place.architecture

    def beginning(place: Place) -> Place:
        start = Place.at_preset(preset, seed, shape)
        return replace(start, step=place.step) if place.step in step_names(start.network.graph) else start

    attempt(beginning)


def another_network(architecture: Architecture) -> None:
    attempt(reshaped, architecture)


def open_article() -> None:
    begin("article", own_network=True)


def choice_key(own: bool) -> str:
    """Of the choice of a start: one where the numbers are a preset's, another one where they are the learner's own.

    What a browser sends before it knows that the numbers are others now has the old choice, which Streamlit takes for
    a new one; were that obeyed, an edit would be lost.
    """
    return f"{PRESET} own" if own else PRESET


def choose(key: str) -> None:
    """Begins what was chosen above, where that is the choice that is shown."""
    if key == choice_key(title(state.place) == OWN) and widgets.get(key) in presets.NAMES:
        begin(widgets[key], own_network=True)


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
    own = title(place) == OWN
    key = choice_key(own)
    widgets[key] = OWN if own else place.preset  # whoever changed the place; Streamlit remembers what was chosen
    st.selectbox(
        "Start from",
        (*presets.NAMES, OWN) if own else presets.NAMES,
        format_func=lambda name: presets.TITLES.get(name, name),
        key=key,
        on_change=choose,
        args=(key,),
        width=215,
        help=presets.ABOUT,
    )
    if place.preset == presets.RANDOM:
        widgets.setdefault(SEED, place.seed)
        number_field("Seed", 0, presets.LARGEST_SEED, key=SEED, on_change=begin, width=95)
    network_menu(place, another_network)
    st.button("Reset", on_click=begin, help="Back to the numbers of this start.")
    digits = choose_digits()

if state.claim:
    say_whether_reached(state.claim)
with st.container(gap=None):
    with st.container():  # always there: what comes after it would be made anew, and stop playing, when it goes
        beginning(state)
    with st.container(key="lesson"):
        lesson_fragment(digits, own)
net = network_at(place)

descent_tab, sheet_tab, proof_tab, article_tab, about_tab = st.tabs(TABS, key=TAB, on_change="rerun")
if descent_tab.open:
    with descent_tab:
        descent = descend(place.network, place.learning_rate, place.updates)
        st.markdown(text("descent" if place.updates else "descent-begin"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            for updates in (1, 10, 100, 1000):
                st.button(
                    f"+{updates}",
                    on_click=attempt,
                    args=(advanced, updates),
                    help=f"Run {updates} more update{'s' * (updates > 1)}.",
                    disabled=place.update >= MOST_UPDATES,
                )
            st.download_button(
                "History as CSV",
                descent.csv,
                "descent.csv",
                "text/csv",
                icon=":material/download:",
                on_click="ignore",
                disabled=not place.updates,
                help="Every number after every update, once there is one.",
            )
            takeaway(place)
            share_button()
            logarithmic = st.toggle("Logarithmic loss", key="backprop logarithmic")
        if widgets.get(SHARE):
            share(place)
        if place.updates:
            left, right = st.columns(2)
            earlier = {rate: descend(place.network, rate, place.updates).losses for rate in earlier_rates(place)}
            loss = loss_curve(descent.losses, place.update, logarithmic, place.learning_rate, earlier)
            left.vega_lite_chart(loss.data, loss.spec, key="backprop loss curve")
            weights = weight_curves(descent.weights, place.update)
            right.vega_lite_chart(weights.data, weights.spec, key="backprop weight curves")
if sheet_tab.open:
    with sheet_tab:
        takeaway(place)
        st.caption(f"{title_now(place)}.")
        st.table(sheet(net, digits))
        if place.architecture.activation == "relu":
            st.markdown(text("sheet-relu"))
if proof_tab.open:
    with proof_tab:
        st.markdown(text("proofs") + text("proofs-relu") * (place.architecture.activation == "relu"))
        st.caption(f"{title_now(place)}.")
        try:
            with loading_pytorch():
                proofs = prove(net)
            st.table(proof_table(proofs, digits))
        except (ValueError, NonFinite) as error:  # a weight so large that it cannot be moved
            st.warning(f"{error} These numbers are too large for a central difference.")
if article_tab.open:
    with article_tab:
        famous_tab(open_article)
if about_tab.open:
    about_tab.markdown(text("about"))
