"""Whoever starts the server has it opened in a browser, and what must end with it is told of its end."""

from __future__ import annotations

import asyncio
import webbrowser
from concurrent.futures import ThreadPoolExecutor

import pytest
import streamlit as st

from pages.shared.lifespan import at_end, lifespan

OPTIONS = {"server.headless": False, "server.sslCertFile": None, "server.port": 8501, "server.baseUrlPath": "lab"}


@pytest.mark.parametrize(("headless", "opened"), [(False, ["http://localhost:8501/lab"]), (True, [])])
def test_a_server_with_a_screen_opens_its_page(
    headless: bool, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[str] = []
    ended: list[bool] = []
    at_end(lambda: ended.append(True))
    monkeypatch.setattr(webbrowser, "open", found.append)
    monkeypatch.setattr(st, "get_option", (OPTIONS | {"server.headless": headless}).__getitem__)

    async def life() -> None:
        async with lifespan(st.App("app.py")):
            assert (found, ended) == (opened, [])

    with ThreadPoolExecutor() as pool:  # where a browser's tests ran, this thread has a loop of theirs
        pool.submit(asyncio.run, life()).result()
    assert ended == [True]
