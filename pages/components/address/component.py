"""Keeps the address of the page up to date, without entries in the browser's history; nothing is to be seen of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from pages.components.shared.modules import inlined

_component = st.components.v2.component("address", js=inlined(Path(__file__).parent / "address.js"))


def address(link: Mapping[str, str], names: Sequence[str], *, key: str) -> None:
    """The query parameters become `link`; of those that are there only the ones in `names` are taken away."""
    _component(key=key, data={"link": dict(link), "names": list(names)}, height=1)
