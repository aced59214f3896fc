"""How quick the backprop page is in a real browser, beside an empty page in the same run: python -m benchmarks.page

* Key press on a weight's slider until the new number is on screen: 100 presses on each page, alternating.
* Arrow key until the next step is on screen.
* Cold start: from the start of the server to a page that answers, five times each, alternating.
* Memory of the server before and after 200 steps and 200 changed weights (Linux only).
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page

from benchmarks.browser import in_turns, measured, memory, p95, watch
from tests.browser.driver import ROOT, Server, chromium, serve

EMPTY = ROOT / "benchmarks" / "empty_page.py"
APP = ROOT / "app.py"
NUMBER_HERE = '.picture svg.wide [data-id="w5"]'
NUMBER_THERE = '[data-testid="stText"]'


def opened(browser: Browser, server: Server, number: str) -> Page:
    """A page of the server on which `number`, a selector, is shown."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{server.url}/?step=start")  # not what a first visit begins with
    page.locator(number).wait_for()
    return page


def press(page: Page, number: str, key: str) -> float:
    """Milliseconds from a key to the change of `number`."""
    watch(page.locator(number), "keydown")
    page.keyboard.press(key)
    milliseconds = measured(page)
    page.wait_for_timeout(40)
    return milliseconds


def to_and_fro(k: int) -> str:
    """The key of a slider's k-th press: ten up, ten down."""
    return "ArrowRight" if k % 20 < 10 else "ArrowLeft"


def latency(browser: Browser, presses: int) -> None:
    with serve(APP) as app, serve(EMPTY) as empty:
        here, there = opened(browser, app, NUMBER_HERE), opened(browser, empty, NUMBER_THERE)
        here.get_by_role("slider", name="weight w5").focus()
        there.get_by_role("slider").focus()
        lesson, plain = in_turns(
            lambda k: press(here, NUMBER_HERE, to_and_fro(k)),
            lambda k: press(there, NUMBER_THERE, to_and_fro(k)),
            presses,
        )
        here.evaluate("document.activeElement.blur()")
        steps = [press(here, ".phase", "ArrowRight") for _ in range(40)]
        here.get_by_role("button", name="+1000").click()
        here.get_by_text("after 1000 updates").wait_for()
        here.get_by_role("slider", name="learning rate").focus()
        runs = [press(here, NUMBER_HERE, "ArrowRight") for _ in range(25)][5:]
    ratio = median(lesson) / median(plain)
    print("| in the browser | p50 | p95 |\n|---|---|---|")
    print(f"| key on a weight's slider → new number | {median(lesson):.0f} ms | {p95(lesson):.0f} ms |")
    print(f"| the same on an empty page | {median(plain):.0f} ms | {p95(plain):.0f} ms |")
    print(f"| ratio | {ratio:.2f} | {p95(lesson) / p95(plain):.2f} |")
    print(f"| key on the learning rate's slider, 1,000 updates run anew | {median(runs):.0f} ms | {p95(runs):.0f} ms |")
    print(f"| arrow key → next step | {median(steps):.0f} ms | {p95(steps):.0f} ms |\n")


def cold_start(browser: Browser, times: int) -> None:
    seconds: dict[Path, list[float]] = {APP: [], EMPTY: []}
    for _ in range(times):
        for path, number in ((APP, NUMBER_HERE), (EMPTY, NUMBER_THERE)):
            started = time.perf_counter()
            with serve(path) as server:
                page = opened(browser, server, number)
                seconds[path].append(time.perf_counter() - started)
                page.close()
    here, there = median(seconds[APP]), median(seconds[EMPTY])
    print("| cold start, server and first page | median |\n|---|---|")
    print(f"| backprop page | {here:.2f} s |\n| empty page | {there:.2f} s |\n| ratio | {here / there:.2f} |\n")


def growth(browser: Browser, steps: int) -> None:
    with serve(APP) as server:
        page = opened(browser, server, NUMBER_HERE)
        page.wait_for_timeout(500)
        before = memory(server.pid)
        for k in range(steps):
            page.keyboard.press("ArrowRight" if k % 86 < 43 else "ArrowLeft")
        page.get_by_role("slider", name="weight w5").focus()
        for k in range(steps):
            press(page, NUMBER_HERE, "ArrowRight" if k % 40 < 20 else "ArrowLeft")
        after = memory(server.pid)
    print("| memory of the server | MB |\n|---|---|")
    print(f"| after the first visit | {before:.0f} |\n| after {steps} steps and {steps} changes | {after:.0f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--presses", type=int, default=100)
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--steps", type=int, default=200)
    options = parser.parse_args()
    with chromium() as browser:
        latency(browser, options.presses)
        cold_start(browser, options.starts)
        growth(browser, options.steps)


if __name__ == "__main__":
    main()
