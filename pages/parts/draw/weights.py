"""Whose weights read the drawing: the shipped ones, or those of one of the visitor's runs after any epoch."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.digits.classifier import load_classifier
from core.digits.model import DigitNet
from core.digits.runs.snapshots import epochs
from core.errors import RunError
from pages.shared.services import network, on_a_page, services
from pages.shared.texts import escaped

SHIPPED = ""  # stands for the id of a run
state = st.session_state


@dataclass(frozen=True, eq=False)
class Weights:
    """A network that answers, and whose it is."""

    net: DigitNet
    name: str


def weights(visitor: str | None) -> Weights:
    """Shows the choice, and returns what is chosen; the shipped weights until something else is."""
    names = {SHIPPED: "Shipped weights"} | _runs(visitor)
    if state.get("draw weights") not in names:
        state["draw weights"] = SHIPPED
    label = f"Read with: {escaped(names[state['draw weights']])}"
    with st.popover(label, icon=":material/neurology:", type="tertiary", key="draw weights place"):
        chosen = st.selectbox(
            "Whose weights", list(names), format_func=names.__getitem__, key="draw weights", persist_state="session"
        )
        if len(names) == 1:
            st.caption("Train a run of your own, and it can be chosen here, after any of its epochs.")
        if chosen == SHIPPED:
            return Weights(load_classifier().net, "the shipped weights")
        folder = services().store.folder(chosen)
        kept = list(epochs(folder))
        if state.get("draw epoch") not in kept:
            state["draw epoch"] = kept[-1]
        epoch = (
            st.select_slider("After epoch", kept, key="draw epoch", persist_state="session")
            if len(kept) > 1
            else kept[0]
        )
        try:
            return Weights(network(str(folder), int(epoch)), f"{escaped(names[chosen])} after epoch {epoch}")
        except RunError as error:
            st.warning(on_a_page(error), icon=":material/warning:")
    return Weights(load_classifier().net, "the shipped weights")


def _runs(visitor: str | None) -> dict[str, str]:
    """The names of the runs that have weights to look at, by id, the newest first."""
    if visitor is None:
        return {}
    shared = services()
    return {metadata.id: metadata.name for metadata in shared.runs(visitor) if epochs(shared.store.root / metadata.id)}
