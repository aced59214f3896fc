"""A grid of 12 runs of 20 epochs, looked at for the first time: until the table, until the graph, and reading alone."""

from __future__ import annotations

import json
from statistics import median
from time import perf_counter

from playwright.sync_api import Browser, Page

from benchmarks.training_page.bytes import told
from benchmarks.training_page.server import PATIENCE, serving
from core.digits.runs.reader import Reader
from core.digits.runs.status import FINISHED, write_status
from core.digits.runs.store import RunStore
from core.digits.training.config import Config
from core.digits.training.records import RECORDS

RUNS = 12
TABLE, GRAPH, READ, PARSED = (
    "All runs → their table",
    "all chosen → the graph",
    "all records read",
    "as JSON, unchecked",
)


def grid(browser: Browser, times: int) -> None:
    seconds: dict[str, list[float]] = {name: [] for name in (TABLE, GRAPH, READ, PARSED)}
    with serving() as (store, server):
        for seed in range(RUNS):
            folder = store.folder(store.create(Config(seed=seed, dropout=seed % 3 / 10), name=f"Seed {seed}").id)
            told(folder)
            write_status(folder, FINISHED, "The training has ended.", "")
        for _ in range(times + 1):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"{server.url}/train")
            page.get_by_text("timed a moment ago").wait_for(timeout=PATIENCE)  # the last thing to be drawn
            _look(page, seconds)
            page.close()
            _read(store, seconds)
    kept = {name: taken[1:] for name, taken in seconds.items()}  # the first look warms the server
    print(f"| {RUNS} runs of 20 epochs, {times} times | median | most |\n|---|---|---|")
    for name, taken in kept.items():
        print(f"| {name} | {median(taken):.2f} s | {max(taken):.2f} s |")
    ratios = [read / parsed for read, parsed in zip(kept[READ], kept[PARSED], strict=True)]
    print(f"| ratio of these two | {median(ratios):.2f} | {max(ratios):.2f} |\n")


def _look(page: Page, seconds: dict[str, list[float]]) -> None:
    """A visitor who has seen none of the runs opens the tab, and chooses all of them."""
    start = perf_counter()
    page.get_by_role("tab", name="All runs").click()
    page.get_by_test_id("stDataFrame").wait_for(timeout=PATIENCE)
    seconds[TABLE].append(perf_counter() - start)
    page.get_by_role("combobox", name="Runs").click()
    page.get_by_role("option", name="Select all").wait_for(timeout=PATIENCE)
    start = perf_counter()
    page.get_by_role("option", name="Select all").click()
    lines = page.get_by_test_id("stVegaLiteChart").locator('[aria-roledescription="line mark"]')
    lines.first.wait_for(state="attached", timeout=PATIENCE)
    seconds[GRAPH].append(perf_counter() - start)


def _read(store: RunStore, seconds: dict[str, list[float]]) -> None:
    """What reading has of it, beside what the JSON alone takes."""
    readers = [Reader(store.folder(metadata.id)) for metadata in store.all()]
    start = perf_counter()
    assert all(reader.refresh() for reader in readers)
    seconds[READ].append(perf_counter() - start)
    start = perf_counter()
    for reader in readers:
        [json.loads(line) for line in (reader.folder / RECORDS).read_bytes().splitlines()]
    seconds[PARSED].append(perf_counter() - start)
