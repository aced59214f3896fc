"""Many updates: the buttons that run them, the loss and the weights after each, and what can be taken along."""

from __future__ import annotations

import streamlit as st

from core.backprop.engine.descent import Descent, descend
from core.backprop.lesson.place import MOST_UPDATES, Place, advanced
from core.figures.descent_curves import loss_curve, weight_curves
from pages.parts.backprop.changes import attempt
from pages.parts.backprop.compared import earlier_rates
from pages.parts.backprop.share import SHARE, share, share_button
from pages.parts.backprop.takeaway import takeaway
from pages.shared.texts import text

widgets = st.session_state


def descent_tab(place: Place) -> None:
    """The whole of the tab."""
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
        _curves(place, descent, logarithmic)


def _curves(place: Place, descent: Descent, logarithmic: bool) -> None:
    left, right = st.columns(2)
    earlier = {rate: descend(place.network, rate, place.updates).losses for rate in earlier_rates(place)}
    loss = loss_curve(descent.losses, place.update, logarithmic, place.learning_rate, earlier)
    left.vega_lite_chart(loss.data, loss.spec, key="backprop loss curve")
    weights = weight_curves(descent.weights, place.update)
    right.vega_lite_chart(weights.data, weights.spec, key="backprop weight curves")
