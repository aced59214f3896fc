"""Keys on the backprop page while a run trains, and while it is halted."""

from __future__ import annotations

import signal
from statistics import median

from playwright.sync_api import Browser

from benchmarks.browser import p95
from benchmarks.page import NUMBER_HERE, opened, press, to_and_fro
from benchmarks.training_page.server import LONG, begin, look, serving
from core.digits.runs import lock


def presses(browser: Browser, turns: int, each: int) -> None:
    with serving() as (store, server):
        id = store.create(LONG).id
        begin(page := look(browser, server, id))
        page.close()
        here = opened(browser, server, NUMBER_HERE)
        here.get_by_role("slider", name="weight w5").focus()
        times: dict[bool, list[float]] = {True: [], False: []}
        for turn in range(2 * turns):
            trains = turn % 4 in (0, 3)
            lock.send(store.folder(id), signal.SIGCONT if trains else signal.SIGSTOP)
            here.wait_for_timeout(500)
            for k in range(each + 2):
                taken = press(here, NUMBER_HERE, to_and_fro(k))
                times[trains] += [taken] if k >= 2 else []
        lock.send(store.folder(id), signal.SIGCONT)
    print(f"| key on the backprop page, {turns * each} presses each | p50 | p95 |\n|---|---|---|")
    for name, trains in (("while a run trains", True), ("while it is halted", False)):
        print(f"| {name} | {median(times[trains]):.0f} ms | {p95(times[trains]):.0f} ms |")
    ratio = median(times[True]) / median(times[False])
    print(f"| ratio | {ratio:.2f} | {p95(times[True]) / p95(times[False]):.2f} |\n")
