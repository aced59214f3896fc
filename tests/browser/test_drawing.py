"""The Draw page with a real mouse and a real finger."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Download, Locator, Page, expect

from core.digits.drawn.pen import from_file
from tests.browser.driver import Server
from tests.browser.lesson import PHONE

Line = Sequence[tuple[float, float]]
SEVEN: tuple[Line, ...] = (((80, 60), (190, 55), (120, 220)), ((100, 140), (180, 140)))
ONE: Line = ((140, 45), (138, 235))


def opened(page: Page, server: Server, link: str = "") -> Page:
    page.goto(f"{server.url}/draw{link}")
    expect(page.locator(".bars .bar")).to_have_count(10, timeout=60_000)
    if not link:
        expect(board(page)).to_be_visible(timeout=60_000)
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


def answer(page: Page) -> Locator:
    return page.get_by_role("heading", level=2).first


def best(page: Page) -> Locator:
    return page.locator(".bars .best .digit").first


def look_closer(page: Page, part: str) -> None:
    page.get_by_test_id("stButtonGroup").get_by_text(part, exact=True).click()


def ink(page: Page) -> int:
    """How dark the canvas is."""
    shot = Image.open(io.BytesIO(board(page).screenshot())).convert("L")
    return int((255 - np.asarray(shot, np.int64)).sum())


def test_draw_undo_erase_clear(page: Page, server: Server) -> None:
    opened(page, server)
    expect(answer(page)).to_have_text("No digit yet")
    draw(page, SEVEN[0])
    expect(answer(page)).to_contain_text("7")
    first = ink(page)
    draw(page, SEVEN[1])
    strokes(page, 2)
    assert ink(page) > first
    page.get_by_role("button", name="Undo").click()
    strokes(page, 1)
    page.wait_for_timeout(500)
    assert ink(page) == first  # the very same pixels, drawn by the page from what the browser had sent
    page.get_by_role("radio", name="Eraser").click()
    page.wait_for_timeout(1000)  # the canvas learns of the tool from the server
    draw(page, SEVEN[0], ((170, 70), (205, 70)))
    expect(answer(page)).to_have_text("No digit yet")
    page.get_by_role("radio", name="Pen").click()
    page.wait_for_timeout(1000)
    draw(page, ONE)
    expect(best(page)).to_have_text("1")
    page.get_by_role("button", name="Clear").click()
    expect(answer(page)).to_have_text("No digit yet")
    assert ink(page) < first / 10  # an outline
    draw(page, ONE)
    expect(best(page)).to_have_text("1")


def test_undo_as_often_as_one_likes_and_as_fast(page: Page, server: Server) -> None:
    opened(page, server)
    for x in (60, 140, 220):
        draw(page, ((x, 60), (x, 220)))
    strokes(page, 3)
    for _ in range(2):
        page.get_by_role("button", name="Undo").click()
    expect(best(page)).to_have_text("1")
    page.get_by_role("button", name="Undo").click()
    expect(answer(page)).to_have_text("No digit yet")


def test_the_canvas_has_no_buttons_of_its_own(page: Page, server: Server) -> None:
    opened(page, server)
    board(page).hover(position={"x": 270, "y": 6})
    expect(page.locator(".dc-toolbar")).to_be_hidden()


def test_strokes_are_downloaded_and_loaded_again(page: Page, server: Server, tmp_path: Path) -> None:
    opened(page, server)
    draw(page, *SEVEN)
    strokes(page, 2)
    expect(best(page)).to_have_text("7")
    before = ink(page)
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
    page.locator('input[type="file"]').set_input_files(file)
    expect(best(page)).to_have_text("7")
    page.keyboard.press("Escape")
    page.wait_for_timeout(500)
    assert ink(page) == before


def test_wrong_strokes_are_said(page: Page, server: Server, tmp_path: Path) -> None:
    opened(page, server)
    file = tmp_path / "strokes.json"
    file.write_text(json.dumps({"form": "backprop-lab strokes", "canvas": 280, "strokes": [{"pen": 1e9, "path": []}]}))
    page.get_by_role("button", name="File").click()
    page.locator('input[type="file"]').set_input_files(file)
    expect(page.get_by_text("has no path")).to_be_visible()


def test_a_click_on_a_value_writes_its_arithmetic_out(page: Page, server: Server) -> None:
    opened(page, server)
    draw(page, *SEVEN)
    strokes(page, 2)
    expect(best(page)).to_have_text("7")
    look_closer(page, "Through the layers")
    page.locator('.grid[data-operation="layer2.conv"] canvas').nth(3).click(position={"x": 20, "y": 20})
    expect(page.get_by_text("The network's own 32 bits")).to_be_visible()
    expect(page.locator(".image .field")).to_be_visible()
    expect(page.get_by_text("w, the kernel")).to_be_visible()


def test_every_part_opens_and_follows_the_next_stroke(page: Page, server: Server) -> None:
    opened(page, server)
    draw(page, SEVEN[0])
    for part, sign in (
        ("How the machine sees it", "Each left out on its own"),
        ("Why this digit", "None of them says"),
        ("Backward", "autograd"),
        ("Teach it", "Drawings of your own"),
    ):
        look_closer(page, part)
        expect(page.get_by_text(sign).first).to_be_visible()
    draw(page, SEVEN[1])
    page.get_by_role("button", name="One step").click()
    expect(page.get_by_text("it now reads")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Your own copy, taught 1 step")).to_be_visible()
    page.get_by_role("button", name="Forget it").click()
    expect(page.get_by_text("Your own copy")).to_have_count(0)


def test_the_drawing_is_still_there_after_another_page(page: Page, server: Server) -> None:
    opened(page, server)
    draw(page, *SEVEN)
    strokes(page, 2)
    expect(best(page)).to_have_text("7")
    before = ink(page)
    page.get_by_role("link", name="Backprop, step by step").click()
    expect(page.locator(".title")).not_to_be_empty()
    page.get_by_role("link", name="Draw a digit").click()
    expect(best(page)).to_have_text("7")
    expect(board(page)).to_be_visible()
    page.wait_for_timeout(800)
    assert ink(page) == before


def test_without_a_mouse_there_is_a_test_image_to_pick(page: Page, server: Server) -> None:
    opened(page, server, "?image=3&data=synthetic")
    expect(page).to_have_url(f"{server.url}/draw?image=3&data=synthetic")
    page.get_by_label("Number").fill("5")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{server.url}/draw?image=5&data=synthetic")
    expect(page.get_by_role("option", selected=True)).to_contain_text("5: a")
    caption = page.get_by_role("option", selected=True).inner_text()
    expect(best(page)).to_have_text(caption.strip()[-1])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "no image that can be read"),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff\x08\0\0\0\0\x1f\xff\xff\xff",
            "megapixels|damaged|no image",
        ),
        (b"", "empty|Empty|no image"),
    ],
)
def test_hostile_files_are_said(page: Page, server: Server, content: bytes, sentence: str) -> None:
    opened(page, server)
    page.get_by_text("Image file").click()
    page.locator('input[type="file"]').set_input_files({"name": "x.png", "mimeType": "image/png", "buffer": content})
    expect(page.get_by_text(re.compile(sentence)).first).to_be_visible()


def test_an_image_file_is_read(page: Page, server: Server) -> None:
    opened(page, server)
    picture = Image.new("RGB", (600, 400), "black")
    ImageDraw.Draw(picture).line([(350, 80), (480, 80), (400, 340)], "yellow", 24)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    page.get_by_text("Image file").click()
    expect(answer(page)).to_have_text("No digit yet")
    page.locator('input[type="file"]').set_input_files(
        {"name": "x.png", "mimeType": "image/png", "buffer": buffer.getvalue()}
    )
    expect(answer(page)).to_contain_text("7")


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
def test_a_finger_draws_and_does_not_scroll(page: Page, server: Server) -> None:
    opened(page, server)
    touch = page.context.new_cdp_session(page)

    def swipe(line: Line) -> None:
        for place, (x, y) in enumerate(line):
            kind = "touchMove" if place else "touchStart"
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def scrolled() -> float:
        return float(page.evaluate("Math.max(...[...document.querySelectorAll('*')].map(each => each.scrollTop))"))

    box = board(page).bounding_box()
    assert box
    corner, edge = box["x"] + 262, box["y"] + 8  # where the canvas's own buttons would be
    swipe([(corner - step, edge + 11 * step) for step in range(22)])
    expect(answer(page)).to_contain_text("1")
    assert scrolled() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    swipe([(box["x"] + 320, box["y"] + 250 - 11 * step) for step in range(22)])  # beside the canvas
    page.wait_for_timeout(500)
    assert scrolled() > 50  # so that the test would have noticed


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="only Linux tells what a process has loaded")
def test_the_first_visit_of_any_page_warms_the_network(cold_server: Server, page: Page) -> None:
    maps = Path(f"/proc/{cold_server.pid}/maps")
    assert "libtorch" not in maps.read_text()
    page.goto(cold_server.url)
    expect(page.locator(".title")).not_to_be_empty()
    for _ in range(120):
        if "libtorch" in maps.read_text():
            break
        page.wait_for_timeout(500)
    assert "libtorch" in maps.read_text()
