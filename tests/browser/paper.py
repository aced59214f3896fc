"""The Draw page in a browser: how to open it, to draw on it and to read it."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.driver import Server
from tests.waiting import until

Line = Sequence[tuple[float, float]]
SEVEN: tuple[Line, ...] = (((80, 60), (190, 55), (120, 220)), ((100, 140), (180, 140)))
ONE: Line = ((140, 45), (138, 235))


def opened(page: Page, server: Server, link: str = "") -> Page:
    page.goto(f"{server.url}/draw{link}")
    expect(page.locator(".bars .bar")).to_have_count(10)
    if not link:
        expect(board(page)).to_be_visible()
    return page


def board(page: Page) -> Locator:
    return page.locator("canvas.upper-canvas")


def draw(page: Page, *lines: Line) -> None:
    """With the mouse, as a hand does it: down, along, up."""
    board(page).scroll_into_view_if_needed()
    box = board(page).bounding_box()
    assert box
    for line in lines:
        (x, y), *others = line
        page.mouse.move(box["x"] + x, box["y"] + y)
        page.mouse.down()
        for x, y in others:
            page.mouse.move(box["x"] + x, box["y"] + y, steps=10)
        page.mouse.up()


def strokes(page: Page, count: int) -> None:
    """Waits until the page knows of so many strokes: the canvas waits a moment before it sends."""
    expect(board(page)).to_have_attribute("aria-label", re.compile(rf": {count} strokes?$"))


def seven(page: Page, server: Server) -> int:
    """Opens the page and draws a seven with a bar; how dark that makes the canvas."""
    opened(page, server)
    draw(page, *SEVEN)
    strokes(page, 2)
    expect(best(page)).to_have_text("7")
    return ink(page)


def answer(page: Page) -> Locator:
    return page.get_by_role("heading", level=2).first


def best(page: Page) -> Locator:
    return page.locator(".bars .best .digit").first


def ink(page: Page) -> int:
    """How dark the canvas is."""
    shot = Image.open(io.BytesIO(board(page).screenshot())).convert("L")
    return int((255 - np.asarray(shot, np.int64)).sum())


def shows(page: Page, dark: int) -> None:
    """Waits until the canvas is exactly so dark: what it is handed, it draws a moment later."""
    until(lambda: ink(page) == dark, pause=0.1)
