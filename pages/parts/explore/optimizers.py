"""Several examples, momentum and Adam: one more lesson on the same network, in the same stepper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import cast

import streamlit as st

from core.backprop.engine.batch import MOST_EXAMPLES
from core.backprop.engine.graph import NonFinite
from core.backprop.engine.optimizer import SETTINGS
from core.backprop.engine.proof import prove, torch_optimized
from core.backprop.export.tables import optimizer_table, proof_table
from core.backprop.lesson import optimizer_place
from core.backprop.lesson.optimizer_lesson import optimizer_lesson
from core.backprop.lesson.optimizer_place import (
    OptimizerPlace,
    advanced,
    chosen,
    edited,
    from_link,
    network_of_batch,
    reference,
    state_at,
)
from core.backprop.lesson.origin import updates as counted
from core.backprop.lesson.place import Place
from core.typed import read_number
from pages.components.shared.mailbox import Event, answer
from pages.components.shared.picks import answered
from pages.components.stepper.batch import batch_stepper
from pages.parts.explore.optimizer_takeaway import optimizer_takeaway
from pages.parts.explore.state import OPTIMIZERS
from pages.shared.loading import loading_pytorch
from pages.shared.place import EXPLORE, place_state
from pages.shared.place import here as place_here
from pages.shared.state import kept
from pages.shared.texts import text

KEY, DIGITS = "optimizers", 4
ABOUT_EXAMPLES = "Example a is that of “Backprop, step by step”. Of one example, the lesson is the same as there."
ABOUT_PROOFS = "Every gradient by three methods, and every new weight by torch.optim."
EXAMPLES, OPTIMIZER = "explore examples", "explore optimizer"
widgets = st.session_state


@dataclass
class OptimizersState:
    """`problem` says what could not be done; `jump` counts how often the page moved the learner to `here.step`."""

    here: OptimizerPlace = field(default_factory=OptimizerPlace)
    problem: str = ""
    jump: int = 0

    def attempt(self, change: Callable[[OptimizerPlace, Place], OptimizerPlace]) -> None:
        """Changes where the learner is; what cannot be done is said, and the last numbers stay."""
        try:
            self.here, self.problem = change(self.here, place_here()), ""
        except (ValueError, NonFinite) as error:
            self.problem = f"{error} The last numbers that worked are kept."


def optimizers_state() -> OptimizersState:
    """The visitor's own; at first what the address says."""
    return kept(OPTIMIZERS, lambda: OptimizersState(from_link(st.query_params.to_dict(), place_here())))


def listen() -> None:
    """Does what the visitor asked for in the stepper, before anything of the page is drawn."""
    answer(_deal, KEY)


def optimizers_tab(place: Place) -> None:
    """The whole of the tab."""
    st.markdown(text("explore-optimizers"))
    state = optimizers_state()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _choices(state)
    try:
        state.here = optimizer_place.checked(state.here, place)
        now = state_at(state.here, place)
        steps = optimizer_lesson(now, state.here.optimizer)
    except NonFinite as error:
        st.warning(f"{error}", icon=":material/warning:")
        return
    batch_stepper(
        steps,
        state.here,
        place.network.graph,
        now.network,
        DIGITS,
        key=KEY,
        session=place_state().session,
        jump=state.jump,
        answered=answered(KEY),
        problem=state.problem,
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for updates in (1, 10, 100):
            st.button(f"+{updates}", on_click=_advance, args=(updates,), help=f"Run {updates} more updates.")
        optimizer_takeaway(state.here, place)
        proofs = st.toggle("Proofs", key="explore optimizer proofs", help=ABOUT_PROOFS)
    if proofs:
        _proofs(state.here, place)


def _advance(updates: int) -> None:
    state = optimizers_state()
    state.attempt(lambda here, place: advanced(here, place, updates))


def _proofs(here: OptimizerPlace, place: Place) -> None:
    """The mean gradients three ways, and the weights as torch.optim has them."""
    now, updates = state_at(here, place), here.update + 1
    try:
        after = now.next(here.optimizer).network
        ours = {weight: float(cast(float, after.numbers[weight])) for weight in after.graph.weights}
        with loading_pytorch():
            proofs = prove(now.network)
            theirs = torch_optimized(network_of_batch(here, place), here.optimizer, updates)
    except (ValueError, NonFinite) as error:
        st.warning(f"{error} These numbers are too large for a central difference.", icon=":material/warning:")
        return
    st.caption(f"∂{now.network.graph.loss}/∂weight before update {updates}, by three methods")
    st.table(proof_table(proofs, DIGITS))
    st.caption(f"The weights after {counted(updates)} with {here.optimizer.name}")
    st.table(optimizer_table(ours, theirs, DIGITS))


def _choices(state: OptimizersState) -> None:
    """How many examples, and what becomes of the gradient."""
    # What is chosen, whoever did; Streamlit would remember what was chosen here last.
    widgets[EXAMPLES], widgets[OPTIMIZER] = state.here.examples, state.here.optimizer.name
    counts = range(1, MOST_EXAMPLES + 1)
    st.segmented_control("Examples", counts, key=EXAMPLES, required=True, on_change=_choose, help=ABOUT_EXAMPLES)
    st.segmented_control("Optimizer", list(SETTINGS), key=OPTIMIZER, required=True, on_change=_choose)


def _choose() -> None:
    state, examples, optimizer = optimizers_state(), widgets.get(EXAMPLES), widgets.get(OPTIMIZER)
    if examples in range(1, MOST_EXAMPLES + 1) and optimizer in SETTINGS:  # a forger can choose anything
        state.attempt(lambda here, _: chosen(here, int(examples or 1), str(optimizer)))
        state.jump += 1


def _deal(event: Event) -> None:
    """Does what the learner asked for in the stepper."""
    state = optimizers_state()
    if event.kind == "edit":
        state.attempt(lambda here, place: _edited(here, place, event))
        state.problem = state.problem or read_number(event.text).note
    elif event.kind == "advance":
        state.attempt(lambda here, place: replace(advanced(here, place, 1), step="start"))
        state.jump += not state.problem
    elif event.kind == "step" and event.text in _step_names(state.here, place_here()):
        state.here, state.problem = replace(state.here, step=event.text), ""
    elif event.kind == "corrected":
        state.problem = ""


def _step_names(here: OptimizerPlace, place: Place) -> set[str]:
    return {step.name for step in reference(place.network.graph, here.examples, here.optimizer.name)}


def _edited(here: OptimizerPlace, place: Place, event: Event) -> OptimizerPlace:
    here, changed = edited(here, place, event.name, event.text)
    if changed is not place:
        place_state().move(changed, EXPLORE)
    return here
