"""The Train page in a real browser while real trainings run: python -m benchmarks.training_page

* The pace of a training with the live view open beside its pace without, in turns within one run.
* Bytes that one look at a run of 20 epochs sends to the browser.
* Key presses on the backprop page while a run trains beside presses while that process is halted, in turns.
* From a button to its effect on the page, from a reload to the run, from kill -9 to the sentence.
* Three runs queued by three browsers, bit for bit beside the same runs alone.
* Memory of the server and of a training (Linux only).

--quick measures everything a few times only.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median, mode

from playwright.sync_api import Browser, Page, WebSocket

from benchmarks.page import NUMBER_HERE, opened, p95, press
from core.digits.flags import command
from core.digits.recipe import Config
from core.digits.record import Batch, Score, to_line
from core.digits.runs import lock
from core.digits.runs.reader import Reader
from core.digits.runs.shelf import Shelf
from core.digits.runs.snapshot import epochs, read_snapshot
from core.digits.runs.status import TRAINING, read_status, write_status
from core.digits.train import fingerprint
from tests.browser.driver import ROOT, Server, chromium, serve

LONG = Config(data="synthetic", epochs=1000)
SHORT = Config(data="synthetic", share=0.05, epochs=2, threads=1, device="cpu")
PATIENCE = 120_000  # milliseconds
BATCHES, EPOCHS = 937, 20  # of MNIST with the shipped recipe


@contextmanager
def house(at_once: int = 1) -> Iterator[tuple[Shelf, Server]]:
    """A server with an empty shelf."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        serve(LAB_RUNS=folder, LAB_AT_ONCE=str(at_once), MNIST_DIR=f"{folder}/none") as server,
    ):
        yield Shelf(Path(folder)), server


