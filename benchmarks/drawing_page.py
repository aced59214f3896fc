"""How quick the Draw page is, beside a page with nothing but its canvas: python -m benchmarks.drawing_page

* Pen up until the new bars are on screen, on the Draw page and, until the sum of the pixels is, on the other, in turns.
  The canvas itself waits 200 ms before it sends anything; that is in both.
* The same with each of the page's parts open.
* The first stroke on a fresh server beside the tenth, half a minute after somebody opened another page.
"""

from __future__ import annotations

import argparse
from statistics import median

from playwright.sync_api import Browser, Page

from benchmarks.browser import in_turns, measured, p95, watch
from tests.browser.driver import ROOT, chromium, serve

EMPTY = ROOT / "benchmarks" / "empty_canvas.py"
PARTS = ("How the machine sees it", "Through the layers", "Why this digit", "Backward", "Teach it")
BARS = ".bars"
SUM = '[data-testid="stText"]'
WARM = 30_000  # ms after which a server has surely imported PyTorch


def opened(browser: Browser, url: str, shown: str) -> Page:
    """A page on which the canvas and the element `shown` are there."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(url)
    page.locator(shown).first.wait_for(timeout=120_000)
    page.locator("canvas.upper-canvas").wait_for(timeout=120_000)
    page.wait_for_timeout(1000)
    return page


def stroke(page: Page, shown: str, number: int) -> float:
    """Draws one short line, a little elsewhere each time, and returns the milliseconds until the page has answered."""
    page.locator("canvas.upper-canvas").scroll_into_view_if_needed()
    box = page.locator("canvas.upper-canvas").bounding_box()
    assert box
    x, y = box["x"] + 60 + 37 * number % 160, box["y"] + 40 + 53 * number % 140
    watch(page.locator(shown).first, "mouseup")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 9, y + 60, steps=4)
    page.mouse.up()
    milliseconds = measured(page)
    page.wait_for_timeout(250)
    return milliseconds


def latency(browser: Browser, strokes: int) -> None:
    with serve() as app, serve(EMPTY) as empty:
        here, there = opened(browser, f"{app.url}/draw", BARS), opened(browser, empty.url, SUM)
        drawn, plain = in_turns(
            lambda number: stroke(here, BARS, number), lambda number: stroke(there, SUM, number), strokes, warm=3
        )
        print("| pen up → on screen | p50 | p95 |\n|---|---|---|")
        print(f"| ten bars | {median(drawn):.0f} ms | {p95(drawn):.0f} ms |")
        print(
            f"| the sum of the pixels, on a page with the same canvas | {median(plain):.0f} ms | {p95(plain):.0f} ms |"
        )
        print(f"| ratio | {median(drawn) / median(plain):.2f} | {p95(drawn) / p95(plain):.2f} |")
        for part in PARTS:
            here.get_by_test_id("stButtonGroup").get_by_text(part, exact=True).click()
            here.wait_for_timeout(3000)
            times_open = [stroke(here, BARS, number) for number in range(max(6, strokes // 4))][2:]
            print(f"| ten bars, with “{part}” open | {median(times_open):.0f} ms | {p95(times_open):.0f} ms |")
        print()


def first_stroke(browser: Browser) -> None:
    with serve() as app:
        page = browser.new_page()
        page.goto(app.url)
        page.locator(".title").wait_for()
        page.wait_for_timeout(WARM)
        page = opened(browser, f"{app.url}/draw", BARS)
        times = [stroke(page, BARS, number) for number in range(10)]
    print("| half a minute after the server's first page | pen up → ten bars |\n|---|---|")
    print(f"| first stroke | {times[0]:.0f} ms |\n| tenth stroke | {times[9]:.0f} ms |\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--strokes", type=int, default=40)
    options = parser.parse_args()
    with chromium() as browser:
        latency(browser, options.strokes)
        first_stroke(browser)


if __name__ == "__main__":
    main()
