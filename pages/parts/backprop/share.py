"""A link that proves itself: who opens it has E_total computed anew, and reads whether it is the sender's."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from core.backprop.lesson.claim import Claim, to_verified_link
from core.backprop.lesson.place import Place

SHARE = "backprop share"  # in the session: whether the link is shown
widgets = st.session_state


def share_button() -> None:
    """Opens the link below, and closes it. Not a popover, which lies over what is to be clicked next."""
    shown = bool(widgets.get(SHARE))
    label = "Close the link" if shown else "Share"
    st.button(label, icon=":material/link:", key=f"{SHARE} button", on_click=_show, args=(not shown,))


def share(place: Place) -> None:
    """The link, to copy."""
    with st.container(border=True):
        st.markdown(
            "This link leads to these numbers, this update and this step. Who opens it computes everything anew, and "
            "sees whether your E_total was reached."
        )
        st.code(link_to(place), language=None, wrap_lines=True)


def link_to(place: Place) -> str:
    """The whole address that restores the place and proves itself."""
    base = (st.context.url or "").partition("?")[0]
    return f"{base}?{urlencode(to_verified_link(place))}"


def _show(whether: bool) -> None:
    widgets[SHARE] = whether


def say_whether_reached(claim: Claim) -> None:
    """Says whether the sender's E_total was reached."""
    if claim.reached:
        how = "to the last bit" if claim.exact else "but for rounding: this computer's last digits differ"
        st.success(f"Computed anew: E_total = {claim.found!r}, as in the link, {how}.", icon=":material/verified:")
    else:
        st.warning(
            f"The link says E_total = {claim.said!r}, but its numbers give {claim.found!r}. Some part of it was "
            "changed or lost on the way.",
            icon=":material/warning:",
        )
