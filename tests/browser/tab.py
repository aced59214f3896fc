"""A tab of the browser that many tests use, one after the other."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page

# Where a test ends the server.
ENDED = ("ERR_CONNECTION_REFUSED", "when disconnected from server", "No response received")
# Streamlit looks for its own endpoints below a page's address before it looks at the root.
EXPECTED = ("_stcore/health", "_stcore/host-config")


class Tab:
    """A page, and what has been reported on its console since it was empty."""

    def __init__(self, browser: Browser, options: dict[str, Any], patience: float) -> None:
        self._context = browser.new_context(**options)
        self._context.set_default_timeout(patience)
        self._scheme = options.get("color_scheme", "light")
        self._complaints: list[str] = []
        self.page: Page = self._context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._complaints.append(f"uncaught: {error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        expected = where.endswith(EXPECTED) or any(text in message.text for text in ENDED)
        if message.type == "error" and not expected:
            self._complaints.append(f"{message.text} ({where})")

    def empty(self) -> list[str]:
        """Leaves the page and forgets what it had the browser remember; returns the complaints there were."""
        for other in self._context.pages:
            if other is not self.page:
                other.close()
        if self.page.url.startswith("http"):
            self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self._context.clear_cookies()
        self.page.goto("about:blank")
        self.page.emulate_media(color_scheme=self._scheme)
        self.page.mouse.move(0, 0)
        complaints, self._complaints = self._complaints, []
        return complaints
