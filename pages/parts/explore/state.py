"""What a visitor of the explore page has chosen, and what of it outlives a visit to another page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import streamlit as st

from core.backprop.explore.race import MOST_RATES, rates_from
from core.backprop.lesson.presets import RATES
from pages.shared.state import kept

TABS = ("Race", "Slices", "Surface", "Paths", "Optimizers")
EXERCISE = tuple(f"{rate:g}" for rate in RATES)
LONGEST = 400  # characters of the rates in a link
OPTIMIZERS = "explore optimizers"  # in the session: that lesson's own state
TAB, RACE_RATES = "explore tab", "explore race rates"  # widgets
widgets = st.session_state


@dataclass
class ExploreState:
    """`across`, `up` and `of` are names that were chosen or linked, whether or not the network has them.

    `first_rates` are those that the race began with; `problem` says what could not be done. The windows are those
    that were shown last, with what they were shown for.
    """

    tab: str = TABS[0]
    rates: list[str] = field(default_factory=lambda: list(EXERCISE))
    first_rates: list[str] = field(default_factory=lambda: list(EXERCISE))
    across: str = ""
    up: str = ""
    of: str = ""
    problem: str = ""
    slice_windows: tuple[str, Mapping[str, Any]] = ("", MappingProxyType({}))
    surface_windows: tuple[Any, Any] = ((), None)


def explore_state() -> ExploreState:
    """The visitor's own; at first what the address says, as far as it makes sense."""
    return kept("explore", _from_address)


def restore() -> None:
    """At the beginning of a run: Streamlit forgets the open tab while another page is shown."""
    widgets.setdefault(TAB, explore_state().tab)


def remember() -> None:
    """At the end of a run: what the widgets say, for when the visitor comes back."""
    state = explore_state()
    state.tab = widgets.get(TAB, state.tab)
    state.rates = widgets.get(RACE_RATES, state.rates)


def _from_address() -> ExploreState:
    link = st.query_params.to_dict()
    tab = next((each for each in TABS if each.lower() == link.get("tab", "").lower()), TABS[0])
    asked = link.get("rates", "")[:LONGEST].split(",")[:MOST_RATES]
    rates = [text.strip() for text in asked if rates_from([text])[0]] or list(EXERCISE)
    return ExploreState(tab, rates, rates, link.get("across", ""), link.get("up", ""), link.get("of", ""))
