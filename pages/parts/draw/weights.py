"""Whose weights read the drawing: the shipped ones, or those of one of the visitor's runs after any epoch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from core.digits.classifier import load_classifier
from core.digits.model import DigitNet
from core.digits.runs.snapshots import epochs
from core.errors import RunError
from pages.shared.services import network, on_a_page, services
from pages.shared.texts import escaped

SHIPPED = ""  # stands for the id of a run
CHOSEN, EPOCH = "draw weights", "draw epoch"
state = st.session_state


@dataclass(frozen=True, eq=False)
class Weights:
    """A network that answers, and whose it is."""

    net: DigitNet
    name: str


def weights(visitor: str | None) -> Weights:
    """Shows the choice, and returns what is chosen; the shipped weights until something else is."""
    names = {SHIPPED: "Shipped weights"} | _runs(visitor)
    if state.get(CHOSEN) not in names:
        state[CHOSEN] = SHIPPED
    chosen = state[CHOSEN]
    folder = services().store.folder(chosen) if chosen != SHIPPED else None
    kept = list(epochs(folder)) if folder else []
    if kept and state.get(EPOCH) not in kept:
        state[EPOCH] = kept[-1]
    label, icon = f"Read with: {escaped(names[chosen])}", ":material/neurology:"
    with st.popover(label, icon=icon, type="tertiary", key="draw weights place", on_change="rerun") as place:
        if place.open:  # else with each stroke all of it would be sent, and not be seen
            _choices(names, kept)
        if kept:
            epoch = int(state[EPOCH])
            try:
                return Weights(network(str(folder), epoch), f"{escaped(names[chosen])} after epoch {epoch}")
            except RunError as error:
                st.warning(on_a_page(error), icon=":material/warning:")
    return Weights(load_classifier().net, "the shipped weights")


def _choices(names: Mapping[str, str], kept: Sequence[int]) -> None:
    """Whose weights, and of a run after which of its epochs."""
    st.selectbox("Whose weights", list(names), format_func=names.__getitem__, key=CHOSEN, persist_state="session")
    if len(names) == 1:
        st.caption("Train a run of your own, and it can be chosen here, after any of its epochs.")
    if len(kept) > 1:
        st.select_slider("After epoch", kept, key=EPOCH, persist_state="session")


def _runs(visitor: str | None) -> dict[str, str]:
    """The names of the runs that have weights to look at, by id, the newest first."""
    if visitor is None:
        return {}
    shared = services()
    return {metadata.id: metadata.name for metadata in shared.runs(visitor) if epochs(shared.store.root / metadata.id)}
