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
from core.backprop.lesson.introduction import introduction
from core.backprop.lesson.lesson import lesson
from core.backprop.lesson.place import MOST_UPDATES, Place, advanced, edited, network_at, reshaped, step_names
from core.figures.descent_curves import loss_curve, weight_curves
from pages.components.shared.mailbox import Event, events
from pages.components.stepper.component import stepper
from pages.parts.backprop.famous import famous_tab
from pages.parts.backprop.network_menu import network_menu
from pages.parts.backprop.share import say_whether_reached, share
from pages.parts.backprop.takeaway import takeaway
from pages.shared.place import follow, here
from pages.shared.routing import require
from pages.shared.texts import text

require("pages/backprop.py")
TABS = ["Descent", "The whole sheet", "Three proofs", "The famous example", "About the exercise"]
state = st.session_state


def answer(event: Event) -> None:
    """Does what the learner asked for in the stepper."""
    if event.kind == "edit":
        attempt(edited, event.name, event.text)
    elif event.kind == "advance":
        attempt(advanced, 1)
        if not state.problem:
            jump("start")
    elif event.kind == "step" and event.text in {*step_names(state.place.network.graph)}:
        state.place, state.problem = replace(state.place, step=event.text), ""
    elif event.kind == "restore":
        follow(dict(parse_qsl(event.text)))
    state.answered = event.number


def attempt(change: Callable[..., Place], *arguments: object) -> None:
    """Changes the place; what cannot be done is said, and the last numbers stay."""
    state.problem = ""
    try:
        state.place = change(state.place, *arguments)
        state.claim = None  # it was about other numbers
    except (ValueError, NonFinite) as error:
        state.problem = f"{error} The last numbers that worked are kept."


def jump(step: str) -> None:
    """Moves the learner to a step; otherwise the stepper itself keeps the place."""
    state.place = replace(state.place, step=step)
    state.jump += 1


def begin(own_network: bool = False) -> None:
    """The beginning of the chosen preset, with its own network or the one there is; at the same step if it has it."""
    preset, seed = state.get("preset", state.place.preset), state.get("seed", state.place.seed)
    shape = None if own_network and preset != presets.RANDOM else state.place.architecture

    def beginning(place: Place) -> Place:
        start = Place.at_preset(preset, seed, shape)
        return replace(start, step=place.step) if place.step in step_names(start.network.graph) else start

    attempt(beginning)


def another_network(architecture: Architecture) -> None:
    attempt(reshaped, architecture)


def open_article() -> None:
    state.preset = "article"
    begin(own_network=True)


def listen() -> set[str]:
    """Does what the learner asked for in the stepper since this was last called; of what kinds that was."""
    new = [event for event in events("stepper") if event.number > state.answered]
    for event in new:
        answer(event)
    return {event.kind for event in new}


@st.fragment
def lesson_fragment(digits: int) -> None:
    """Picture, equation, stepper and sliders; alone, in half the time, where a change is seen nowhere else."""
    before, asked = seen_elsewhere(), listen()
    if asked and (before or seen_elsewhere() or "restore" in asked):
        st.rerun()
    place = here()
    net = network_at(place)
    steps = introduction(net, place.learning_rate) + lesson(net, place.learning_rate)
    remarks = [
        remark for remark in (diagnosis.vanishing(net), diagnosis.overshooting(net, place.learning_rate)) if remark
    ]
    counted = {"session": state.session, "jump": state.jump, "answered": state.answered, "problem": state.problem}
    stepper(steps, place, net, digits, remarks, key="stepper", **counted)


def seen_elsewhere() -> bool:
    """Whether the numbers are on the page outside of the stepper too: below it, or in a sentence above it."""
    below = state.place.updates or state.get("tab") != TABS[0] or state.get("takeaway") or state.get("share")
    return bool(below or state.claim)


here()
listen()
place = here()

with st.container(horizontal=True, vertical_alignment="bottom"):
    st.title("Backprop, step by step", width="stretch")
    st.button("New here? The idea first", on_click=jump, args=("idea-1",), icon=":material/lightbulb:", type="tertiary")
    state.setdefault("preset", place.preset)  # Streamlit forgets widgets while another page is shown
    st.selectbox(
        "Start from",
        presets.NAMES,
        format_func=presets.TITLES.__getitem__,
        key="preset",
        on_change=begin,
        args=(True,),
        width=225,
        help=presets.ABOUT,
    )
    state.setdefault("seed", place.seed)
    fixed = state.preset != presets.RANDOM
    st.number_input("Seed", 0, presets.LARGEST_SEED, key="seed", on_change=begin, width=95, disabled=fixed)
    network_menu(place, another_network)
    st.button("Reset", on_click=begin, help="Back to the numbers of this start.")
    digits = (
        st.segmented_control("Digits", [4, 12], default=4, required=True, key="digits", persist_state="session") or 4
    )

if state.claim:
    say_whether_reached(state.claim)
lesson_fragment(digits)
net = network_at(place)

descent_tab, sheet_tab, proof_tab, article_tab, about_tab = st.tabs(TABS, key="tab", on_change="rerun")
if descent_tab.open:
    with descent_tab:
        descent = descend(place.network, place.learning_rate, place.updates)
        st.markdown(text("descent"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            for updates in (1, 10, 100, 1000):
                st.button(
                    f"+{updates}",
                    on_click=attempt,
                    args=(advanced, updates),
                    help=f"Run {updates} more updates.",
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
            takeaway(net, place.learning_rate)
            share(place)
            logarithmic = st.toggle("Logarithmic loss", key="logarithmic")
        if place.updates:
            left, right = st.columns(2)
            loss = loss_curve(descent.losses, place.update, logarithmic)
            left.vega_lite_chart(loss.data, loss.spec, key="loss curve")
            weights = weight_curves(descent.weights, place.update)
            right.vega_lite_chart(weights.data, weights.spec, key="weight curves")
if sheet_tab.open:
    with sheet_tab:
        takeaway(net, place.learning_rate)
        st.table(sheet(net, digits))
if proof_tab.open:
    with proof_tab:
        st.markdown(text("proofs") + text("proofs-relu") * (place.architecture.activation == "relu"))
        try:
            with st.spinner("Loading PyTorch…"):
                proofs = prove(net)
            st.table(proof_table(proofs, digits))
        except (ValueError, NonFinite) as error:  # a weight so large that it cannot be moved
            st.warning(f"{error} These numbers are too large for a central difference.")
if article_tab.open:
    with article_tab:
        famous_tab(open_article)
if about_tab.open:
    about_tab.markdown(text("about"))
