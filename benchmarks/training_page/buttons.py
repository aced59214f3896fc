"""From a button to its effect, from a reload to the run, from an end to the sentence that says so."""

from __future__ import annotations

import time
from statistics import median

from playwright.sync_api import Browser

from benchmarks.training_page.server import LONG, PATIENCE, begin, look, serving
from core.digits.runs import lock


def buttons(browser: Browser, times: int) -> None:
    seconds: dict[str, list[float]] = {}

    def note(name: str, start: float) -> float:
        seconds.setdefault(name, []).append(time.perf_counter() - start)
        return start

    with serving() as (store, server):
        page = look(browser, server, store.create(LONG).id)
        page.close()  # the server has imported torch
        for _ in range(times):
            id = store.create(LONG).id
            folder, page = store.folder(id), look(browser, server, id)
            pause, resume = (page.locator(f".st-key-train-{name}") for name in ("pause", "resume"))
            start = time.perf_counter()
            page.locator(".st-key-train-resume button").click()
            pause.wait_for(timeout=PATIENCE)
            note("start → the page says that it begins", start)
            page.get_by_text("Epoch 1 of").wait_for(timeout=PATIENCE)
            note("start → the first batch is on the page", start)
            start = time.perf_counter()
            page.reload()
            page.get_by_text("Epoch 1 of").wait_for(timeout=PATIENCE)
            note("reload → the run", start)
            start = time.perf_counter()
            page.locator(".st-key-train-pause button").click()
            page.get_by_text("Saving…").or_(resume).first.wait_for(timeout=PATIENCE)
            note("pause → the page says that it saves", start)
            resume.wait_for(timeout=PATIENCE)
            note("pause → paused", start)
            start = time.perf_counter()
            page.locator(".st-key-train-resume button").click()
            pause.wait_for(timeout=PATIENCE)
            note("resume → the page says that it begins", start)
            page.get_by_text("images/s").wait_for(timeout=PATIENCE)
            begun = len((folder / "records.jsonl").read_bytes())
            while len((folder / "records.jsonl").read_bytes()) <= begun:
                page.wait_for_timeout(20)
            note("resume → it trains on", start)
            start = time.perf_counter()
            lock.send(folder, lock.SIGKILL)
            page.get_by_text("ended from outside").wait_for(timeout=PATIENCE)
            note("kill -9 → the page says so", start)
            begin(page, "images/s")
            start = time.perf_counter()
            page.locator(".st-key-train-stop button").click()
            resume.wait_for(timeout=PATIENCE)
            note("stop → stopped", start)
            page.close()
        id = store.create(LONG).id
        begin(look(browser, server, id))
        start = time.perf_counter()
        server.interrupt()
        note("Ctrl-C on the server → no process is left", start)
        assert not lock.held(store.folder(id))
    print(f"| {times} times | median | most |\n|---|---|---|")
    for name, taken in seconds.items():
        print(f"| {name} | {median(taken):.2f} s | {max(taken):.2f} s |")
    print()
