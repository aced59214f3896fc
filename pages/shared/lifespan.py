"""What happens once a server, at its beginning and at its end."""

from __future__ import annotations

import webbrowser
from asyncio import to_thread
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import streamlit as st

from pages.shared.plain_state import keep_plain
from pages.shared.theme_once import keep_theme

_at_end: list[Callable[[], None]] = []


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Opens the app in the browser of whoever starts the server, as Streamlit does for an app that is a script only.

    The end comes by Ctrl-C or by the request to end (SIGTERM), with which Python itself would end at once.
    """
    keep_theme()
    keep_plain()
    if not st.get_option("server.headless"):
        scheme = "https" if st.get_option("server.sslCertFile") else "http"
        path = st.get_option("server.baseUrlPath").strip("/")
        webbrowser.open(f"{scheme}://localhost:{st.get_option('server.port')}/{path}")
    yield
    for end in _at_end:
        await to_thread(end)


def at_end(end: Callable[[], None]) -> None:
    """Has this called before the server ends."""
    _at_end.append(end)
