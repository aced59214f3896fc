"""What the Draw page makes of a drawing, of test images and of files."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from tests.browser.answering import give, settled
from tests.browser.driver import Server
from tests.browser.paper import SEVEN, answer, best, draw, opened, seven, strokes
from tests.waiting import until

PASTE = """async () => {
  const canvas = new OffscreenCanvas(300, 300), pen = canvas.getContext("2d")
  pen.fillStyle = "white"
  pen.fillRect(0, 0, 300, 300)
  pen.fillStyle = "black"
  pen.fillRect(140, 50, 22, 200)
  const clipboardData = new DataTransfer()
  clipboardData.items.add(new File([await canvas.convertToBlob()], "image.png", { type: "image/png" }))
  document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }))
}"""  # an upright line, as if it had been copied elsewhere


def look_closer(page: Page, part: str) -> None:
    page.get_by_test_id("stButtonGroup").get_by_text(part, exact=True).click()


def test_a_click_on_a_value_writes_its_arithmetic_out(page: Page, server: Server) -> None:
    seven(page, server)
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
    strokes(page, 2)
    page.get_by_role("button", name="One step").click()
    expect(page.get_by_text("it now reads")).to_be_visible()
    expect(page.get_by_text("Your own copy, taught 1 step")).to_be_visible()
    page.get_by_role("button", name="Forget it").click()
    expect(page.get_by_text("Your own copy")).to_have_count(0)


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
    give(page, {"name": "x.png", "mimeType": "image/png", "buffer": content})
    expect(page.get_by_text(re.compile(sentence)).first).to_be_visible()


def test_an_image_file_is_read(page: Page, server: Server) -> None:
    opened(page, server)
    picture = Image.new("RGB", (600, 400), "black")
    ImageDraw.Draw(picture).line([(350, 80), (480, 80), (400, 340)], "yellow", 24)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    page.get_by_text("Image file").click()
    expect(answer(page)).to_have_text("No digit yet")
    give(page, {"name": "x.png", "mimeType": "image/png", "buffer": buffer.getvalue()})
    expect(answer(page)).to_contain_text("7")
    settled(page)
    page.evaluate(PASTE)
    expect(answer(page)).to_contain_text("1")


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="only Linux tells what a process has loaded")
def test_the_first_visit_of_any_page_warms_the_network(cold_server: Server, page: Page) -> None:
    maps = Path(f"/proc/{cold_server.pid}/maps")
    assert "libtorch" not in maps.read_text()
    page.goto(cold_server.url)
    expect(page.locator(".title")).not_to_be_empty()
    until(lambda: "libtorch" in maps.read_text())
