"""What an honest visitor notices of hostile ones: python -m benchmarks.hostile [--seconds 15]

A visitor without a browser changes a weight twice a second, alone and then beside each kind of hostile client: one that
sends garbage, one that never reads, one that opens 500 sockets and idles, one that empties the caches, one that is cut
off all the time, one that sends 150 MB, and a runs folder that vanishes. Said is how long a change takes, how many
exceptions are shown, whether the visitor was lost, and the server's memory.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from statistics import median
from time import perf_counter, time_ns

from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from benchmarks.browser import memory, p95
from benchmarks.visitor import Lost, Visitor
from core.digits.runs.store import RunStore
from core.digits.training.config import Config
from tests.browser.driver import Server, serve

IDLE = 500  # sockets
BETWEEN = 0.5  # seconds between two changes
MB = 1024 * 1024


def run_script() -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = ""
    return bytes(message.SerializeToString())


@asynccontextmanager
async def socket(server: Server) -> AsyncIterator[ClientConnection]:
    address = server.url.replace("http", "ws", 1) + "/_stcore/stream"
    async with connect(address, subprotocols=[Subprotocol("streamlit")], close_timeout=0.1, max_size=None) as opened:
        yield opened


async def garbage(server: Server, store: RunStore) -> None:
    while True:
        async with socket(server) as opened:
            await opened.send(b"\xff" * 100_000)
            await opened.wait_closed()


async def never_reads(server: Server, store: RunStore) -> None:
    """Asks for runs, ten a second, and leaves all answers in the socket."""
    async with socket(server) as opened:
        opened.transport.pause_reading()
        while True:
            await opened.send(run_script())
            await asyncio.sleep(0.1)


async def idles(server: Server, store: RunStore) -> None:
    async with asyncio.TaskGroup() as group:
        for _ in range(IDLE):
            group.create_task(_idle(server))


async def _idle(server: Server) -> None:
    async with socket(server) as opened:
        await opened.wait_closed()


async def empties_caches(server: Server, store: RunStore) -> None:
    async with socket(server) as opened:
        while True:
            await opened.send(BackMsg(clear_cache=True).SerializeToString())
            await asyncio.sleep(0.1)


async def is_cut_off(server: Server, store: RunStore) -> None:
    """Has a page begun, and is gone without a word before it is there."""
    while True:
        async with socket(server) as opened:
            await opened.send(run_script())
            await asyncio.sleep(0.1)
            opened.transport.abort()


async def sends_much(server: Server, store: RunStore) -> None:
    """150 MB in one message, over and over, in pieces and masked with nothing, which costs the sender nothing."""
    while True:
        async with socket(server) as opened:
            opened.transport.write(b"\x82\xff" + (150 * MB).to_bytes(8, "big") + bytes(4))
            for _ in range(150):
                if opened.transport.is_closing():
                    break
                opened.transport.write(bytes(MB))
                await asyncio.sleep(0.01)


async def runs_vanish(server: Server, store: RunStore) -> None:
    while True:
        store.create(Config(), name="gone")
        await asyncio.sleep(0.2)
        shutil.rmtree(store.root, ignore_errors=True)
        await asyncio.sleep(0.2)


async def nobody(server: Server, store: RunStore) -> None:
    await asyncio.sleep(1e9)


HOSTILE: dict[str, Callable[[Server, RunStore], Awaitable[None]]] = {
    "nobody": nobody,
    "garbage": garbage,
    "never reads": never_reads,
    f"{IDLE} idle sockets": idles,
    "empties the caches": empties_caches,
    "is cut off": is_cut_off,
    "sends 150 MB": sends_much,
    "the runs vanish": runs_vanish,
    "nobody, again": nobody,
}


async def again_and_again(act: Callable[[Server, RunStore], Awaitable[None]], server: Server, store: RunStore) -> None:
    """A hostile client that is thrown out comes back."""
    while True:
        with suppress(WebSocketException, OSError, TimeoutError, ExceptionGroup):
            await act(server, store)
        await asyncio.sleep(0.01)


async def honest(visitor: Visitor, seconds: float) -> tuple[list[float], int]:
    """Changes w5 again and again: how long each change took, and how many exceptions were shown."""
    times: list[float] = []
    exceptions, end = 0, perf_counter() + seconds
    while perf_counter() < end:
        event = {"number": time_ns() // 1000, "kind": "edit", "name": "w5", "text": f"0.{len(times) % 90 + 10}"}
        answer = await visitor.tell("stepper", events=[event])
        times.append(answer.seconds)
        exceptions += answer.exceptions
        await asyncio.sleep(BETWEEN)
    return times, exceptions


async def measure(server: Server, store: RunStore, seconds: float) -> None:
    visitor = Visitor(server.url)
    await visitor.open()
    await honest(visitor, 4)  # until PyTorch is there
    print(f"{'beside':22} {'p50':>8} {'p95':>8}  exceptions  memory")
    for name, act in HOSTILE.items():
        attacker = asyncio.create_task(again_and_again(act, server, store))
        try:
            times, exceptions = await honest(visitor, seconds)
            shown = f"{median(times) * 1000:5.0f} ms {p95(times) * 1000:5.0f} ms  {exceptions:10}"
        except Lost as error:
            shown = f"lost: {error}"
            visitor = Visitor(server.url)
            await visitor.open()
        finally:
            attacker.cancel()
            with suppress(asyncio.CancelledError):
                await attacker
        print(f"{name:22} {shown}  {memory(server.pid):5.0f} MB", flush=True)
        await asyncio.sleep(1)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seconds", type=float, default=15, help="beside each")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        store, log = RunStore(Path(folder) / "runs"), Path(folder) / "log"
        with serve(log=log, LAB_RUNS=str(store.root), MNIST_DIR=f"{folder}/none") as server:
            asyncio.run(measure(server, store, given.seconds))
        raised = Counter(re.findall(r"^[\w.]+(?:Error|Exception)\b.*", log.read_text(errors="replace"), re.MULTILINE))
        for error, count in raised.most_common():
            print(f"{count:6} in the server's log: {error[:120]}")


if __name__ == "__main__":
    main()
