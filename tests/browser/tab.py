"""A tab of the browser that many tests use, one after the other."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page

# Streamlit looks for its own endpoints below a page's address before it looks at the root.
EXPECTED = ("_stcore/health", "_stcore/host-config")
# What Streamlit and Chromium say where a server has ended.
SERVER_ENDED = re.compile(
    "net::ERR_|Connection timed out|Streamlit server is not responding"
    "|when attempting to reach|DoInitPings|disconnected from server"
)
PICTURE = re.compile(r"https?://\S+/media/\w+\.\w+")  # as Chromium and as Streamlit name one that did not come
KNOWS = "globalThis.backpropLabKnows = true"  # what a slope is: the lesson begins at once
SHOWN = "[...document.querySelectorAll('[src]')].map(each => each.src)"


class Tab:
    """A page, and what has been reported on its console since it was empty.

    With `first_visit` among the options, the Backprop page begins with what a slope is. With `held`, the tab's time
    stands still where a test says `pause` to it, and goes on as far as the test lets it run.
    """

    def __init__(self, browser: Browser, options: dict[str, Any], patience: float, held: bool = False) -> None:
        first_visit = options.get("first_visit", False)
        self._context = browser.new_context(**{what: how for what, how in options.items() if what != "first_visit"})
        self._context.set_default_timeout(patience)
        if not first_visit:
            self._context.add_init_script(KNOWS)
        self._held = held
        if held:
            self._context.clock.install()
        self._complaints: list[tuple[str, str]] = []
        self.page: Page = self._context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._complaints.append((f"uncaught: {error}", "")))

    def _hear(self, message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        if message.type == "error" and not where.endswith(EXPECTED):
            self._complaints.append((message.text, where))

    def empty(self, server_ends: bool = False) -> list[str]:
        """Leaves the page and forgets what it had the browser remember; returns the complaints there were.

        With `server_ends`, what is said about that is none.
        """
        for other in self._context.pages:
            if other is not self.page:
                other.close()
        shown = self.page.evaluate(SHOWN)
        if self.page.url.startswith("http"):
            self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self._context.clear_cookies()
        if self._held:
            self._context.clock.resume()
        self.page.goto("about:blank")
        self.page.mouse.move(0, 0)
        complaints, self._complaints = self._complaints, []
        return [
            f"{text} ({where})"
            for text, where in complaints
            if not _replaced(f"{text} {where}", shown) and not (server_ends and SERVER_ENDED.search(text))
        ]


def _replaced(complaint: str, shown: list[str]) -> bool:
    """Whether it is about a picture that was replaced before a busy browser had asked for it, and is no more."""
    picture = PICTURE.search(complaint)
    return picture is not None and picture[0] not in shown


def hold(page: Page) -> None:
    """Lets the time of a page stand still whose test is marked `held_time`; `page.clock.run_for` lets some pass."""
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 30"))  # later than now, however long the way there takes
