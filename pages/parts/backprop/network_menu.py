"""The menu that makes another network of the one in the stepper: neurons, activation, biases, loss."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.backprop.engine.architecture import ACTIVATIONS, BIASES, LOSSES, MOST_NEURONS, Architecture
from core.backprop.lesson.place import Place

NONE = "none"
MENU = "backprop network menu"
ABOUT_BIASES = (
    "**frozen**: one a layer, which does not learn, as in the famous article. **shared**: one a layer, which learns. "
    "**per neuron**: what everybody uses."
)
ABOUT_LOSS = "With cross-entropy the outputs become shares of a whole, by softmax."

state = st.session_state


def network_menu(place: Place, change: Callable[[Architecture], None]) -> None:
    """A button that opens the choice; `change` is called with what the learner chose."""
    with st.popover("Network", key=MENU, on_change="rerun") as menu:
        if menu.open:
            _choices(place, change)


def _choices(place: Place, change: Callable[[Architecture], None]) -> None:
    now = place.architecture
    first, *more = now.hidden
    # What the place is, whoever changed it; Streamlit would remember what was chosen here last.
    before: dict[str, Any] = {
        "first layer": first,
        "second layer": more[0] if more else NONE,
        "activation": now.activation,
        "biases": now.biases,
        "loss": now.loss,
    }
    state.update({_key(name): value for name, value in before.items()})

    def chosen() -> None:
        said = {**before}
        for name in before:
            if (found := state.get(_key(name))) is not None:  # a forger can choose nothing
                said[name] = found
        layers = tuple(neurons for neurons in (said["first layer"], said["second layer"]) if neurons != NONE)
        change(Architecture(layers, said["activation"], said["biases"], said["loss"]))

    neurons = range(1, MOST_NEURONS + 1)
    for label, name, options, about in (
        ("Hidden neurons", "first layer", [*neurons], None),
        ("Second hidden layer", "second layer", [NONE, *neurons], None),
        ("Activation", "activation", ACTIVATIONS, None),
        ("Biases", "biases", BIASES, ABOUT_BIASES),
        ("Loss", "loss", LOSSES, ABOUT_LOSS),
    ):
        st.segmented_control(
            label,
            options,
            key=_key(name),
            required=True,
            on_change=chosen,
            help=about,
            format_func=_title,
        )
    learning = len(place.network.graph.weights)
    st.caption(f"{learning} numbers that learn. Another network keeps the numbers whose names it has.")
    st.button(
        "The worksheet's network",
        on_click=change,
        args=(Architecture(),),
        icon=":material/restart_alt:",
        disabled=now == Architecture(),
    )


def _key(name: str) -> str:
    return f"backprop {name}"


def _title(choice: str | int) -> str:
    return "ReLU" if choice == "relu" else str(choice)
