"""One server and one browser for all tests that a process runs; tests take turns in its tabs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import driver
from tests.browser.driver import Server, chromium, chromium_path, serve
from tests.browser.tab import Tab
from tests.waiting import PATIENCE

SIZE = {"width": 1280, "height": 900}
MEDIA = {"color_scheme": "light", "reduced_motion": "no-preference"}  # which a tab can change, as its size


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
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment without runs and data."""
    return {name: str(tmp_path_factory.mktemp(name)) for name in ("LAB_RUNS", "MNIST_DIR")}


@pytest.fixture(scope="session")
def server(folders: dict[str, str]) -> Iterator[Server]:
    with serve(LAB_RUNS=folders["LAB_RUNS"], MNIST_DIR=folders["MNIST_DIR"]) as running:
        yield running


@pytest.fixture
def free_port() -> int:
    return driver.free_port()


@pytest.fixture
def cold_server(folders: dict[str, str]) -> Iterator[Server]:
    """A server that nobody has visited yet; ask for it before `page`, so that it outlives it."""
    with serve(LAB_RUNS=folders["LAB_RUNS"], MNIST_DIR=folders["MNIST_DIR"]) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        expect.set_options(timeout=1000 * PATIENCE)
        yield running


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> dict[str, Tab]:
    """The tabs that are open, by what they were opened with."""
    return {}


@pytest.fixture(params=[{}], ids=[""])
def page(browser: Browser, tabs: dict[str, Tab], request: pytest.FixtureRequest) -> Iterator[Page]:
    """An empty page, 1280 × 900, in a browser that remembers nothing; fails the test if its console tells of an error.

    It is the tab that the last test with the same options had: in a new one, Streamlit takes three times as long.
    The marker `server_ends` lets pass what is said where a test ends the server, `held_time` gives the test the clock.
    """
    options: dict[str, Any] = {"viewport": SIZE, **request.param}
    media = {what: options.pop(what, usual) for what, usual in MEDIA.items()}
    ends, held = map(request.node.get_closest_marker, ("server_ends", "held_time"))
    kind = repr((options, bool(held)))
    tab = tabs.pop(kind, None) or Tab(browser, options, 1000 * PATIENCE, bool(held))
    tab.page.emulate_media(**media)
    tab.page.set_viewport_size(options["viewport"])
    yield tab.page
    complaints = tab.empty(bool(ends))
    tabs[kind] = tab  # not after a failure to empty it
    assert not complaints
