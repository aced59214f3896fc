"""A class on one server: python -m benchmarks.load

So many visitors come at once, each opens the page, and then changes a number every 4 to 7.6 seconds. They speak
Streamlit's protocol, without a browser. `first` is until the page has come, `change` from sending one to "script
finished". The empty page is measured in the same run, with the same settings of the server.

Memory, threads and open files of the server are read before the visitors come, while they are there, and when they
have been gone for so long that their sessions have ended (Linux only).
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from benchmarks import changes
from benchmarks.browser import memory, p95
from benchmarks.changes import PAGES, Page
from benchmarks.visitor import Answer, Lost, Visitor
from core.digits.runs.store import RunStore
from core.digits.scheduler.scheduler import Scheduler
from core.digits.training.config import Config
from core.digits.training.records import RECORDS
from pages.shared import garbage
from tests.browser.driver import ROOT, Server, serve
from tests.core.digits.scheduler.dask_cluster import DaskCluster

EMPTY, EMPTY_PAGE = "empty", ROOT / "benchmarks" / "empty_page.py"
BETWEEN = (4.0, 7.6)  # seconds from one change of a visitor to the next
WARM = 12.0  # seconds in which a server has loaded PyTorch after its first visitor
# Seconds until Streamlit has ended the sessions of who left, and a sweep came after it.
LEFT = 120.0 + 2 * garbage.BETWEEN + 5.0


@dataclass
class Lesson:
    """What happened to the visitors of one page."""

    first: list[Answer] = field(default_factory=list)
    change: list[Answer] = field(default_factory=list)
    lost: int = 0
    held: float = 0.0  # MB of the server, while all are there

    @property
    def exceptions(self) -> int:
        return sum(answer.exceptions for answer in (*self.first, *self.change))


@dataclass(frozen=True)
class Holdings:
    """What a server's process has at the moment."""

    megabytes: float
    threads: int
    files: int

    @classmethod
    def of(cls, process: int) -> Holdings:
        proc = Path(f"/proc/{process}")
        if not proc.exists():
            return cls(0.0, 0, 0)
        return cls(memory(process), len(list((proc / "task").iterdir())), len(list((proc / "fd").iterdir())))

    def __str__(self) -> str:
        return f"{self.megabytes:.0f} MB, {self.threads} threads, {self.files} files"


async def visit(url: str, page: Page, seed: int, until: float, lesson: Lesson) -> None:
    """One visitor, who stays until that moment."""
    random, visitor = Random(seed), Visitor(url, page.address)
    try:
        lesson.first.append(await changes.arrive(visitor, page))
        number = 0
        while (pause := random.uniform(*BETWEEN)) < until - monotonic():
            await asyncio.sleep(pause)
            number += 1
            lesson.change.append(await page.change(visitor, random, number))
        await asyncio.sleep(max(0.0, until - monotonic()))
    except Lost:
        lesson.lost += 1
    finally:
        await visitor.close()


async def taught(servers: Sequence[Server], page: Page, visitors: int, seconds: float) -> Lesson:
    """So many visitors at once, for so long, each at one of the servers, as a proxy would have it."""
    lesson, until = Lesson(), monotonic() + seconds
    urls = [servers[seed % len(servers)].url for seed in range(visitors)]
    everybody = [asyncio.create_task(visit(url, page, seed, until, lesson)) for seed, url in enumerate(urls)]
    await asyncio.sleep(seconds - 1)
    lesson.held = memories(servers)
    await asyncio.gather(*everybody)
    return lesson


async def warmed(url: str, page: Page) -> None:
    """The server's first visitor, who sees every kind of answer once."""
    visitor = Visitor(url, page.address)
    await changes.arrive(visitor, page)
    await page.change(visitor, Random(0), 1)
    await asyncio.sleep(WARM)
    await page.change(visitor, Random(1), 2)
    await visitor.close()


def memories(servers: Sequence[Server]) -> float:
    """MB that all of them hold."""
    return sum(memory(server.pid) for server in servers)


def row(name: str, visitors: int, lesson: Lesson, before: float) -> str:
    first, change = ([answer.seconds for answer in answers] for answers in (lesson.first, lesson.change))
    sizes = [median(answer.size for answer in answers) / 1000 for answers in (lesson.first, lesson.change) if answers]
    times = f"{_p95(first):.2f} s | {median(change):.3f} / {_p95(change):.2f} s" if change else "– | –"
    wire = " / ".join(f"{size:.1f}" for size in sizes)
    each = (lesson.held - before) / visitors
    return f"| {visitors}, {name} | {times} | {wire} kB | {each:.1f} MB | {lesson.lost} | {lesson.exceptions} |"


def _p95(times: Sequence[float]) -> float:
    return p95(list(times)) if len(times) > 1 else max(times, default=0.0)


