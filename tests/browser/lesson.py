"""The backprop page in a browser: how to open it and how to read it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from core.backprop.renderings.number import format_number
from tests.browser.driver import Server

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def open_lesson(page: Page, server: Server, link: str = "") -> None:
    page.goto(f"{server.url}/{link}")
    expect(page.locator(".title")).not_to_be_empty()
    page.evaluate("document.activeElement.blur()")


def shown(page: Page, symbol: str) -> Locator:
    """The text of one number in the picture that is visible."""
    return page.locator(f'.picture svg:visible [data-id="{symbol}"]')


def number(x: object) -> str:
    return format_number(float(x))  # type: ignore[arg-type]


def set_number(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(f"{label}, typed")
    field.fill(text)
    field.press("Enter")
