"""A gradient, path by path: which error asks for what, and how much cancels."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.backprop.engine.graph import NonFinite
from core.backprop.explore.ledger import Ledger, ledger
from core.backprop.explore.tables import ledger_table
from core.backprop.lesson.place import Place, network_at
from core.backprop.notation.number import format_number
from core.figures.ledger_picture import ledger_picture, share_text
from pages.components.sankey.component import sankey
from pages.components.shared.mailbox import Event, answer
from pages.parts.explore.settings import quantity
from pages.parts.explore.state import explore_state
from pages.parts.explore.walking import walk_along
from pages.shared.table import table
from pages.shared.texts import text

DIGITS = 4
MOST_TERMS = 6  # of the sum below the picture, path by path; more are added up by the error they come from
OF = "explore paths of"
widgets = st.session_state


def paths_tab(place: Place) -> None:
    """The whole of the tab."""
    st.markdown(text("explore-paths"))
    walk_along(place)
    net = network_at(place)

    def follow(event: Event) -> None:
        if event.kind == "of" and event.name in net.graph.consumers:
            explore_state().of = event.name

    answer(follow, "sankey")
    widgets[OF] = quantity(net.graph)
    computed = [q.name for q in reversed(net.graph.quantities)]
    given = [name for name in net.graph.given if name not in net.graph.weights]
    st.selectbox(
        "The gradient of",
        [*net.graph.weights, *computed, *given],
        key=OF,
        on_change=_choose,
        width=160,
    )
    try:
        book = ledger(net, quantity(net.graph))
    except NonFinite as error:
        st.warning(f"{error}", icon=":material/warning:")
        return
    words = _words(book)
    sankey(ledger_picture(book, net.graph, DIGITS), _balance(book), words, key="sankey")
    st.markdown(words)
    table(ledger_table(book, DIGITS))


def _choose() -> None:
    explore_state().of = widgets[OF]


def _balance(book: Ledger) -> list[dict[str, Any]]:
    """The sum of all shares, path by path where they are few."""
    shares = [(path.amount, path.term) for path in book.paths]
    if len(shares) > MOST_TERMS:
        shares = [(amount, term) for term, amount in book.by_term.items()]
    pieces: list[dict[str, Any]] = [
        {"text": share_text(amount, DIGITS), "note": f"from {term}", "sign": (amount > 0) - (amount < 0)}
        for amount, term in shares
    ]
    total = {"text": format_number(book.total, DIGITS), "note": f"∂{book.loss}/∂{book.name}", "sum": True, "sign": 0}
    return [*pieces, {"text": "="}, total] if len(pieces) > 1 else [total]


def _words(book: Ledger) -> str:
    count = len(book.paths)
    if count == 1:
        return f"One path leads back to {book.name}, so nothing can cancel."
    opening = f"{count} paths lead back to {book.name}."
    if not book.gross:
        return f"{opening} Nothing comes along any of them: every one has a factor of 0."
    if book.left > 0.9995:
        return f"{opening} All have the same sign: nothing cancels."
    lost = format_number(100 * (1 - book.left), 3)
    return (
        f"{opening} {format_number(book.gross)} flows in all, but the signs differ: {lost} % cancels and "
        f"{format_number(abs(book.total))} is left."
    )
