"""What of the explore page is small enough for a link, and what is shown where nothing was chosen."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from core.backprop.engine.graph import Graph
from core.backprop.lesson import optimizer_place
from core.backprop.lesson.place import Place, to_link
from core.typed import read_number
from pages.parts.explore.state import EXERCISE, OPTIMIZERS, explore_state

NAMES = ("tab", "rates", "across", "up", "of")  # of the query parameters that are this page's own

widgets = st.session_state


def choice(label: str, options: Mapping[str, str], key: str, first: str = "") -> str:
    """One of the options, whose texts are shown; before anything was chosen `first`, or the first of them."""
    if widgets.get(key, "") not in options:  # of another network
        widgets.pop(key, None)
    first = first or next(iter(options))
    chosen = st.segmented_control(
        label,
        list(options),
        default=first,
        key=key,
        format_func=options.__getitem__,
        required=True,
        persist_state="session",
    )
    return str(chosen or first)  # a forger can choose nothing


def pair(graph: Graph) -> tuple[str, str]:
    """The two weights of the surface: those chosen, else one that leads to each output."""
    chosen, usual = explore_state(), _one_to_each_output(graph)
    across = chosen.across if chosen.across in graph.weights else usual[0]
    up = chosen.up if chosen.up in graph.weights else usual[1]
    return (across, up) if across != up else (across, next(name for name in usual[::-1] if name != across))


def quantity(graph: Graph) -> str:
    """The quantity whose gradient is taken apart: the one chosen, else the first weight."""
    chosen = explore_state().of
    return chosen if chosen in graph.consumers else graph.weights[0]


def link(place: Place) -> dict[str, str]:
    """The query parameters that lead back here."""
    state, graph = explore_state(), place.network.graph
    parameters = to_link(place)
    parameters["tab"] = state.tab.lower()
    if state.tab == "Race" and tuple(state.rates) != EXERCISE:
        parameters["rates"] = ",".join(map(_linked, state.rates))
    if state.tab == "Surface":
        parameters["across"], parameters["up"] = pair(graph)
    if state.tab == "Paths":
        parameters["of"] = quantity(graph)
    if state.tab == "Optimizers" and OPTIMIZERS in widgets:
        parameters |= optimizer_place.to_link(widgets[OPTIMIZERS].here)
    return parameters


def _linked(typed: str) -> str:
    """A rate as it was typed; without its comma, which would part it in two."""
    if "," not in typed:
        return typed
    try:
        return repr(read_number(typed).value)
    except ValueError:
        return typed.replace(",", " ")


def _one_to_each_output(graph: Graph) -> tuple[str, str]:
    sums = [q for q in graph.quantities if q.terms]
    sources = [source for _, source in sums[-1].terms]
    first, second = [q.terms[0][0] for q in sums if [source for _, source in q.terms] == sources][:2]
    return first, second
