"""Pointing at a symbol lights it wherever it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import Server
from tests.browser.lesson import PHONE, open_lesson, shown, walk


def test_pointing_at_a_symbol_lights_the_picture_and_the_other_way_round(page: Page, server: Server) -> None:
    open_lesson(page, server, "?step=d-w5")
    label = page.locator('.picture svg.wide .label[data-field="w5"]')
    page.locator('.equation [data-id="∂o1/∂w5"]').hover()
    expect(label).to_have_class("label given lit hot")
    page.locator('.equation [data-id="a_h1"]').first.hover()
    expect(page.locator('.picture svg.wide .node[data-ids^="a_h1|"]')).to_have_class("node lit hot")
    expect(label).not_to_have_class("label given lit hot")
    label.hover()
    expect(page.locator('.equation [data-id="∂E_total/∂w5"]')).to_have_class("gradient hot")
    shown(page, "a_h1").hover()
    expect(page.locator('.equation mn[data-id="a_h1"]')).to_have_class("forward hot")
    page.keyboard.press("ArrowLeft")
    lens = page.locator(".picture svg.wide .lens")  # back through the sigmoid, which is drawn there
    expect(lens).to_contain_text("slope a · (1 − a) = 0.2387")
    page.keyboard.press("ArrowRight")
    expect(lens).to_have_count(0)
    expect(page.locator('.equation mn[data-id="a_h1"]')).to_have_class("forward hot")


@pytest.mark.parametrize("page", [{}, PHONE], indirect=True, ids=["wide", "tall"])
def test_every_symbol_of_every_equation_lights_something_in_the_picture(page: Page, server: Server) -> None:
    open_lesson(page, server, "?step=idea-1")
    dark = {symbol for step in walk(page) for symbol in step.dark}
    assert dark == {"learning_rate"}  # which lights its slider
