"""axe finds nothing on any page, in any tab; where the system chooses all colours, what matters still has an edge."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import needs_axe, violations
from tests.browser.driver import Server
from tests.browser.lesson import open_lesson
from tests.browser.paper import best, opened

FORCED = {"forced_colors": "active"}


def in_tabs(page: Page, *names: str) -> list[str]:
    """What axe finds on the whole page and in each of these tabs."""
    found = violations(page, "page")
    for name in names:
        page.get_by_role("tab", name=name, exact=True).click()
        expect(page.get_by_role("tabpanel", name=name)).not_to_be_empty()
        found += violations(page, name, "[role=tabpanel]")
    return found


@needs_axe
def test_backprop(page: Page, server: Server) -> None:
    open_lesson(page, server, "?update=5&updates=10&step=d-o1")
    found = in_tabs(page, "The whole sheet", "Three proofs", "The famous example", "About the exercise", "Descent")
    page.get_by_label("Predict first").check()
    page.get_by_role("button", name="Step forward", exact=True).click()
    expect(page.get_by_role("group", name="Your prediction")).to_be_visible()
    found += violations(page, "a prediction", ".st-key-lesson")
    page.get_by_role("button", name="Show me").click()
    expect(page.locator(".gate-said")).to_contain_text("You wanted to see it")
    found += violations(page, "a prediction, answered", ".st-key-lesson")
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_role("button", name="Close the link")).to_be_visible()
    found += violations(page, "Share", "[role=tabpanel]")
    for menu in ("Take it with you", "Network"):
        page.get_by_test_id("stPopoverButton").filter(has_text=menu).click()
        expect(page.get_by_role("dialog", name=menu)).to_be_visible()
        found += violations(page, menu, "[role=dialog]")
        page.keyboard.press("Escape")
    assert not found, "\n".join(found)


@needs_axe
def test_explore(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/explore")
    expect(page.locator(".race .said")).not_to_be_empty()
    found = in_tabs(page, "Slices", "Surface", "Paths", "Optimizers", "Race")
    target = page.get_by_role("textbox", name="Target for E_total")
    target.fill("soon")
    target.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    found += violations(page, "Race, a warning", "[role=alert]")
    assert not found, "\n".join(found)


@needs_axe
def test_practise(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/practice")
    expect(page.locator(".turn .title")).not_to_be_empty()
    answer = page.locator(".answer input")
    answer.fill("0.5")
    answer.press("Enter")
    expect(page.locator(".turn .verdict-title")).not_to_be_empty()
    found = in_tabs(page, "For a class", "Review", "Find the bug")
    page.locator(".lines .line").last.click()
    expect(page.locator(".line[data-standing=later], .line[data-standing=right]")).to_be_visible()
    found += violations(page, "Find the bug, a line marked", "[role=tabpanel]")
    page.goto(f"{server.url}/practice?tab=class&exercise=Homework&phases=update&predict=first")
    page.get_by_label("Your name").fill("Ada")
    page.get_by_label("Your name").press("Enter")
    choices = page.get_by_role("group", name="Your prediction").get_by_role("button")
    expect(choices).to_have_count(4)
    found += violations(page, "an exercise, a prediction", "[role=tabpanel]")
    choices.first.click()
    expect(page.locator(".gate-said")).to_contain_text("predicted")
    found += violations(page, "an exercise, a prediction made", "[role=tabpanel]")
    page.get_by_text("Look at receipts").click()
    expect(page.get_by_text("Or paste codes")).to_be_visible()
    found += violations(page, "receipts", "[role=tabpanel]")
    assert not found, "\n".join(found)


@needs_axe
def test_draw(page: Page, server: Server) -> None:
    opened(page, server)
    found = violations(page, "empty")
    opened(page, server, "?image=0")
    expect(best(page)).to_be_visible()
    for name in ("How the machine sees it", "Through the layers", "Why this digit", "Backward", "Teach it"):
        page.get_by_role("radio", name=name).click()
        found += violations(page, name)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("page", [FORCED], indirect=True, ids=["forced colours"])
def test_where_the_system_chooses_all_colours_areas_have_an_edge(page: Page, server: Server) -> None:
    open_lesson(page, server)
    edged(page.locator(".timeline .dot"))
    opened(page, server, "?image=0")
    edged(page.locator(".bars .length"))
    page.goto(f"{server.url}/explore")
    edged(page.locator(".lane .track"))


def edged(areas: Locator) -> None:
    """Each has a border that is seen on the ground of the page."""
    expect(areas.first).to_be_visible()
    ground = areas.page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    for border in areas.evaluate_all("all => all.map(each => getComputedStyle(each).border)"):
        assert border.startswith("1px solid")
        assert not border.endswith(ground)
