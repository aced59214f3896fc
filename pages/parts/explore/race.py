"""The race: several learning rates from the same start."""

from __future__ import annotations

from typing import cast

import streamlit as st

from core.backprop.engine.graph import NonFinite
from core.backprop.explore.outcome import summary
from core.backprop.explore.race import MOST_RATES, race, rates_from
from core.backprop.explore.tables import race_table
from core.backprop.lesson.place import Place
from core.backprop.notation.number import format_number
from core.figures.race_curves import race_curves
from core.typed import read_number
from pages.components.race.component import race as race_chart
from pages.parts.explore.settings import choice
from pages.parts.explore.state import EXERCISE, RACE_RATES, explore_state
from pages.shared.table import table
from pages.shared.texts import text

LENGTHS = {"10": "10", "100": "100", "1000": "1,000"}
DIGITS = 4
TARGET = "explore race target"
widgets = st.session_state


def race_tab(place: Place) -> None:
    """The whole of the tab."""
    st.markdown(text("explore-race"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state, own = explore_state(), format_number(place.learning_rate)
        widgets.setdefault(RACE_RATES, list(state.first_rates))
        offered = [*EXERCISE, *state.first_rates, own.replace("−", "-"), *widgets[RACE_RATES]]
        widgets[RACE_RATES] = widgets[RACE_RATES][:MOST_RATES]  # a forger can choose more
        typed = st.multiselect(
            "Learning rates η",
            list(dict.fromkeys(offered)),
            key=RACE_RATES,
            max_selections=MOST_RATES,
            accept_new_options=True,
            placeholder="Choose or type a rate",
            width=500,
            persist_state="session",
            help=f"Up to {MOST_RATES}. Type any number and press Enter, also a huge or a negative one.",
        )
        updates = int(choice("Updates", LENGTHS, "explore race length", "100"))
        start = float(cast(float, place.network.values()[place.network.graph.loss]))
        widgets.setdefault(TARGET, f"{start / 10:.1g}")
        aimed = st.text_input(
            "Target for E_total",
            key=TARGET,
            placeholder="none",
            width=150,
            persist_state="session",
        )
    rates, left_out = rates_from(typed)
    target = _target(aimed or "", left_out)
    for sentence in left_out:
        st.warning(sentence, icon=":material/warning:")
    if not rates:
        st.info("Choose at least one learning rate, and they are off.", icon=":material/sprint:")
        return
    try:
        run = race(place.network, rates, updates)
    except (ValueError, NonFinite) as error:
        st.warning(f"{error}", icon=":material/warning:")
        return
    words = summary(run)
    race_chart(race_curves(run, target), words, key="race")
    st.markdown(f"**{words}**")
    table(race_table(run, target, DIGITS))


def _target(typed: str, left_out: list[str]) -> float | None:
    if not typed.strip():
        return None
    try:
        found = read_number(typed)
        left_out += [found.note] * bool(found.note)
        return found.value
    except ValueError as error:
        left_out.append(str(error))
        return None
