"""What one look at a run of 20 epochs sends to the browser."""

from __future__ import annotations

import os
import time
from pathlib import Path
from statistics import median, mode

from playwright.sync_api import Browser, WebSocket

from benchmarks.training_page.server import PATIENCE, serving
from core.digits.runs import lock
from core.digits.runs.status import TRAINING, write_status
from core.digits.training.config import Config
from core.digits.training.records import Batch, Score, to_line

BATCHES, EPOCHS = 937, 20  # of MNIST with the shipped recipe


def told(folder: Path) -> None:
    """Writes the records of a run of 20 epochs, with losses that look like those of one."""
    with open(folder / "records.jsonl", "w", encoding="utf-8") as file:
        for epoch in range(1, EPOCHS + 1):
            for batch in (*range(10, BATCHES, 10), BATCHES):
                file.write(to_line(batch_record(epoch, batch)))
            score = Score(epoch, "test", 0.1 / epoch, 9960 - 500 // epoch, 10_000, False, 10.0 * epoch)
            file.write(to_line(score))


def batch_record(epoch: int, batch: int) -> Batch:
    step = (epoch - 1) * BATCHES + batch
    wave = 1 + (step * 7919 % 101) / 101  # neighbours differ
    lengths = tuple(wave * (layer + 1) / step**0.3 for layer in range(7))
    return Batch(epoch, batch, BATCHES, 2.3 * wave / step**0.5, 0.07 / step**0.1, lengths, step / 100)


def weight(browser: Browser, looks: int) -> None:
    sizes: list[tuple[float, int]] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda data: sizes.append((time.perf_counter(), len(data))))

    with serving() as (store, server):
        config = Config(epochs=EPOCHS + 1)
        id = store.create(config).id
        folder = store.folder(id)
        told(folder)
        held = lock.Lock(folder)  # so that the page takes it for a run that trains
        held.sign(os.getpid())
        write_status(folder, TRAINING, "The training goes on.", lock.identity(os.getpid()))
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.on("websocket", listen)
        page.goto(f"{server.url}/train?run={id}")
        page.get_by_test_id("stVegaLiteChart").nth(4).wait_for(timeout=PATIENCE)
        page.wait_for_timeout(2000)
        sizes.clear()
        for batch in range(10, 10 + 20 * looks, 10):
            with open(folder / "records.jsonl", "a", encoding="utf-8") as file:
                file.write(to_line(batch_record(EPOCHS + 1, batch)))
            page.wait_for_timeout(250)
        held.close()
    groups: list[list[int]] = [[]]
    for (moment, size), (before, _) in zip(sizes[1:], sizes[:-1], strict=True):
        if moment - before > 0.1:
            groups.append([])
        groups[-1].append(size)
    usual = mode(map(len, groups))  # others are halves of a look, or two at once
    whole = [sum(group) for group in groups if len(group) == usual]
    largest = max(max(group) for group in groups if group)
    print(f"| one look after {EPOCHS} epochs, {len(whole)} looks | bytes |\n|---|---|")
    print(f"| all of it, median | {median(whole):,.0f} |\n| all of it, most | {max(whole):,} |")
    print(f"| the largest message, one chart | {largest:,} |\n")
