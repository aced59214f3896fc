"""E_total along every weight, with the slope and the step there."""

from __future__ import annotations

import streamlit as st

from core.backprop.engine.graph import Graph, NonFinite
from core.backprop.explore.slices import slices
from core.backprop.lesson.place import Place, network_at
from core.figures.slice_curves import POINTS, slice_curves, windows
from pages.components.slices.component import slices as slice_charts
from pages.parts.explore.settings import choice
from pages.parts.explore.state import explore_state
from pages.parts.explore.walking import descent_of, walk_along
from pages.shared.texts import text

ZOOMS = {"valley": "Whole valley", "near": "Nearby", "step": "Just the step"}
DIGITS = 4
MOST_SLICES = 12  # at a glance
HEIGHTS = {"alike": "Same for all", "own": "Each its own"}


def slices_tab(place: Place) -> None:
    """The whole of the tab."""
    st.markdown(text("explore-slices"))
    walk_along(place)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        zoom = choice("Width", ZOOMS, "explore slice zoom")
        alike = choice("Height", HEIGHTS, "explore slice heights") == "alike"
        names = _some_weights(place.network.graph)
    net, state = network_at(place), explore_state()
    last_zoom, last = state.slice_windows
    old = last if last_zoom == zoom else {}
    try:
        found = windows(descent_of(place), place.update, place.learning_rate, zoom, old)
        shown = {name: found[name] for name in names}
        charts = slice_curves(slices(net, place.learning_rate, shown, POINTS), DIGITS, alike)
    except (ValueError, NonFinite) as error:
        st.warning(f"{error} These numbers are too large for a slice.", icon=":material/warning:")
        return
    state.slice_windows = zoom, found
    slice_charts(charts, key="slices")


def _some_weights(graph: Graph) -> tuple[str, ...]:
    """All weights, or those of one layer where they are too many to be seen at a glance.

    Those next to the outputs come first: they move the loss most.
    """
    layers: dict[str, list[str]] = {}
    for q in reversed(graph.quantities):
        into = layers.setdefault(q.name[0], []) if q.terms else []
        into += [name for name in (*(weight for weight, _ in q.terms), q.bias) if name in graph.weights]
    if len(graph.weights) > MOST_SLICES:
        layer = choice("Weights", {letter: f"into {letter}" for letter in layers}, "explore slice layer")
        layers = {layer: layers[layer]}
    order = graph.weights.index
    return tuple(dict.fromkeys(name for into in layers.values() for name in sorted(into, key=order)))
