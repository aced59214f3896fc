"""Drawing with a real mouse and a real finger."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from core.digits.drawing.strokes import from_file
from tests.browser.answering import answered, give
from tests.browser.driver import Server
from tests.browser.lesson import PHONE
from tests.browser.paper import ONE, SEVEN, Line, answer, best, board, draw, ink, opened, seven, shows, strokes


def test_draw_undo_erase_clear(page: Page, server: Server) -> None:
    opened(page, server)
    expect(answer(page)).to_have_text("No digit yet")
    blank = ink(page)  # an outline
    draw(page, SEVEN[0])
    expect(answer(page)).to_contain_text("7")
    first = ink(page)
    draw(page, SEVEN[1])
    strokes(page, 2)
    assert ink(page) > first
    page.get_by_role("button", name="Undo").click()
    strokes(page, 1)
    shows(page, first)  # the very same pixels, drawn by the page from what the browser had sent
    with answered(page):  # the canvas learns of the tool from the server
        page.get_by_role("radio", name="Eraser").click()
    draw(page, SEVEN[0], ((170, 70), (205, 70)))
    expect(answer(page)).to_have_text("No digit yet")
    with answered(page):
        page.get_by_role("radio", name="Pen").click()
    draw(page, ONE)
    expect(best(page)).to_have_text("1")
    page.get_by_role("button", name="Clear").click()
    expect(answer(page)).to_have_text("No digit yet")
    shows(page, blank)
    assert blank < first / 10
    draw(page, ONE)
    expect(best(page)).to_have_text("1")


def test_undo_as_often_as_one_likes(page: Page, server: Server) -> None:
    opened(page, server)
    for x in (60, 140, 220):
        draw(page, ((x, 60), (x, 220)))
    strokes(page, 3)
    for left in (2, 1):  # the canvas's own script fails now and then when it is replaced while it is being replaced
        page.get_by_role("button", name="Undo").click()
        strokes(page, left)
    expect(best(page)).to_have_text("1")
    page.get_by_role("button", name="Undo").click()
    expect(answer(page)).to_have_text("No digit yet")


def test_the_canvas_has_no_buttons_of_its_own(page: Page, server: Server) -> None:
    opened(page, server)
    board(page).hover(position={"x": 270, "y": 6})
    expect(page.locator(".dc-toolbar")).to_be_hidden()


def test_strokes_are_downloaded_and_loaded_again(page: Page, server: Server, tmp_path: Path) -> None:
    before = seven(page, server)
    page.get_by_role("button", name="File").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the strokes").click()
    download: Download = waiting.value
    file = tmp_path / "strokes.json"
    download.save_as(file)
    assert len(from_file(file.read_bytes())) == 2
    page.reload()
    expect(answer(page)).to_have_text("No digit yet")
    page.get_by_role("button", name="File").click()
    give(page, file)
    expect(best(page)).to_have_text("7")
    page.keyboard.press("Escape")
    shows(page, before)


def test_wrong_strokes_are_said(page: Page, server: Server, tmp_path: Path) -> None:
    opened(page, server)
    file = tmp_path / "strokes.json"
    file.write_text(json.dumps({"form": "backprop-lab strokes", "canvas": 280, "strokes": [{"pen": 1e9, "path": []}]}))
    page.get_by_role("button", name="File").click()
    give(page, file)
    expect(page.get_by_text("has no path")).to_be_visible()


def test_the_drawing_is_still_there_after_another_page(page: Page, server: Server) -> None:
    before = seven(page, server)
    page.get_by_role("link", name="Backprop").click()
    expect(page.locator(".title")).not_to_be_empty()
    page.get_by_role("link", name="Draw").click()
    expect(best(page)).to_have_text("7")
    expect(board(page)).to_be_visible()
    shows(page, before)


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
def test_a_finger_draws_and_does_not_scroll(page: Page, server: Server) -> None:
    opened(page, server)
    touch = page.context.new_cdp_session(page)

    def swipe(line: Line) -> None:
        for place, (x, y) in enumerate(line):
            kind = "touchMove" if place else "touchStart"
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    scrolled = "Math.max(...[...document.querySelectorAll('*')].map(each => each.scrollTop))"
    box = board(page).bounding_box()
    assert box
    corner, edge = box["x"] + 262, box["y"] + 8  # where the canvas's own buttons would be
    swipe([(corner - step, edge + 11 * step) for step in range(22)])
    expect(answer(page)).to_contain_text("1")
    assert page.evaluate(scrolled) == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    swipe([(box["x"] + 320, box["y"] + 250 - 11 * step) for step in range(22)])  # beside the canvas
    page.wait_for_function(f"{scrolled} > 50")  # so that the test would have noticed
    touch.detach()
