"""A class hands its sheets in at the same moment: python -m benchmarks.uploads

So many visitors open "Check my sheet", and then all upload at once, some six tabs of 200 rows, some of eight.
`seconds` are from choosing the file to the end of the run that has the findings; `beside` is what somebody waits
meanwhile who changes a weight on the first page. One sheet is checked alone first, in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
from dataclasses import dataclass, field
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.browser import memory, p95
from benchmarks.changes import PAGES, arrive
from benchmarks.load import warmed
from benchmarks.visitor import Answer, Lost, Visitor
from core.backprop.engine.network import Network
from core.backprop.export.spreadsheet import spreadsheet
from tests.browser.driver import Server, serve

UPLOADER = "practice sheet"


@dataclass
class Class:
    """What happened to those who uploaded, and to the one beside them."""

    answers: list[Answer] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    wrong: int = 0  # who did not see their findings


def sheets(count: int, rows: int) -> list[bytes]:
    """A sheet for each; there are ten of them."""
    different = [spreadsheet(Network(w1=0.1 + number / 100), 0.5, rows) for number in range(min(count, 10))]
    return [different[number % 10] for number in range(count)]


async def hand_in(url: str, number: int, content: bytes, ready: asyncio.Barrier, found: Class) -> None:
    visitor = Visitor(url, "practice", "tab=sheet")
    try:
        await visitor.open()
        await ready.wait()
        found.answers.append(await visitor.upload(UPLOADER, f"sheet {number}.xlsx", content))
        found.wrong += "updates understood" not in str(visitor)
    except Lost as error:
        found.lost.append(str(error))
    finally:
        await visitor.close()


async def work_beside(url: str, ready: asyncio.Barrier, found: Class) -> None:
    page, visitor = PAGES["backprop"], Visitor(url)
    await arrive(visitor, page)
    await ready.wait()
    for number in range(1, 10_000):
        found.beside.append((await page.change(visitor, Random(number), number)).seconds)
        await asyncio.sleep(1)


async def at_once(server: Server, contents: list[bytes]) -> Class:
    found, ready = Class(), asyncio.Barrier(len(contents) + 1)
    beside = asyncio.create_task(work_beside(server.url, ready, found))
    await asyncio.gather(*(hand_in(server.url, *each, ready, found) for each in enumerate(contents)))
    beside.cancel()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visitors", nargs="+", type=int, default=(1, 50))
    parser.add_argument("--rows", nargs="+", type=int, default=(200, 8))
    asked = parser.parse_args()
    print(
        "| at once | rows a tab | until found, median / last | in all | beside, median / p95 | server | lost | wrong |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for rows in asked.rows:
        for count in asked.visitors:
            print(row(count, rows), flush=True)


def row(count: int, rows: int) -> str:
    """What happens to so many with sheets of so many rows, on a server of their own that has loaded everything."""
    contents = sheets(count, rows)
    with TemporaryDirectory() as folder, serve(LAB_RUNS=folder) as server:
        asyncio.run(warmed(server.url, PAGES["backprop"]))
        asyncio.run(at_once(server, sheets(1, 2)))
        started = perf_counter()
        found = asyncio.run(at_once(server, contents))
        whole, held = perf_counter() - started, memory(server.pid)
    times = [answer.seconds for answer in found.answers] or [0.0]
    beside = f"{median(found.beside):.2f} / {p95(found.beside * 2):.2f} s"
    return (
        f"| {count} | {rows} | {median(times):.1f} / {max(times):.1f} s | {whole:.0f} s | {beside} | {held:.0f} MB "
        f"| {len(found.lost)} | {found.wrong} |" + " ".join(sorted(set(found.lost)))
    )


if __name__ == "__main__":
    main()
