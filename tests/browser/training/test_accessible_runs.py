"""axe finds nothing on the Train page, in none of its tabs nor of those of a run."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.axe import needs_axe, violations
from tests.browser.driver import Server
from tests.browser.training.runs import visit


@needs_axe
def test_train(page: Page, server: Server, finished: str) -> None:
    visit(page, server, finished)
    found = violations(page, "page")
    for name in ("What it gets wrong", "Time travel", "Log and code", "All runs", "New run"):
        page.get_by_role("tab", name=name).click()
        found += violations(page, name, "[role=tabpanel]")
    assert not found, "\n".join(found)
