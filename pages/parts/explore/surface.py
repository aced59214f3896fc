"""E_total over two weights, from above and in 3-D, with the descent's path."""

from __future__ import annotations

import streamlit as st

from core.backprop.engine.descent import Descent
from core.backprop.engine.graph import NonFinite
from core.backprop.explore.slices import Shadow, shadow, surface
from core.backprop.lesson.place import Place
from core.backprop.notation.number import format_number
from core.figures.landscape import landscape
from core.figures.surface import contours, holds, windows
from pages.components.surface.component import surface as surface_map
from pages.parts.explore.settings import pair
from pages.parts.explore.state import explore_state
from pages.parts.explore.walking import descent_of, walk_along
from pages.shared.place import here
from pages.shared.texts import text

# The first of each is what one sees first.
HELD = {"now": "this update", "start": "the start", "end": "the last update"}
ZOOMS = {"path": "The path", "valley": "Whole valley"}
VIEWS = {"map": "Map", "landscape": "3-D"}

SURFACE = "explore surface"  # what the keys of its widgets begin with
widgets = st.session_state


def surface_tab(place: Place) -> None:
    """The whole of the tab."""
    st.markdown(text("explore-surface"))
    walk_along(place)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        across, up, held, zoom, view = _choices(place)
        fit = st.empty()
    descent = descent_of(place)
    update = {"now": place.update, "start": 0, "end": descent.updates}[held]
    state = explore_state()
    last_about, last = state.surface_windows
    about = (across, up, zoom, place.network.graph)
    try:
        path = shadow(descent, descent.at(update), across, up)
        whole = windows(path, zoom)
        # Nothing jumps under the pointer: the map stays as long as the point is on it.
        found = last if last_about == about and holds(last, path, place.update) else whole
        ground = surface(descent.at(update), across, up, found)
        words = _words(descent, path, place.update, update, (across, up))
        if view == "map":
            surface_map(contours(ground, path, place.update), words, key="surface")
        else:
            dark = st.context.theme.type == "dark"
            st.plotly_chart(landscape(ground, path, place.update, dark), key=f"{SURFACE} landscape", alt=words)
    except (ValueError, NonFinite) as error:
        st.warning(f"{error} These numbers are too large for a surface.", icon=":material/warning:")
        return
    state.surface_windows = about, found
    fit.button(
        "Fit the path",
        key=f"{SURFACE} fit",
        icon=":material/fit_screen:",
        on_click=_fit,
        disabled=found == whole,
        help="The map stays where it is while you walk or start elsewhere. This moves it to where the path is now.",
    )
    st.markdown(words)


def _choices(place: Place) -> tuple[str, str, str, str, str]:
    graph = place.network.graph
    widgets[f"{SURFACE} across"], widgets[f"{SURFACE} up"] = pair(graph)
    for name, label in (("across", "Across"), ("up", "Up")):
        st.selectbox(label, graph.weights, key=f"{SURFACE} {name}", on_change=_choose, args=(name,), width=95)
    widgets.setdefault(f"{SURFACE} held", "now")
    held = st.segmented_control(
        "All other weights as at", list(HELD), key=f"{SURFACE} held", format_func=HELD.__getitem__, required=True
    )
    widgets.setdefault(f"{SURFACE} zoom", "path")
    zoom = st.segmented_control(
        "Show", list(ZOOMS), key=f"{SURFACE} zoom", format_func=ZOOMS.__getitem__, required=True
    )
    widgets.setdefault(f"{SURFACE} view", "map")
    view = st.segmented_control(
        "View", list(VIEWS), key=f"{SURFACE} view", format_func=VIEWS.__getitem__, required=True
    )
    across, up = pair(graph)
    return across, up, held or "now", zoom or "path", view or "map"  # a forger can choose nothing


def _choose(name: str) -> None:
    """The other weight gives way where both would be the same."""
    before = dict(zip(("across", "up"), pair(here().network.graph), strict=True))
    other, chosen = {"across": "up", "up": "across"}[name], widgets[f"{SURFACE} {name}"]
    if before[other] == chosen:
        before[other] = before[name]
    state = explore_state()
    state.across, state.up = (chosen if each == name else before[each] for each in ("across", "up"))


def _fit() -> None:
    explore_state().surface_windows = (), None


def _words(descent: Descent, path: Shadow, update: int, held: int, names: tuple[str, str]) -> str:
    """What is held, and how far the picture is from the truth there."""
    across, up = names
    others = len(descent.family.graph.weights) - 2
    where = "the start" if held == 0 else f"update {held:,}"
    loss, below = float(path.losses[update]), float(path.below[update])
    said = [f"Only {across} and {up} move here; the other {others} weights stay as at {where}."]
    if held == update:
        said.append(f"At the large point the surface is the true E_total, {format_number(loss)}; the rest of the path")
        said.append("is a shadow: there the other weights were different.")
    else:
        said.append(f"The path is a shadow on it: after update {update:,} the true E_total is {format_number(loss)},")
        said.append(f"and the surface under the large point is at {format_number(below)}.")
    return " ".join(said)
