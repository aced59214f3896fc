"""One run: its head, and tabs with its live curves, its mistakes, its past and its log; each looks at its own pace.

A look costs the browser more than the server, and both cost a training on the same machine its pace: so what changes
with every batch is looked at often, and alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from inspect import getsource
from pathlib import Path

import streamlit as st

from core.digits.counted import counted
from core.digits.runs.metadata import Metadata
from core.digits.runs.reader import Reader
from core.digits.runs.run import read_config
from core.digits.runs.status import TESTING, Status
from core.digits.runs.throughput import throughput
from core.digits.training import loop
from core.digits.training.config import Config
from core.digits.training.estimate import spell
from core.digits.training.progress import log
from core.errors import NoSuchRun, RunError
from pages.parts.train.head import head
from pages.parts.train.home import take_home
from pages.parts.train.live import curves, now
from pages.parts.train.mistakes import mistakes
from pages.parts.train.state import train_state
from pages.parts.train.tabs import LIVE, LOG, MISTAKES, RUN_TAB, TRAVEL, turn
from pages.parts.train.travel import travel
from pages.shared.services import on_a_page, services
from pages.shared.texts import text

OFTEN, SOON, SELDOM = 0.45, 1.0, 2.0  # seconds between two looks at a run


@dataclass(frozen=True)
class Seen:
    """What is seen of a run at one moment."""

    metadata: Metadata
    config: Config
    status: Status
    reader: Reader

    @property
    def folder(self) -> Path:
        return self.reader.folder


def watch(visitor: str) -> None:
    """The run that the visitor looks at; while it trains, again and again."""
    id = train_state().run
    try:
        alive = _see(id, visitor).status.alive
    except (NoSuchRun, RunError) as error:
        st.info(on_a_page(error) if id else text("train-no-run"), icon=":material/info:")
        return
    st.fragment(_head, run_every=SOON if alive else SELDOM)(id, visitor, alive)
    turn()
    tabs = st.tabs([LIVE, MISTAKES, TRAVEL, LOG], key=RUN_TAB, on_change="rerun")
    for tab, parts in zip(tabs, PARTS, strict=True):
        if tab.open:
            with tab:
                for part, seconds in parts.items():
                    st.fragment(part, run_every=seconds if alive else None)(id, visitor, alive)


def _see(id: str, visitor: str) -> Seen:
    """Raises NoSuchRun and RunError."""
    shared = services()
    metadata, folder = shared.find(id, visitor), shared.store.folder(id)
    config = read_config(folder)
    shared.scheduler.touch(id)
    state = train_state()
    if state.reader is None or state.reader.folder != folder:
        state.reader = Reader(folder)
    state.reader.refresh()
    return Seen(metadata, config, shared.scheduler.status(id), state.reader)


def _seen(id: str, visitor: str, alive: bool) -> Seen:
    """What a part shall show, if the page around it is still right for it."""
    try:
        seen = _see(id, visitor)
    except (NoSuchRun, RunError):
        st.rerun()
    if seen.status.alive != alive or train_state().run != id:
        st.rerun()
    return seen


def _head(id: str, visitor: str, alive: bool) -> None:
    seen = _seen(id, visitor, alive)
    head(seen.metadata, seen.status, seen.config, bool(seen.reader.records), seen.reader.problems)


def _now(id: str, visitor: str, alive: bool) -> None:
    seen = _seen(id, visitor, alive)
    _progress(seen)
    now(seen.config, seen.reader.records)


def _curves(id: str, visitor: str, alive: bool) -> None:
    seen = _seen(id, visitor, alive)
    curves(seen.config, seen.reader.records)


def _mistakes(id: str, visitor: str, alive: bool) -> None:
    seen = _seen(id, visitor, alive)
    _progress(seen)
    mistakes(seen.folder, seen.config)


def _travel(id: str, visitor: str, alive: bool) -> None:
    seen = _seen(id, visitor, alive)
    _progress(seen)
    travel(seen.folder, seen.config)


def _log(id: str, visitor: str, alive: bool) -> None:
    seen = _seen(id, visitor, alive)
    _progress(seen)
    lines = log(seen.reader.records)
    # Neither has a height, because no key could scroll it.
    st.code(lines or "Nothing yet: the first line comes with the end of the first epoch.", None, wrap_lines=True)
    st.caption("The same run from a terminal, as a script, as a notebook:")
    take_home(seen.config, "train log")
    st.caption("The loop that trains it, as it runs (core/digits/training/loop.py):")
    st.code(getsource(loop.fit), language="python", wrap_lines=True)


def _progress(seen: Seen) -> None:
    found, status = throughput(seen.config, seen.reader.records), seen.status
    if not found.batches:
        words = status.sentence if status.alive else f"0 of {counted(found.epochs, 'epoch')}"
    elif found.share == 1:
        words = f"{counted(found.epochs, 'epoch')} in {spell(found.seconds)}"
    else:
        batch = "testing" if status.state == TESTING else f"batch {found.batch} of {found.batches}"
        words = f"Epoch {found.epoch} of {found.epochs} · {batch}"
        if status.alive and found.images_a_second:
            words += f" · {found.images_a_second:,.0f} images/s · {spell(found.seconds_left)} left"
    st.progress(found.share, words)


PARTS = ({_now: OFTEN, _curves: SELDOM}, {_mistakes: SELDOM}, {_travel: SELDOM}, {_log: SELDOM})  # of each tab
