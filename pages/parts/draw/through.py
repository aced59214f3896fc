"""Through the layers: what every operation made of the drawing, and how one of these values came about."""

from __future__ import annotations

import streamlit as st

from core.digits.explain.arithmetic import explain
from core.digits.model import DigitNet
from core.digits.table import Row, table
from pages.components.layers.component import ValuePick, layers, picked
from pages.parts.draw.forward_pass import ForwardPass
from pages.parts.draw.remembered import remembered
from pages.parts.draw.state import draw_state
from pages.parts.draw.sum import written_out
from pages.shared.texts import text

KEY = "draw layers"


def through(forward: ForwardPass, name: str) -> None:
    """The whole of the part."""
    state = draw_state()

    def keep(pick: ValuePick) -> None:
        state.pick = pick

    picked(KEY, keep)
    pick = state.pick
    try:
        made = None if pick is None else explain(forward.net, forward.seen, pick.operation, pick.index)
    except ValueError:  # picked in another network
        made = None
    layers(
        rows(forward.net),
        maps=forward.seen,
        selected=None if made is None else ValuePick(made.operation, made.index),
        field=None if made is None else made.field,
        title=f"What every operation made of {name}",
        key=KEY,
    )
    if made is None:
        st.markdown(text("draw-pick"))
    else:
        written_out(made)


def rows(net: DigitNet) -> tuple[Row, ...]:
    """The operations of a network, looked up once."""
    return remembered(table, net)
