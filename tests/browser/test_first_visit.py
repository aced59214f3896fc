"""A first visit begins with what a slope is; who knows goes straight to the worksheet, and is not asked again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from core.backprop.engine.network import Network
from core.backprop.lesson.slope import NUDGES, slope
from tests.browser.driver import Server
from tests.browser.lesson import number

pytestmark = pytest.mark.parametrize("page", [{"first_visit": True}], indirect=True, ids=["first"])


def begun(page: Page, idea: int) -> Locator:
    """The introduction, open at this idea, and nothing of the lesson beside it."""
    beginning = page.get_by_role("region", name="What a slope is")
    expect(beginning).to_contain_text(f"{idea} of 5")
    expect(page.locator(".stage")).to_be_hidden()
    return beginning


def test_a_slope_is_dragged_measured_and_taken_apart(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    page.goto(server.url)
    beginning, here = begun(page, 1), slope(Network())
    now = beginning.locator(".now")
    middle = len(here.along) // 2

    def says(place: int) -> None:
        weight, loss = number(round(here.along[place], 9)), number(here.values["E_total"][place])
        expect(now).to_contain_text(f"w5 = {weight}, Etotal = {loss}")

    def go_on() -> None:
        onward = beginning.get_by_role("button", name="Next")
        expect(onward).to_be_in_viewport(ratio=1)  # the whole idea is on a projector's screen
        onward.click()

    says(middle)
    beginning.get_by_label("weight w5").press("ArrowRight")
    says(middle + 1)
    expect(beginning.locator(".formula")).to_contain_text(number(here.values["a_o1"][middle + 1]))
    go_on()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):  # wherever the focus is
        page.keyboard.press(key)
    says(middle + 1)  # from where it was, not from where it was dragged to
    expect(now).to_contain_text(f"slope = {number(here.slopes[middle + 1])}")
    point = beginning.get_by_role("slider", name="w5")
    point.drag_to(point, source_position={"x": 200, "y": 100}, target_position={"x": 5, "y": 200})
    says(0)
    go_on()
    expect(beginning.get_by_role("slider", name="w5")).to_have_attribute("aria-valuenow", "0.4")  # back where it was
    nudge = beginning.get_by_label("nudge")
    for done in range(1, len(NUDGES)):
        expect(beginning.get_by_role("row").nth(done)).to_contain_text(number(here.ratios[NUDGES[done - 1]][middle]))
        nudge.press("ArrowRight")
    expect(beginning.get_by_role("row").last).to_contain_text(number(here.slopes[middle]))
    go_on()
    gears = beginning.locator(".gear")
    expect(gears.nth(0)).to_contain_text("1 turn")
    expect(gears.nth(3)).to_contain_text("0.0722 turns")
    page.keyboard.press("ArrowRight")
    expect(gears.nth(0)).to_contain_text("1.1 turns")
    go_on()
    expect(beginning.locator(".formula")).to_contain_text("0.07216")
    expect(beginning.locator(".link .factor").first).to_have_text("∂o1∂w5")
    page.set_viewport_size({"width": 390, "height": 844})
    beginning.get_by_role("button", name="To the worksheet", exact=True).click()
    expect(page.locator(".stage")).to_be_visible()
    expect(page.locator(".title")).to_have_text("What we are given")
    expect(page.locator(".title")).to_be_in_viewport()  # on a phone, where the button was far below it


def test_who_knows_goes_straight_to_the_worksheet_and_may_come_back(page: Page, server: Server) -> None:
    page.goto(server.url)
    begun(page, 1).get_by_role("button", name="I know derivatives").click()
    expect(page.locator(".stage")).to_be_visible()
    page.reload()
    expect(page.locator(".stage")).to_be_visible()
    expect(page.locator(".title")).to_have_text("What we are given")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".title")).to_contain_text("h1")
    page.get_by_role("button", name="New here?").click()
    begun(page, 1)
    page.get_by_role("button", name="I know derivatives").click()
    expect(page.locator(".title")).to_have_text("A network is a handful of numbers")
