"""Predict, then see: the gate asks before a number is shown, by mouse, by keys and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from core.backprop.engine.network import Network
from tests.browser.driver import Server
from tests.browser.lesson import PHONE, number, open_lesson, shown


def test_the_gate_asks_first_and_keeps_the_score_in_the_browser(page: Page, server: Server) -> None:
    gradients = Network().gradients()
    open_lesson(page, server, "?step=d-w5")
    gate, said = page.get_by_role("group", name="Your prediction"), page.locator(".gate-said")
    page.keyboard.press("ArrowRight")  # off by default
    expect(page.locator(".phase")).to_have_text("backward · step 17 of 43")
    expect(gate).to_be_hidden()
    page.keyboard.press("ArrowLeft")
    page.get_by_label("Predict first").check()
    page.evaluate("document.activeElement.blur()")

    page.keyboard.press("ArrowRight")
    expect(gate).to_contain_text("Which is larger, signs aside")
    expect(shown(page, "∂E_total/∂w6")).to_have_text("?")
    expect(page.locator(".sentence")).to_be_hidden()
    page.keyboard.press("ArrowLeft")  # never blocked
    expect(page.locator(".phase")).to_have_text("backward · step 16 of 43")
    expect(gate).to_be_hidden()
    page.keyboard.press("ArrowRight")  # it was asked already
    expect(shown(page, "∂E_total/∂w6")).to_have_text(number(gradients["w6"]))

    page.keyboard.press("ArrowRight")  # E2, whose factor is 1
    page.keyboard.press("ArrowRight")
    expect(gate).to_contain_text("What sign has")
    page.keyboard.press("ArrowRight")  # to the choices, not past them
    expect(gate.get_by_role("button", name="positive")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(said).to_have_text("Right: ∂Etotal/∂ao2 is negative. 1 of 1 predicted.")
    expect(said).to_be_focused()
    expect(shown(page, "∂E_total/∂a_o2")).to_have_text(number(gradients["a_o2"]))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("1")
    expect(said).to_have_text("No: ∂Etotal/∂o2 is negative. 1 of 2 predicted.")

    page.reload()
    expect(page.get_by_label("Predict first")).to_be_checked()
    page.evaluate("document.activeElement.blur()")
    page.locator(".phase-name", has_text="Update").click()
    page.get_by_role("button", name="Show me").click()
    expect(said).to_have_text("You wanted to see it: w1 goes down. 1 of 3 predicted.")

    page.keyboard.press("ArrowRight")
    expect(gate).to_contain_text("Which way does")
    page.get_by_role("button", name="Next update").click()  # elsewhere there is nothing to hide
    expect(page.locator(".phase")).to_have_text("start · step 1 of 43 · after 1 update")
    expect(gate).to_be_hidden()
    expect(shown(page, "w1")).to_have_text(number(Network().updated(0.5).numbers["w1"]))


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
def test_a_phone_has_room_for_it_and_playing_waits(page: Page, server: Server) -> None:
    open_lesson(page, server, "?step=d-E1")
    page.get_by_label("Predict first").check()
    page.get_by_role("button", name="Play").click()
    choices = page.get_by_role("group", name="Your prediction").get_by_role("button")
    expect(choices).to_have_count(4)
    expect(page.get_by_role("button", name="Play")).to_be_visible()  # it waits
    for box in (choice.bounding_box() for choice in choices.all()):
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["height"] >= 24
    choices.first.tap()
    expect(page.locator(".gate-said")).to_contain_text("1 of 1 predicted")
