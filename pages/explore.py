"""Around the worked example: learning rates against each other, the shape of the loss, and the paths of a gradient."""

from collections.abc import Callable

import streamlit as st

from core.backprop.lesson import optimizer_place
from core.backprop.lesson.place import Place, parameters
from pages.components.address.component import address
from pages.parts.explore import optimizers, settings, state
from pages.parts.explore.paths import paths_tab
from pages.parts.explore.race import race_tab
from pages.parts.explore.slices import slices_tab
from pages.parts.explore.surface import surface_tab
from pages.parts.explore.walking import listen
from pages.shared.origin import say_origin
from pages.shared.place import EXPLORE, place_state
from pages.shared.routing import require

require("pages/explore.py")

PARTS = dict(zip(state.TABS, (race_tab, slices_tab, surface_tab, paths_tab, optimizers.optimizers_tab), strict=True))


@st.fragment
def page() -> None:
    """All of the page, as a fragment: what is changed on it is seen nowhere else, so the front door need not run."""
    visit = place_state()
    state.restore()
    listen()
    optimizers.listen()
    place = visit.place

    with st.container(horizontal=True, vertical_alignment="center"):
        st.title("Race and surfaces", width="stretch")
        say_origin(visit, EXPLORE)
        st.page_link("pages/backprop.py", label="Change the network", icon=":material/network_node:")
    if visit.problem:
        st.warning(visit.problem, icon=":material/warning:")
        visit.problem = ""
    for part, tab in zip(PARTS.values(), st.tabs(list(PARTS), key=state.TAB, on_change="rerun"), strict=True):
        if tab.open:
            with tab:
                # What is changed in the race is seen nowhere else on the page; the other parts change the numbers.
                (st.fragment(show) if part is race_tab else show)(part, place)


def show(part: Callable[[Place], None], place: Place) -> None:
    """The open part, and the address that leads back to it."""
    part(place)
    state.remember()
    address(settings.link(place), (*parameters(), *settings.NAMES, *optimizer_place.parameters()), key="address")


page()
