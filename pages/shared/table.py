"""A table of texts on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import streamlit as st


def table(columns: Mapping[str, Sequence[str]]) -> None:
    """Shows columns by their names, all of one length; what is Markdown in them is shown as such."""
    st.table(pa.table(columns), hide_index=True)  # Streamlit's own way to an Arrow table takes twenty times as long
