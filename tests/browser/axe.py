"""What axe finds wrong with a page by WCAG 2.1, levels A and AA, in the light and in the dark.

axe-core is one of package.json's packages, so `npm ci` brings it; where that was not done these tests are skipped, but
not in CI.
"""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page

from tests.browser.answering import settled
from tests.browser.driver import ROOT
from tests.browser.lesson import light_and_dark

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
needs_axe = pytest.mark.skipif(
    not (AXE.exists() or os.environ.get("CI")), reason="axe-core is not installed; npm ci does that"
)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
FIND = """async ([tags, within, scheme]) => {
    // The theme changes colours only, so in the dark nothing else is looked at.
    const runOnly = scheme === "light" ? { type: "tag", values: tags } : { type: "rule", values: ["color-contrast"] }
    const options = { runOnly, resultTypes: ["violations"], preload: false }
    const { violations } = await axe.run({ include: [within] }, options)
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any, all, none }) =>
        `${id}, ${scheme}: ${[...any, ...all, ...none][0].message} ${html.slice(0, 200)}`))
}"""


def violations(page: Page, view: str, within: str = "html") -> list[str]:
    """What axe finds there in both themes: view, rule, reason and element of each."""
    settled(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = []
    for scheme in light_and_dark(page):
        settled(page)
        found += page.evaluate(FIND, [TAGS, within, scheme])
    return [f"{view}: {each}" for each in found]