def look(browser: Browser, server: Server, id: str) -> Page:
    """A page of a visitor of its own that shows a run."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{server.url}/train?run={id}")
    page.locator(".st-key-resume, .st-key-pause").wait_for(timeout=PATIENCE)
    return page


def begin(page: Page) -> None:
    page.locator(".st-key-resume button").click()
    page.get_by_text("Epoch 1 of").wait_for(timeout=PATIENCE)


def batches(reader: Reader) -> int:
    """How many batches a run has trained."""
    reader.refresh()
    last = next((record for record in reversed(reader.records) if isinstance(record, Batch)), None)
    return (last.epoch - 1) * last.batches + last.batch if last else 0


def memory(process: int) -> float:
    """Resident memory in MB; 0 where the system does not say."""
    status = Path(f"/proc/{process}/status")
    return int(status.read_text().split("VmRSS:")[1].split()[0]) / 1024 if status.exists() else 0.0


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

    with house() as (shelf, server):
        config = Config(epochs=EPOCHS + 1)
        id = shelf.create(config).id
        folder = shelf.folder(id)
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


def presses(browser: Browser, turns: int, each: int) -> None:
    with house() as (shelf, server):
        id = shelf.create(LONG).id
        begin(page := look(browser, server, id))
        page.close()
        here = opened(browser, server, NUMBER_HERE)
        here.get_by_role("slider", name="weight w5").focus()
        times: dict[bool, list[float]] = {True: [], False: []}
        for turn in range(2 * turns):
            trains = turn % 4 in (0, 3)
            lock.send(shelf.folder(id), signal.SIGCONT if trains else signal.SIGSTOP)
            here.wait_for_timeout(500)
            for k in range(each + 2):
                taken = press(here, NUMBER_HERE, "ArrowRight" if k % 20 < 10 else "ArrowLeft")
                times[trains] += [taken] if k >= 2 else []
        lock.send(shelf.folder(id), signal.SIGCONT)
    print(f"| key on the backprop page, {turns * each} presses each | p50 | p95 |\n|---|---|---|")
    for name, trains in (("while a run trains", True), ("while it is halted", False)):
        print(f"| {name} | {median(times[trains]):.0f} ms | {p95(times[trains]):.0f} ms |")
    ratio = median(times[True]) / median(times[False])
    print(f"| ratio | {ratio:.2f} | {p95(times[True]) / p95(times[False]):.2f} |\n")


def buttons(browser: Browser, times: int) -> None:
    seconds: dict[str, list[float]] = {}

    def note(name: str, start: float) -> float:
        seconds.setdefault(name, []).append(time.perf_counter() - start)
        return start

    with house() as (shelf, server):
        page = look(browser, server, shelf.create(LONG).id)
        page.close()  # the server has imported torch
        for _ in range(times):
            id = shelf.create(LONG).id
            folder, page = shelf.folder(id), look(browser, server, id)
            start, pause, resume = time.perf_counter(), page.locator(".st-key-pause"), page.locator(".st-key-resume")
            page.locator(".st-key-resume button").click()
            pause.wait_for(timeout=PATIENCE)
            note("start → the page says that it begins", start)
            page.get_by_text("Epoch 1 of").wait_for(timeout=PATIENCE)
            note("start → the first batch is on the page", start)
            start = time.perf_counter()
            page.reload()
            page.get_by_text("Epoch 1 of").wait_for(timeout=PATIENCE)
            note("reload → the run", start)
            start = time.perf_counter()
            page.locator(".st-key-pause button").click()
            page.get_by_text("Saving…").or_(resume).first.wait_for(timeout=PATIENCE)
            note("pause → the page says that it saves", start)
            resume.wait_for(timeout=PATIENCE)
            note("pause → paused", start)
            start = time.perf_counter()
            page.locator(".st-key-resume button").click()
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
            begin_again(page)
            start = time.perf_counter()
            page.locator(".st-key-stop button").click()
            resume.wait_for(timeout=PATIENCE)
            note("stop → stopped", start)
            page.close()
        id = shelf.create(LONG).id
        begin(look(browser, server, id))
        start = time.perf_counter()
        server.interrupt()
        note("Ctrl-C on the server → no process is left", start)
        assert not lock.held(shelf.folder(id))
    print(f"| {times} times | median | most |\n|---|---|---|")
    for name, taken in seconds.items():
        print(f"| {name} | {median(taken):.2f} s | {max(taken):.2f} s |")
    print()


def begin_again(page: Page) -> None:
    page.locator(".st-key-resume button").click()
    page.get_by_text("images/s").wait_for(timeout=PATIENCE)


def queued(browser: Browser) -> None:
    settings = [replace(SHORT, seed=seed) for seed in range(3)]
    with house() as (shelf, server):
        ids = [shelf.create(config).id for config in settings]
        pages = [look(browser, server, id) for id in ids]
        for page in pages:
            page.locator(".st-key-resume button").click()
        for page in pages:
            page.get_by_text("2 epochs in").wait_for(timeout=3 * PATIENCE)
        together = [weights(shelf.folder(id)) for id in ids]
        alone = []
        for config in settings:
            folder = shelf.folder(shelf.create(config).id)
            subprocess.run(command(folder, config), cwd=ROOT, capture_output=True, check=True)
            alone.append(weights(folder))
    print("| runs queued by three browsers | last weights | alone |\n|---|---|---|")
    for config, here, there in zip(settings, together, alone, strict=True):
        print(f"| seed {config.seed} | {here[:16]} | {'the same bits' if here == there else there[:16]} |")
    print()


def weights(folder: Path) -> str:
    """The fingerprint of the last snapshot."""
    return fingerprint(read_snapshot(folder, epochs(folder)[-1]).net())


def main() -> None:
    assert __doc__
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=["slowed", "weight", "presses", "buttons", "queued"])
    options = parser.parse_args()
    short = options.quick
    parts = {
        "slowed": lambda browser: slowed(browser, 3 if short else 8, 4.0 if short else 10.0),
        "weight": lambda browser: weight(browser, 10 if short else 40),
        "presses": lambda browser: presses(browser, 2 if short else 6, 15 if short else 20),
        "buttons": lambda browser: buttons(browser, 1 if short else 5),
        "queued": queued,
    }
    with chromium() as browser:
        for name, part in parts.items():
            if options.only in (None, name):
                part(browser)


if __name__ == "__main__":
    main()
