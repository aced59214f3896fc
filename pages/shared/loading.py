"""PyTorch takes seconds to load, once in a server's life."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

import streamlit as st

_loaded = Event()


@contextmanager
def loading_pytorch() -> Iterator[None]:
    """Says so while what is inside is imported, until one page has done it; a spinner costs a thread and a message."""
    if _loaded.is_set():
        yield
        return
    with st.spinner("Loading PyTorch…"):
        yield
    _loaded.set()
