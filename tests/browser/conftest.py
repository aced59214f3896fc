"""One server and one browser for all tests of this folder, a new page for each test."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.browser import driver
from tests.browser.driver import Server, chromium, chromium_path, serve

ENDED = ("ERR_CONNECTION_REFUSED", "when disconnected from server")  # where a test ends the server
# Streamlit looks for its own endpoints below a page's address before it looks at the root.
EXPECTED = ("_stcore/health", "_stcore/host-config")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = chromium_path() is None and not os.environ.get("CI")  # in CI they fail instead
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            if missing:
                item.add_marker(
                    pytest.mark.skip(reason="Chromium is not installed; on Debian: apt-get install chromium")
                )


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with serve() as running:
        yield running


@pytest.fixture
def free_port() -> int:
    return driver.free_port()


@pytest.fixture
def cold_server() -> Iterator[Server]:
    """A server that nobody has visited yet; ask for it before `page`, so that it outlives it."""
    with serve() as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        expect.set_options(timeout=15_000)
        yield running


@pytest.fixture(params=[{}], ids=[""])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of its own, 1280 × 900; fails the test if an error is reported on the console."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **request.param})
    page = context.new_page()
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        expected = where.endswith(EXPECTED) or any(text in message.text for text in ENDED)
        if message.type == "error" and not expected:
            complaints.append(f"{message.text} ({where})")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))
    yield page
    context.close()
    assert not complaints
