"""The presenter's view: a remote control steps, and the next number can be a question to the class."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from core.backprop.engine.network import Network
from tests.browser.driver import Server
from tests.browser.lesson import number, open_lesson, shown

# The sizes on the screen of all texts in the picture but subscripts.
SIZES = """picture => {
    const scale = picture.getBoundingClientRect().width / picture.viewBox.baseVal.width
    const texts = picture.querySelectorAll("text:not(.empty), text:not(.empty) > tspan:not(.subscript)")
    const seen = [...texts].filter(each => each.textContent && each.getClientRects().length)
    return seen.map(each => scale * parseFloat(getComputedStyle(each).fontSize))
}"""


@pytest.mark.parametrize("page", [{"viewport": {"width": 1366, "height": 768}}], indirect=True, ids=["projector"])
@pytest.mark.parametrize("full", [False, True], ids=["refused", "full screen"])
def test_a_remote_control_steps_and_asks(page: Page, server: Server, full: bool) -> None:
    open_lesson(page, server, "?step=h1")
    if not full:
        page.evaluate("() => { document.documentElement.requestFullscreen = () => Promise.reject(new TypeError()) }")
    phase, view = page.locator(".phase"), page.get_by_role("dialog", name="Presenter's view")
    page.get_by_role("button", name="Present").click()
    expect(view).to_be_visible()
    expect(page.get_by_label("weight w5, typed")).to_be_hidden()
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    expect(phase).to_have_text("forward · step 4 of 43")
    page.keyboard.press("PageUp")
    expect(phase).to_have_text("forward · step 3 of 43")

    page.get_by_label("ask the class").check()
    page.keyboard.press("PageDown")
    expect(shown(page, "h2")).to_have_text("?")
    expect(page.locator(".equation mtr").last).to_have_text("=?")
    page.keyboard.press("PageDown")
    expect(phase).to_have_text("forward · step 4 of 43")
    expect(shown(page, "h2")).to_have_text(number(Network().values()["h2"]))
    page.keyboard.press("PageDown")
    expect(shown(page, "a_h2")).to_have_text("?")
    page.locator("figure").click()
    expect(shown(page, "a_h2")).to_have_text(number(Network().values()["a_h2"]))
    assert min(page.locator(".picture svg:visible").evaluate(SIZES)) > 19.5

    page.keyboard.press("Escape")
    expect(view).to_be_hidden()
    expect(page.get_by_role("button", name="Present")).to_be_focused()
    page.keyboard.press("PageDown")  # scrolls the page again
    expect(phase).to_have_text("forward · step 5 of 43")
