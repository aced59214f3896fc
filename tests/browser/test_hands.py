"""Palms, pinches, pens and keys on the canvas, and screens of every width."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answering import TWO_FRAMES
from tests.browser.driver import Server
from tests.browser.paper import best, board, ink, opened, strokes

TOUCH = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
WIDTHS = (360, 641, 768, 1024)
ACROSS = [(80 + 11 * step, 60) for step in range(11)]
DOWN = [(190 - 7 * step, 60 + 16 * step) for step in range(11)]
# A pen on the canvas, and a palm that lies there: pointer events as a tablet sends them.
POINTER = """(canvas, [kind, id, type, x, y]) => {
    const { left, top } = canvas.getBoundingClientRect()
    const where = { pointerId: id, pointerType: type, clientX: left + x, clientY: top + y }
    canvas.dispatchEvent(new PointerEvent(kind, { ...where, bubbles: true, composed: true, cancelable: true }))
}"""
BEYOND = """() => {
    const main = document.querySelector("[data-testid=stMain]")
    return Math.max(document.documentElement.scrollWidth, main.scrollWidth)
}"""


@pytest.mark.parametrize("page", [TOUCH], indirect=True, ids=["touch"])
def test_the_first_finger_draws_a_palm_does_not_and_a_pinch_zooms(page: Page, server: Server) -> None:
    opened(page, server)
    touch = page.context.new_cdp_session(page)

    def fingers(kind: str, *points: tuple[float, float]) -> None:
        box = board(page).bounding_box()
        assert box
        places = [{"x": box["x"] + x, "y": box["y"] + y, "id": id} for id, (x, y) in enumerate(points)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    fingers("touchStart", ACROSS[0])
    for point in ACROSS:
        fingers("touchMove", point)
    fingers("touchStart", ACROSS[-1], (250, 260))
    for at, point in enumerate(DOWN):
        fingers("touchMove", point, (250 + at, 260 - at))
    fingers("touchEnd", DOWN[-1])
    fingers("touchEnd")
    strokes(page, 1)
    expect(best(page)).to_have_text("7")
    assert page.evaluate("visualViewport.scale") == 1
    for kind, id, pointer, x, y in (
        ("pointerdown", 7, "touch", 250, 250),
        ("pointermove", 7, "touch", 250, 230),  # so far that it draws
        ("pointerdown", 8, "pen", 100, 140),
        ("pointermove", 8, "pen", 180, 140),
        ("pointermove", 7, "touch", 40, 40),
        ("pointerup", 8, "pen", 180, 140),
        ("pointerup", 7, "touch", 40, 40),
        ("pointerdown", 9, "touch", 250, 250),  # the hand is laid down again
        ("pointerup", 9, "touch", 250, 250),
    ):
        board(page).evaluate(POINTER, [kind, id, pointer, x, y])
    strokes(page, 2)
    expect(best(page)).to_have_text("7")
    fingers("touchStart", (120, 140))
    fingers("touchStart", (120, 140), (160, 140))
    for step in range(1, 9):
        fingers("touchMove", (120 - 8 * step, 140), (160 + 8 * step, 140))
        page.evaluate(TWO_FRAMES)
    fingers("touchEnd")
    page.wait_for_function("visualViewport.scale > 1.5")
    strokes(page, 2)
    touch.detach()


def test_a_one_is_drawn_by_keyboard_and_taken_back(page: Page, server: Server) -> None:
    opened(page, server)
    blank = ink(page)
    page.get_by_role("radio", name="Draw").focus()
    page.keyboard.press("Tab")
    expect(board(page)).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="Arrow keys move the pen")).to_be_visible()
    assert ink(page) > blank  # a ring shows where the pen is
    for _ in range(9):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    for _ in range(18):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_text("Pen down, 140 across, 230 down")).to_be_visible()
    page.keyboard.press("Space")
    strokes(page, 1)
    expect(best(page)).to_have_text("1")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")  # drops that line
    page.keyboard.press("ControlOrMeta+z")
    strokes(page, 0)
    expect(board(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_text("Pen up")).to_have_count(0)


def test_nothing_is_cut_off_at_any_width(page: Page, server: Server) -> None:
    for name in ("", "explore", "practice", "train", "draw"):
        page.goto(f"{server.url}/{name}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if name == "draw":
            expect(board(page)).to_be_visible()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate(TWO_FRAMES)
            assert page.evaluate(BEYOND) <= width, (name, width)
            if name == "draw":
                for part in (board(page), page.get_by_role("radio", name="Image file")):
                    seen = part.evaluate("""part => {
                        const { right, top, height } = part.getBoundingClientRect()
                        const root = part.getRootNode()
                        const found = root.elementFromPoint(right - 3, top + height / 2)
                        return right <= innerWidth && (part === found || part.parentElement.contains(found))
                    }""")
                    assert seen, (width, str(part))
