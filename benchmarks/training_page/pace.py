"""The pace of a training with the live view open, and without; and what both processes hold."""

from __future__ import annotations

import time
from statistics import median

from playwright.sync_api import Browser

from benchmarks.browser import memory
from benchmarks.training_page.house import LONG, begin, house, look
from core.digits.record import Batch
from core.digits.runs.reader import Reader
from core.digits.runs.status import read_status


def batches(reader: Reader) -> int:
    """How many batches a run has trained."""
    reader.refresh()
    last = next((record for record in reversed(reader.records) if isinstance(record, Batch)), None)
    return (last.epoch - 1) * last.batches + last.batch if last else 0


def slowed(browser: Browser, turns: int, seconds: float) -> None:
    with house() as (shelf, server):
        id = shelf.create(LONG).id
        page = look(browser, server, id)
        begin(page)
        reader = Reader(shelf.folder(id))
        pace: dict[bool, list[float]] = {True: [], False: []}
        for turn in range(2 * turns):
            watched = turn % 4 in (0, 3)
            page.goto(f"{server.url}/train?run={id}" if watched else "about:blank")
            page.wait_for_timeout(3000)  # the page is built up; a session that lost its browser stops asking
            before, start = batches(reader), time.perf_counter()
            page.wait_for_timeout(1000 * seconds)
            pace[watched].append((batches(reader) - before) / (time.perf_counter() - start))
        process = int(read_status(shelf.folder(id)).process.split()[0])
        mine, theirs = memory(server.pid), memory(process)
    live, alone = median(pace[True]), median(pace[False])
    print(f"| training, {turns} × {seconds:.0f} s each | batches a second |\n|---|---|")
    print(f"| with the live view open | {live:.1f} |\n| without | {alone:.1f} |")
    print(f"| slowed by | {100 * (1 - live / alone):.1f} % |\n")
    print("| memory | MB |\n|---|---|")
    print(f"| server | {mine:.0f} |\n| training | {theirs:.0f} |\n")
