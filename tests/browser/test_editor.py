"""A network is built on the Train page: what does not fit is said, and the address restores it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from core.digits.design import Design
from tests.browser.answering import answered
from tests.browser.driver import Server

START = "c8k5 relu bn max2 c10 gap logsoftmax"


def test_a_network_is_built_and_its_address_restores_it(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/train?design={START.replace(' ', '+')}")
    rows, count = page.locator(".editor .row"), page.locator(".editor .count")
    expect(rows).to_have_count(7)
    expect(count).to_have_text(f"{Design.parse(START).parameters:,} parameters")
    start = page.get_by_role("button", name="Start training")
    maps = page.get_by_label("Convolution: maps").first
    for width in (9, 10, 11):
        maps.press("ArrowUp")
        expect(maps).to_have_value(str(width))
        expect(count).to_have_text(f"{Design.parse(START.replace('c8', f'c{width}')).parameters:,} parameters")
    kernel = page.get_by_label("Convolution: kernel").last
    kernel.fill("13")
    expect(rows.nth(4).locator(".problem")).to_have_text("A 13×13 kernel does not fit on maps of 12×12.")
    expect(start).to_be_disabled()
    kernel.press("Control+z")
    expect(rows.nth(4).locator(".problem")).to_be_empty()
    expect(start).to_be_enabled()
    rows.nth(1).get_by_role("button", name="Move down").focus()
    for _ in range(2):
        page.keyboard.press("Alt+ArrowDown")
    expect(rows.nth(3).locator(".title")).to_have_text("ReLU")
    expect(page.get_by_role("button", name="Move down: ReLU")).to_be_focused()
    page.get_by_label("Operation to add").select_option("Dropout")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(rows.nth(4).locator(".title")).to_have_text("Dropout")
    page.get_by_role("button", name="Remove: Batch normalisation").press("Enter")
    expect(rows).to_have_count(7)
    with answered(page):
        page.get_by_label("Budget of parameters").select_option("8,000")
    expect(page.locator(".budget-text")).to_contain_text("of the budget of 8,000")
    expected = "c11k5 max2 relu drop0.05 c10 gap logsoftmax"
    expect(page).to_have_url(re.compile(re.escape(expected.replace(" ", "+")) + "$"))
    page.reload()
    expect(rows).to_have_count(7)
    assert [row.locator(".title").inner_text() for row in rows.all()[1:4]] == ["Max pooling", "ReLU", "Dropout"]
