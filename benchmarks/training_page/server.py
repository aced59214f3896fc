"""A server with runs of its own, and a visitor who looks at one of them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from core.digits.runs.store import RunStore
from core.digits.training.config import Config
from tests.browser.driver import Server, serve

LONG = Config(data="synthetic", epochs=1000)  # longer than anything measured here
PATIENCE = 120_000  # milliseconds


@contextmanager
def serving(at_once: int = 1) -> Iterator[tuple[RunStore, Server]]:
    """A server without runs."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        serve(LAB_RUNS=folder, LAB_AT_ONCE=str(at_once), MNIST_DIR=f"{folder}/none") as server,
    ):
        yield RunStore(Path(folder)), server


def look(browser: Browser, server: Server, id: str) -> Page:
    """A page of a visitor of its own that shows a run."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{server.url}/train?run={id}")
    page.locator(".st-key-train-resume, .st-key-train-pause").wait_for(timeout=PATIENCE)
    return page


def begin(page: Page, sign: str = "Epoch 1 of") -> None:
    """Starts or resumes the run of the page, and waits for a sign that it trains."""
    page.locator(".st-key-train-resume button").click()
    page.get_by_text(sign).wait_for(timeout=PATIENCE)
