"""The pace of a training with the live view open, and without; and what both processes hold."""

from __future__ import annotations

import time
from statistics import median

from playwright.sync_api import Browser

from benchmarks.browser import memory, processor
from benchmarks.training_page.server import LONG, begin, look, serving
from core.digits.runs.reader import Reader
from core.digits.runs.status import read_status
from core.digits.training.records import Batch


def batches(reader: Reader) -> int:
    """How many batches a run has trained."""
    reader.refresh()
    last = next((record for record in reversed(reader.records) if isinstance(record, Batch)), None)
    return (last.epoch - 1) * last.batches + last.batch if last else 0


def slowed(browser: Browser, turns: int, seconds: float) -> None:
    with serving() as (store, server):
        id = store.create(LONG).id
        page = look(browser, server, id)
        begin(page)
        reader = Reader(store.folder(id))
        process = int(read_status(store.folder(id)).process.split()[0])
        throughput: dict[bool, list[float]] = {True: [], False: []}
        share: dict[bool, list[float]] = {True: [], False: []}
        for turn in range(2 * turns):
            watched = turn % 4 in (0, 3)
            page.goto(f"{server.url}/train?run={id}" if watched else "about:blank")
            page.wait_for_timeout(3000)  # the page is built up; a session that lost its browser stops asking
            before, worked, start = batches(reader), processor(process), time.perf_counter()
            page.wait_for_timeout(1000 * seconds)
            took = time.perf_counter() - start
            throughput[watched].append((batches(reader) - before) / took)
            share[watched].append((processor(process) - worked) / took)
        mine, theirs = memory(server.pid), memory(process)
    print(f"| training, {turns} × {seconds:.0f} s each | batches a second | processors it had |\n|---|---|---|")
    for name, watched in (("with the live view open", True), ("without", False)):
        print(f"| {name} | {median(throughput[watched]):.1f} | {median(share[watched]):.3f} |")
    slower, less = (1 - median(each[True]) / median(each[False]) for each in (throughput, share))
    print(f"| slowed by | {slower:.1%} | {less:.1%} |\n")
    print("| memory | MB |\n|---|---|")
    print(f"| server | {mine:.0f} |\n| training | {theirs:.0f} |\n")
