"""Picture, words and buttons are on one screen, whichever screen that is; so are the ways to all pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.driver import Server
from tests.browser.lesson import open_lesson

SCREENS = {
    "laptop": (1366, 768),
    "projector": (1024, 768),
    "laptop at 150 %": (911, 512),
    "tablet": (820, 1180),
    "phone": (390, 844),
}
BAR = 48  # pixels of the navigation at the top
PAGES = ("Backprop", "Explore", "Practise", "Train", "Draw")

# The stage just below the bar; where its parts are then, and where what is lit in the picture.
PLACES = """async (stage, { parts, bar }) => {
    stage.scrollIntoView({ block: "start" })
    document.querySelector("[data-testid=stMain]").scrollBy(0, -bar - 4)
    await new Promise(requestAnimationFrame)
    const picture = [...stage.querySelectorAll(".picture svg")].find(each => each.checkVisibility())
    const wanted = [...parts.map(part => stage.querySelector(part)), ...picture.querySelectorAll(".node.lit")]
    return wanted.map(each => each.getBoundingClientRect()).map(box => [box.top, box.bottom, box.left, box.right])
}"""


def together(stage: Locator, *parts: str) -> None:
    """Fails unless these parts are on the screen, and in the picture every node that is lit."""
    screen = stage.page.viewport_size
    assert screen
    places = stage.evaluate(PLACES, {"parts": [".picture", *parts], "bar": BAR})
    above, below = places[0][:2]
    for number, (top, bottom, left, right) in enumerate(places):
        assert bottom > top
        assert top >= BAR
        assert bottom <= screen["height"]
        assert left >= 0
        assert right <= screen["width"]
        if number > len(parts):
            assert above <= top <= bottom <= below


def resize(page: Page, screen: str) -> None:
    width, height = SCREENS[screen]
    page.set_viewport_size({"width": width, "height": height})


@pytest.mark.parametrize("page", [{"reduced_motion": "reduce"}], indirect=True, ids=["no motion"])
def test_picture_equation_and_buttons_are_always_together(page: Page, server: Server) -> None:
    open_lesson(page, server)
    stage = page.locator(".stage")
    for digits, screens in (("4", [*SCREENS]), ("12", ["laptop"])):
        page.get_by_role("radio", name=digits, exact=True).click()
        expect(page.locator(".stage.precise")).to_have_count(int(digits == "12"))
        for screen in screens:
            resize(page, screen)
            for step in ("Back through the sigmoid to o1", "The paths meet in a_h1", "w1: old → new"):
                page.get_by_role("button", name=step, exact=True).click()
                together(stage, ".card", "[data-do=play]")


@pytest.mark.parametrize("page", [{"reduced_motion": "reduce"}], indirect=True, ids=["no motion"])
def test_practice_has_the_picture_and_the_question_together(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/practice")
    expect(page.locator(".answer input")).to_be_visible()
    for screen in SCREENS:
        resize(page, screen)
        together(page.locator(".stage"), ".title", ".answer", ".hint")
    page.get_by_role("tab", name="Find the bug").click()
    expect(page.locator(".line").first).to_be_visible()
    for screen in SCREENS:
        resize(page, screen)
        together(page.locator(".stage"), ".verdict", ".lines")


def test_all_pages_are_named_and_reached_at_once(page: Page, server: Server) -> None:
    open_lesson(page, server)
    for screen in SCREENS:
        resize(page, screen)
        for name in PAGES:
            expect(page.get_by_role("link", name=name)).to_have_count(
                1
            )  # not in two rows, as while the page gets narrow
            expect(page.get_by_role("link", name=name)).to_be_in_viewport(ratio=1)
    page.keyboard.press("Tab")  # from now on the focus shows
    link = page.get_by_role("link", name="Practise")
    link.focus()
    assert link.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
    link.click()
    expect(page.locator(".answer input")).to_be_visible()
