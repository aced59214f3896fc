"""The famous example: an article's digits, which of them differ from a correct computation, and why."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.backprop.engine.architecture import BIASES, Architecture
from core.backprop.engine.network import network_of
from core.backprop.lesson.presets import preset
from core.backprop.notation.number import format_number
from core.backprop.practice.article import OLD, RATE, article
from core.backprop.practice.tables import digits_table
from pages.shared.texts import text

POLICIES = [biases for biases in BIASES if biases != "none"]


def famous_tab(open_article: Callable[[], None]) -> None:
    """`open_article` brings the article's network to the stepper."""
    st.markdown(text("famous-example"))
    with st.spinner("Making 20,000 updates…"):
        digits = article()
    shown = [each for each in digits if not each.agrees(OLD) or each.quantity in ("E_total", "∂E_total/∂w1")]
    st.table(digits_table(shown))
    st.button("Open the article's network", on_click=open_article, icon=":material/network_node:")
    others = [each for each in digits if each not in shown]
    with st.expander(f"The other {len(others)} numbers that the article prints"):
        st.table(digits_table(others))
    st.markdown(text("famous-biases").format(losses=_losses()))


def _losses() -> str:
    """The loss after one update, for each of the things biases can be."""
    numbers = preset("article").network.numbers
    nets = {biases: network_of(Architecture(biases=biases), numbers) for biases in POLICIES}
    losses = {biases: float(net.updated(RATE).values()["E_total"]) for biases, net in nets.items()}
    return ", ".join(f"{format_number(loss, 9)} ({biases})" for biases, loss in losses.items())
