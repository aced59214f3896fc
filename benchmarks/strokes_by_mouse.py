"""Digits drawn with a real mouse in a real browser, beside the same strokes drawn offline.

    python -m benchmarks.strokes_by_mouse FILE

Some of the pen-drawn digits of a strokes file (benchmarks/strokes.py has its format) are drawn on the Draw page, point
by point, and what it takes them for is read off its bars. Offline the same points become pixels as in
benchmarks/strokes.py. The page's canvas draws smoother lines than straight ones from point to point, so probabilities
differ a little; the digits should not.
"""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, expect

from benchmarks.strokes import SIZES, Written, canvas, read
from core.digits.classifier import load_classifier
from core.digits.drawing.strokes import CANVAS
from core.digits.preprocess import prepare
from tests.browser.driver import chromium, serve

PEN = 20.0  # pixels, what the page begins with
PATIENCE = 60_000  # milliseconds
NONE = "Ten probabilities, none yet."
BOARD = "canvas.upper-canvas"


def drawn(page: Page, digit: Written, size: float, place: tuple[float, float]) -> int:
    """Draws a digit as `benchmarks.strokes.canvas` lays it out, and returns what the page takes it for."""
    box = page.locator(BOARD).bounding_box()
    assert box
    extent = np.max([stroke.max(axis=0) for stroke in digit.strokes], axis=0)
    scale = (size - PEN) / max(extent.max(), 1e-9)
    corner = PEN / 2 + np.array(place) * (CANVAS - PEN - extent * scale) + (box["x"], box["y"])
    for stroke in digit.strokes:
        points = (stroke * scale + corner).tolist()
        page.mouse.move(*points[0])
        page.mouse.down()
        for x, y in points[1:] or points:
            page.mouse.move(x, y)
        page.mouse.up()
    expect(page.locator(BOARD)).to_have_attribute(
        "aria-label", re.compile(rf": {len(digit.strokes)} strokes?$"), timeout=PATIENCE
    )
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE)
    taken = int((page.locator(".bars").first.get_attribute("aria-label") or "").split(":")[0])
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".bars").first).to_have_attribute("aria-label", NONE, timeout=PATIENCE)
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description="Digits drawn with a real mouse, beside the same strokes offline.")
    parser.add_argument("strokes", type=Path, nargs="?", default=os.environ.get("STROKES"), help="the strokes file")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0, help="of the choice, sizes and places")
    given = parser.parse_args()
    if given.strokes is None or not Path(given.strokes).is_file():
        parser.error("name a strokes file, or set STROKES to one")
    rng = np.random.default_rng(given.seed)
    everyone = read(Path(given.strokes))
    digits = [everyone[index] for index in rng.choice(len(everyone), given.count, replace=False)]
    layouts = [(float(rng.uniform(*SIZES)), (float(rng.random()), float(rng.random()))) for _ in digits]

    pictures = [canvas(digit, PEN, size, place) for digit, (size, place) in zip(digits, layouts, strict=True)]
    offline = load_classifier().predict(np.stack([prepare(picture) for picture in pictures])).argmax(axis=1)
    with serve() as server, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{server.url}/draw")
        page.locator(BOARD).wait_for(timeout=PATIENCE)
        page.locator(BOARD).scroll_into_view_if_needed()
        by_mouse = np.array([drawn(page, digit, *layout) for digit, layout in zip(digits, layouts, strict=True)])

    labels = np.array([digit.label for digit in digits])
    print(f"| {given.count} digits | |\n|---|---|")
    print(f"| drawn by mouse on the page, read right | {(by_mouse == labels).sum()} |")
    print(f"| drawn offline, read right | {(offline == labels).sum()} |")
    print(f"| read as the same digit both ways | {(by_mouse == offline).sum()} |")
    for index in np.flatnonzero(by_mouse != offline):
        what = f"a {labels[index]} of {layouts[index][0]:.0f} pixels"
        print(f"| {what} | {by_mouse[index]} by mouse, {offline[index]} offline |")


if __name__ == "__main__":
    main()
