"""One place for all pages: whoever changes its numbers, every page says so, and leads back to the preset's."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.driver import Server
from tests.browser.lesson import open_lesson, set_number, shown


def test_a_click_on_the_surface_makes_them_the_learners_own_on_every_page(page: Page, server: Server) -> None:
    open_lesson(page, server)
    start_from = page.get_by_role("combobox", name=re.compile("Start from"))
    expect(start_from).to_have_value("The worksheet")
    page.get_by_role("link", name="Explore").click()
    expect(page.get_by_text("The worksheet", exact=True)).to_be_visible()
    page.get_by_role("tab", name="Surface").click()
    page.locator(".st-key-surface svg").first.click(position={"x": 200, "y": 100})
    expect(page.get_by_text(re.compile("Your own numbers: w5 0.4 → .*, w7 0.5 → "))).to_be_visible()

    page.get_by_role("link", name="Practise").click()
    expect(page.get_by_text(re.compile("Your own numbers: w5 .* set on “Race and surfaces”"))).to_be_visible()
    numbers = page.get_by_role("combobox", name=re.compile("Numbers"))
    expect(numbers).to_have_value("Your own numbers")
    page.get_by_role("button", name="Practise with the worksheet's").click()
    expect(numbers).to_have_value("The worksheet")
    expect(shown(page, "w5")).to_have_text("0.4")

    page.get_by_role("link", name="Backprop").click()
    expect(start_from).to_have_value("Your own numbers")
    expect(page.get_by_text(re.compile("w5 .* set on “Race and surfaces”"))).to_be_visible()
    page.get_by_role("button", name="Back to the worksheet").click()
    expect(start_from).to_have_value("The worksheet")
    expect(shown(page, "w5")).to_have_text("0.4")
    set_number(page, "weight w5", "0.62")
    expect(start_from).to_have_value("Your own numbers")
    expect(page.get_by_text("Your own numbers: w5 0.4 → 0.62", exact=True)).to_be_visible()
