"""A server with runs, the Train page on it, and what can be read there."""

from __future__ import annotations

import re
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np
from playwright.sync_api import Locator, Page, expect

from core.digits.data.synthetic import digits
from core.digits.runs.run import read_records
from core.digits.runs.store import RunStore
from core.digits.scheduler.settings import cores
from core.digits.training.config import Config
from tests.browser.driver import Server, serve
from tests.browser.training import trainer
from tests.browser.training.trainer import SIZES
from tests.waiting import PATIENCE, until

TOKEN, OTHER = "a" * 32, "b" * 32  # two visitors
LONG = Config(synthetic=0, epochs=trainer.LONG, threads=1, device="cpu", log_every=2)  # it never ends of itself
PROGRESS = re.compile(rf"Epoch \d+ of {trainer.LONG}")
SHORT = Config(synthetic=0, share=0.2, batch_size=32, epochs=3, threads=1, device="cpu", log_every=1)
DIFFERENT = 1000  # digits, which fill MNIST's files again and again

PROGRAM = (sys.executable, "-m", "tests.browser.training.trainer")  # to be started in ROOT
# Trainings need not stand back for what else the machine does, nor hurry to be saved.
PREPARE = f"""
from tests.browser.training.trainer import few
few()
from core.digits.training import program
program.PROGRAM = {PROGRAM!r}
from core.digits.scheduler import workers
workers.NICE, workers.GRACE = 0, {PATIENCE}
"""


def serving(store: RunStore, mnist: Path, port: int | None = None) -> AbstractContextManager[Server]:
    """A server with these runs and data, on which a training has one thread."""
    runs, at_once = str(store.root), str(cores())
    return serve(port=port, prepare=PREPARE, LAB_AT_ONCE=at_once, LAB_RUNS=runs, MNIST_DIR=str(mnist))


def write_like_mnist(folder: Path) -> None:
    """Files like MNIST's, of few digits drawn by code: that is quicker than drawing all anew."""
    (folder / "MNIST" / "raw").mkdir(parents=True)
    images, labels = (part.numpy() for part in digits(DIFFERENT, seed=0))
    for part, count in zip(("train", "t10k"), SIZES, strict=True):
        repeated = {"images-idx3": np.resize(images, (count, 28, 28)), "labels-idx1": np.resize(labels, count)}
        for name, array in repeated.items():
            sizes = b"".join(size.to_bytes(4, "big") for size in array.shape)
            content = bytes([0, 0, 8, array.ndim]) + sizes + array.astype(np.uint8).tobytes()
            (folder / "MNIST" / "raw" / f"{part}-{name}-ubyte").write_bytes(content)


def visit(page: Page, server: Server, id: str = "", token: str = TOKEN) -> None:
    """Opens the page as this visitor."""
    page.goto(f"{server.url}/_stcore/health")  # of the same origin, and there at once
    page.evaluate(f"localStorage.setItem('backprop-lab visitor', '{token}')")
    page.goto(f"{server.url}/train" + (f"?run={id}" if id else ""))
    expect(page.get_by_role("tab", name="All runs")).to_be_visible()


def curve(page: Page) -> list[float]:
    """Where the points of the curve of the loss are, from left to right, in pixels of the chart."""
    line = page.get_by_label("Training loss of each batch.").locator('[aria-roledescription="line mark"]').first
    path = (line.get_attribute("d") or "") if line.count() else ""
    return [float(x) for x in re.findall(r"[ML](-?[\d.]+)", path)]


def further(page: Page, than: float = -1.0) -> float:
    """Waits until the curve of the loss has grown beyond this place; returns how far it is.

    The number of its points would not do: beyond 500 a chart shows fewer than there are.
    """
    ends = [than]

    def grown() -> bool:
        ends.append(max(curve(page), default=than))
        return ends[-1] > than

    until(grown, pause=0.1)
    return ends[-1]


def badge(page: Page, state: str) -> Locator:
    return page.get_by_test_id("stMarkdownContainer").filter(has_text=re.compile(rf"{state}$")).first


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def choose(page: Page, field: Locator, words: str) -> None:
    """Chooses from a list that opens as one types; what the page draws meanwhile closes it."""
    option = page.get_by_role("option", name=words, exact=True)

    def offered() -> bool:
        if not option.is_visible():
            field.fill("")
            field.fill(words)
        return option.is_visible()

    until(offered, pause=0.5, wait=lambda seconds: page.wait_for_timeout(1000 * seconds))
    option.click()


def told_once(store: RunStore, id: str) -> bool:
    """Whether no batch was trained twice."""
    places = [(record.epoch, getattr(record, "batch", 1 << 30)) for record in read_records(store.folder(id))]
    return places == sorted(set(places))
