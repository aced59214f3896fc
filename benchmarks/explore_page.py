"""How quick the page of races and surfaces is, beside an empty page in the same run: python -m benchmarks.explore_page

Each time is from a key press until the new picture or number is on screen, on both pages in turn.

* Slices: a weight is moved along its slice, and the slope of another one changes.
* Surface and paths: one update further along the descent, and the map's path or the sum of the shares changes.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Browser, Page

from benchmarks.browser import in_turns, p95
from benchmarks.page import APP, EMPTY, NUMBER_THERE, press, to_and_fro
from tests.browser.driver import Server, chromium, serve


@dataclass(frozen=True)
class Part:
    """A tab, what has the keyboard there, and what a key changes; both are selectors."""

    tab: str
    slider: str
    number: str
    words: str


PARTS = (
    Part("slices", '.panel[data-weight="w5"] svg', '.panel[data-weight="w1"] .heading', "weight, all slices"),
    Part("surface", ".walk .updates", ".map svg", "update, 101 × 101 surface and path"),
    Part("paths", ".walk .updates", ".balance", "update, streams and their table"),
)


def opened(browser: Browser, server: Server, part: Part) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{server.url}/explore?tab={part.tab}")
    page.locator(part.number).wait_for()
    page.wait_for_timeout(1000)
    page.locator(part.slider).focus()
    return page


Times = list[float]


def latency(browser: Browser, server: Server, empty: Server, part: Part, presses: int) -> tuple[Times, Times]:
    """Milliseconds of each press here and on the empty page."""
    here = opened(browser, server, part)
    there = browser.new_page(viewport={"width": 1280, "height": 900})
    there.goto(empty.url)
    there.locator(NUMBER_THERE).wait_for()
    there.get_by_role("slider").focus()
    ours, plain = in_turns(
        lambda k: press(here, part.number, to_and_fro(k)), lambda k: press(there, NUMBER_THERE, to_and_fro(k)), presses
    )
    here.close()
    there.close()
    return ours, plain


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--presses", type=int, default=60)
    options = parser.parse_args()
    print("| key press → new picture | p50 | p95 | empty page p50 | ratio of p50 |\n|---|---|---|---|---|")
    with chromium() as browser, serve(APP) as app, serve(EMPTY) as empty:
        for part in PARTS:
            ours, plain = latency(browser, app, empty, part, options.presses)
            here, there = median(ours), median(plain)
            print(
                f"| {part.words} | {here:.0f} ms | {p95(ours):.0f} ms | {there:.0f} ms | {here / there:.2f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
