"""Waiting for Streamlit, by what its page says of the script's runs, never by time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

COUNT = """() => {
    const app = document.querySelector('[data-testid="stApp"]')
    const count = () => { window.runsThatEnded += app.dataset.testScriptState === "notRunning" }
    window.runsThatEnded = 0
    new MutationObserver(count).observe(app, { attributeFilter: ["data-test-script-state"] })
}"""
TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))"


def settled(page: Page) -> None:
    """Waits until the script does not run and what it sent is drawn."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.evaluate(TWO_FRAMES)


@contextmanager
def answered(page: Page) -> Iterator[None]:
    """Waits until the script has run for what is done inside, and until what it sent is drawn."""
    settled(page)
    page.evaluate(COUNT)
    yield
    page.wait_for_function("window.runsThatEnded > 0")
    settled(page)
