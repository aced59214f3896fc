"""Opens the app in the browser of whoever starts the server, as Streamlit does for an app that is a script only."""

from __future__ import annotations

import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st


@asynccontextmanager
async def own_browser(_app: st.App) -> AsyncIterator[None]:
    """For the life of a server; nothing happens where it is headless."""
    if not st.get_option("server.headless"):
        scheme = "https" if st.get_option("server.sslCertFile") else "http"
        path = st.get_option("server.baseUrlPath").strip("/")
        webbrowser.open(f"{scheme}://localhost:{st.get_option('server.port')}/{path}")
    yield
