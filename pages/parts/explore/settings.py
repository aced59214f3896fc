"""What a visitor looks at on the explore page: tab, rates, weights, quantity; small enough for a link."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from core.backprop.engine.graph import Graph
from core.backprop.explore.race import MOST_RATES, rates_from
from core.backprop.lesson import presets
from core.backprop.lesson.place import Place, to_link
from core.backprop.lesson.presets import RATES

TABS = ("Race", "Slices", "Surface", "Paths")
NAMES = ("tab", "rates", "across", "up", "of")  # of the query parameters that are this page's own
LONGEST = 400  # characters of the rates in a link
EXERCISE = tuple(f"{rate:g}" for rate in RATES)

state = st.session_state


def begin(link: Mapping[str, str]) -> None:
    """On the first visit what the link says, as far as it makes sense; later all stays as it was."""
    if "explore begun" not in state:
        state["explore begun"] = True
        tab = next((each for each in TABS if each.lower() == link.get("tab", "").lower()), TABS[0])
        asked = link.get("rates", "")[:LONGEST].split(",")[:MOST_RATES]
        rates = [text.strip() for text in asked if rates_from([text])[0]]
        rates = rates or list(EXERCISE)
        keep = {"explore tab": tab, "race rates": rates, "first rates": rates}
        keep |= {"across": link.get("across", ""), "up": link.get("up", ""), "of": link.get("of", "")}
        state["explore"] = keep
    state.setdefault("explore tab", state["explore"]["explore tab"])  # forgotten while another page is shown


def remember() -> None:
    """At the end of a run: what the widgets say, for when the visitor comes back."""
    for name in ("explore tab", "race rates"):
        if name in state:
            state["explore"][name] = state[name]


def title(place: Place) -> str:
    """What network it is."""
    start = Place.at_preset(place.preset, place.seed)
    named = presets.preset(place.preset, place.seed).title
    return named if place.network == start.network else f"{named}, changed"


def choice(label: str, options: Mapping[str, str], key: str, first: str = "") -> str:
    """One of the options, whose texts are shown; before anything was chosen `first`, or the first of them."""
    if state.get(key, "") not in options:  # of another network
        state.pop(key, None)
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
    chosen, usual = state["explore"], _one_to_each_output(graph)
    across = chosen["across"] if chosen["across"] in graph.weights else usual[0]
    up = chosen["up"] if chosen["up"] in graph.weights else usual[1]
    return (across, up) if across != up else (across, next(name for name in usual[::-1] if name != across))


def quantity(graph: Graph) -> str:
    """The quantity whose gradient is taken apart: the one chosen, else the first weight."""
    chosen = state["explore"]["of"]
    return chosen if chosen in graph.consumers else graph.weights[0]


def link(place: Place) -> dict[str, str]:
    """The query parameters that lead back here."""
    graph, tab = place.network.graph, state["explore"]["explore tab"]
    parameters = to_link(place)
    parameters["tab"] = tab.lower()
    if tab == "Race" and tuple(state["explore"]["race rates"]) != EXERCISE:
        parameters["rates"] = ",".join(state["explore"]["race rates"])
    if tab == "Surface":
        parameters["across"], parameters["up"] = pair(graph)
    if tab == "Paths":
        parameters["of"] = quantity(graph)
    return parameters


def _one_to_each_output(graph: Graph) -> tuple[str, str]:
    sums = [q for q in graph.quantities if q.terms]
    sources = [source for _, source in sums[-1].terms]
    first, second = [q.terms[0][0] for q in sums if [source for _, source in q.terms] == sources][:2]
    return first, second
