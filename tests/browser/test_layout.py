"""Nothing jumps, nothing is cut off, on a desktop and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import Server
from tests.browser.lesson import PHONE, light_and_dark, moved, open_lesson, shown, walk


def test_nothing_jumps_from_step_to_step(page: Page, server: Server) -> None:
    open_lesson(page, server, "?step=idea-1")
    steps = walk(page)
    assert len(steps) == 47
    assert moved(steps) == []


@pytest.mark.parametrize("link", ["", "?preset=random&seed=3", "?preset=saturated"])
@pytest.mark.parametrize("digits", ["4", "12"])
def test_every_equation_fits_its_card_on_a_desktop(page: Page, server: Server, digits: str, link: str) -> None:
    open_lesson(page, server, link)
    page.get_by_role("radio", name=digits, exact=True).click()
    page.evaluate("document.activeElement.blur()")
    steps = walk(page)
    assert len(steps) == 43
    assert [step.title for step in steps if not step.fits] == []


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
def test_a_phone_shows_everything_within_its_width(page: Page, server: Server) -> None:
    open_lesson(page, server, "?step=d-o1")
    for _ in light_and_dark(page):
        expect(page.locator(".picture svg.tall")).to_be_visible()
        expect(page.locator(".picture svg.wide")).to_be_hidden()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".picture svg.tall").scroll_into_view_if_needed()
    forward = page.get_by_role("button", name="Step forward")
    expect(forward).to_be_in_viewport()
    forward.tap()
    expect(page.locator(".title")).to_have_text("The gradient of w5")


def test_twelve_digits_on_request(page: Page, server: Server) -> None:
    open_lesson(page, server, "?step=E_total")
    page.get_by_role("radio", name="12").click()
    expect(shown(page, "E_total")).to_have_text("0.242519857348")


# The numbers in the picture that is seen that do not fit their boxes.
BURST = """picture => [...picture.querySelectorAll(".node, .label")].flatMap(group => {
    const box = group.querySelector("rect").getBoundingClientRect()
    const texts = [...group.querySelectorAll("text")].filter(text => text.textContent && text.checkVisibility())
    const places = texts.map(text => [text.textContent, text.getBoundingClientRect()])
    return places.filter(([, text]) => text.left < box.left - 1 || text.right > box.right + 1).map(([text]) => text)
})"""


@pytest.mark.parametrize("digits", ["4", "12"])
def test_long_numbers_fit_their_boxes(page: Page, server: Server, digits: str) -> None:
    open_lesson(page, server, "?update=1000&updates=1000&w1=-12.3456&i1=0.000123456&step=verify")
    page.get_by_role("radio", name=digits, exact=True).click()
    expect(page.locator(".stage.precise")).to_have_count(int(digits == "12"))
    assert page.locator(".picture svg:visible").evaluate(BURST) == []