@contextmanager
def trainings(count: int, folder: Path, cluster: DaskCluster | None) -> Iterator[None]:
    """So many runs of the queue, which train already: on this machine, or on a Dask cluster of it."""
    if cluster:
        cluster.scheduler()
        for _ in range(count):
            cluster.worker()
    scheduler = Scheduler(RunStore(folder), at_once=count, cluster=cluster.address if cluster else "")
    try:
        config = Config(data="synthetic", epochs=200, threads=1)
        runs = [scheduler.store.create(config).id for _ in range(count)]
        for run in runs:
            scheduler.start(run)
        while not all((scheduler.store.folder(run) / RECORDS).exists() for run in runs):
            sleep(0.1)
        yield
    finally:
        scheduler.close()
        if cluster:
            cluster.close()


def measure(name: str, options: argparse.Namespace) -> None:
    """Fresh servers, and one size of class after the other."""
    app, page = (EMPTY_PAGE, changes.EMPTY) if name == EMPTY else (ROOT / "app.py", PAGES[name])
    beside, processes, at_once = options.trainings, options.processes, options.at_once
    title = name + f", beside {beside} trainings" * bool(beside) + f", {processes} processes" * (processes > 1)
    title += " on a cluster" * options.cluster + f", {at_once} runs at once" * bool(at_once)
    prepare = f"from pages.shared import in_turn; in_turn.AT_ONCE = {at_once}" if at_once else ""
    with TemporaryDirectory(ignore_cleanup_errors=True) as top, ExitStack() as stack:
        folder, cluster = Path(top, "runs"), DaskCluster(Path(top)) if options.cluster else None
        folder.mkdir()
        address = cluster.address if cluster else ""
        opened = partial(
            serve, app, prepare=prepare, LAB_RUNS=str(folder), LAB_CLUSTER=address, LAB_AT_ONCE=str(max(1, beside))
        )
        servers = [stack.enter_context(opened()) for _ in range(processes)]
        for server in servers:
            asyncio.run(warmed(server.url, page))
        before = Holdings.of(servers[0].pid)
        with trainings(beside, folder, cluster):
            for visitors in options.visitors:
                now = memories(servers)
                lesson = asyncio.run(taught(servers, page, visitors, options.seconds))
                print(row(title, visitors, lesson, now), flush=True)
        if options.after:
            during = Holdings.of(servers[0].pid)
            asyncio.run(asyncio.sleep(LEFT))
            later = Holdings.of(servers[0].pid)
            print(f"    {title}: before {before}; at the end {during}; {LEFT:.0f} s later {later}\n", flush=True)


async def come_and_go(url: str, page: Page, visits: int, at_once: int = 20) -> None:
    """So many visits, each with one change."""
    turn = asyncio.Semaphore(at_once)

    async def one(number: int) -> None:
        async with turn:
            visitor = Visitor(url, page.address)
            await changes.arrive(visitor, page)
            await page.change(visitor, Random(number), 1)
            await visitor.close()

    await asyncio.gather(*map(one, range(visits)))


def leaks(visits: int) -> None:
    """What is left of many visits to all pages, once by half of them and once by the others."""
    with TemporaryDirectory() as folder, serve(LAB_RUNS=folder) as server:
        for page in PAGES.values():
            asyncio.run(warmed(server.url, page))
        print(f"| after so many visits, and {LEFT:.0f} s | the server holds |\n|---|---|")
        print(f"| 0 | {Holdings.of(server.pid)} |", flush=True)
        for half in (1, 2):
            for page in PAGES.values():
                asyncio.run(come_and_go(server.url, page, visits // 2 // len(PAGES)))
            asyncio.run(asyncio.sleep(LEFT))
            print(f"| {half * visits // 2:,} | {Holdings.of(server.pid)} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", nargs="+", choices=(EMPTY, *PAGES), default=(EMPTY, *PAGES))
    parser.add_argument("--visitors", nargs="+", type=int, default=(1, 50, 100, 200))
    parser.add_argument("--seconds", type=float, default=30.0, help="how long each size of class stays")
    parser.add_argument("--trainings", type=int, default=0, help="how many runs train beside it")
    parser.add_argument("--cluster", action="store_true", help="they train on a Dask cluster of this machine")
    parser.add_argument("--processes", type=int, default=1, help="how many servers share the visitors")
    parser.add_argument("--at-once", type=int, default=0, help="how many scripts a server runs at once, if not its own")
    parser.add_argument("--after", action="store_true", help="what a server holds when everybody has left")
    parser.add_argument("--visits", type=int, default=0, help="instead: what so many visits, one after another, leave")
    options = parser.parse_args()
    if options.visits:
        return leaks(options.visits)
    print("| visitors at once | first, p95 | change, p50 / p95 | on the wire | of memory, each | lost | exceptions |")
    print("|---|---|---|---|---|---|---|")
    for name in options.pages:
        measure(name, options)


if __name__ == "__main__":
    main()
