"""Keys in the editor of a network until its table has the new numbers, beside keys on an empty page."""

from __future__ import annotations

from statistics import median

from playwright.sync_api import Browser

from benchmarks.browser import in_turns, p95
from benchmarks.page import EMPTY, NUMBER_THERE, opened, press, to_and_fro
from benchmarks.training_page.server import serving
from core.digits.design import Design
from tests.browser.driver import serve

TABLE = ".editor .count"  # of parameters; it comes together with the table's
DESIGN = "c8k5 relu bn max2 c10 relu bn gap logsoftmax"
UP_OR_DOWN = {"ArrowRight": "ArrowUp", "ArrowLeft": "ArrowDown"}  # in a field of text the others move the caret


def editor(browser: Browser, presses: int) -> None:
    with serving() as (_, server), serve(EMPTY) as empty:
        here = browser.new_page(viewport={"width": 1280, "height": 900})
        here.goto(f"{server.url}/train?design={str(Design.parse(DESIGN)).replace(' ', '+')}")
        here.locator(TABLE).wait_for()
        here.get_by_label("Convolution: maps").first.focus()
        there = opened(browser, empty, NUMBER_THERE)
        there.get_by_role("slider").focus()
        table, plain = in_turns(
            lambda k: press(here, TABLE, UP_OR_DOWN[to_and_fro(k)]),
            lambda k: press(there, NUMBER_THERE, to_and_fro(k)),
            presses,
        )
    print(f"| {presses} keys each | p50 | p95 |\n|---|---|---|")
    print(f"| key in the editor → its table | {median(table):.0f} ms | {p95(table):.0f} ms |")
    print(f"| key on an empty page → its number | {median(plain):.0f} ms | {p95(plain):.0f} ms |")
    print(f"| ratio | {median(table) / median(plain):.2f} | {p95(table) / p95(plain):.2f} |\n")
