"""Step through one network: forward pass, loss, backpropagation and gradient descent."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from core.backprop import diagnosis, presets
from core.backprop.descent import descend
from core.backprop.graph import NonFinite
from core.backprop.introduction import introduction
from core.backprop.lesson import lesson
from core.backprop.network import Network
from core.backprop.place import Place, advanced, edited, from_link, network_at
from core.backprop.proof import prove
from core.backprop.renderings.sheet import proof_table, sheet
from core.figures.descent_curves import loss_curve, weight_curves
from pages import require, text
from pages.components.stage.component import Event, events, stage

require("pages/backprop.py")
state = st.session_state


def answer(event: Event) -> None:
    """Does what the learner asked for in the stage."""
    if event.kind == "edit":
        attempt(edited, event.name, event.text)
    elif event.kind == "advance":
        attempt(advanced, 1)
        jump("start")
    elif event.kind == "step":
        state.place = replace(state.place, step=event.text)
    state.answered = event.number


def attempt(change: Callable[..., Place], *arguments: object) -> None:
    """Changes the place; what cannot be done is said, and the last numbers stay."""
    state.problem = ""
    try:
        state.place = change(state.place, *arguments)
    except (ValueError, NonFinite) as error:
        state.problem = f"{error} The last numbers that worked are kept."


def jump(step: str) -> None:
    """Moves the learner to a step; otherwise the stage itself keeps the place."""
    state.place = replace(state.place, step=step)
    state.jump += 1


def begin() -> None:
    """The beginning of the chosen preset, at the step where the learner is."""
    seed = state.get("seed", 0)
    attempt(lambda place: replace(Place.at_preset(state.preset, seed), step=place.step))


if "place" not in state:
    every_step = introduction(Network(), 0.5) + lesson(Network(), 0.5)
    state.place, problems = from_link(st.query_params.to_dict(), tuple(step.name for step in every_step))
    state.problem = " ".join(["Not everything in this link made sense.", *problems]) if problems else ""
    state.jump = 0
    state.answered = max((event.number for event in events("stage")), default=0)  # of a session that was lost
for event in events("stage"):
    if event.number > state.answered:
        answer(event)
place: Place = state.place

with st.container(horizontal=True, vertical_alignment="bottom"):
    st.title("Backprop, step by step", width="stretch")
    st.button(
        "New here? Start with the idea", on_click=jump, args=("idea-1",), icon=":material/lightbulb:", type="tertiary"
    )
    titles = {preset.name: preset.title for preset in presets.FIXED} | {presets.RANDOM: "Random, from a seed"}
    state.setdefault("preset", place.preset)
    st.selectbox("Start from", list(titles), format_func=titles.__getitem__, key="preset", on_change=begin, width=240)
    if state.preset == presets.RANDOM:
        state.setdefault("seed", place.seed)
        st.number_input("Seed", 0, presets.LARGEST_SEED, key="seed", on_change=begin, width=130)
    st.button("Reset", on_click=begin, icon=":material/restart_alt:", help="Back to the numbers of this start.")
    digits = (
        st.segmented_control("Digits", [4, 12], default=4, required=True, key="digits", persist_state="session") or 4
    )

net = network_at(place)
steps = introduction(net, place.learning_rate) + lesson(net, place.learning_rate)
remarks = [remark for remark in (diagnosis.vanishing(net), diagnosis.overshooting(net, place.learning_rate)) if remark]
stage(steps, place, net, digits, remarks, key="stage", jump=state.jump, answered=state.answered, problem=state.problem)

descent_tab, sheet_tab, proof_tab, about_tab = st.tabs(
    ["Descent", "The whole sheet", "Three proofs", "About the exercise"], key="tab", on_change="rerun"
)
if descent_tab.open:
    with descent_tab:
        descent = descend(place.network, place.learning_rate, place.updates)
        st.markdown(text("descent"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            for updates in (1, 10, 100, 1000):
                st.button(
                    f"+{updates}", on_click=attempt, args=(advanced, updates), help=f"Run {updates} more updates."
                )
            st.download_button(
                "History as CSV", descent.csv, "descent.csv", "text/csv", icon=":material/download:", on_click="ignore"
            )
            logarithmic = st.toggle("Logarithmic loss", key="logarithmic")
        if place.updates:
            left, right = st.columns(2)
            loss = loss_curve(descent.losses, place.update, logarithmic)
            left.vega_lite_chart(loss.data, loss.spec, key="loss curve")
            weights = weight_curves(descent.weights, place.update)
            right.vega_lite_chart(weights.data, weights.spec, key="weight curves")
if sheet_tab.open:
    with sheet_tab:
        st.table(sheet(net, digits))
if proof_tab.open:
    with proof_tab:
        st.markdown(text("proofs"))
        try:
            with st.spinner("Loading PyTorch…"):
                proofs = prove(net)
            st.table(proof_table(proofs, digits))
        except (ValueError, NonFinite) as error:  # a weight so large that it cannot be moved
            st.warning(f"{error} These numbers are too large for a central difference.")
if about_tab.open:
    about_tab.markdown(text("about"))
