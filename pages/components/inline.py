"""How a component is put together: out of its own files and those that several share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

HERE = Path(__file__).parent


def inline(name: str, scripts: Sequence[str], styles: Sequence[str]) -> ComponentRenderer:
    """The component `name`, whose html is in its folder; scripts and styles are paths from here, in their order."""

    def read(*paths: str) -> str:
        return "\n".join((HERE / path).read_text("utf-8") for path in paths)

    return st.components.v2.component(name, html=read(f"{name}/{name}.html"), css=read(*styles), js=read(*scripts))
