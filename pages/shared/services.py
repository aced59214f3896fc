"""What all visitors of this server share: the run store, the scheduler that trains them, and data to look at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from weakref import WeakValueDictionary

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.digits.classifier import frozen
from core.digits.data.datasets import SOURCES, SYNTHETIC, DataSet, here, home, load
from core.digits.model import DigitNet
from core.digits.runs.lock import held
from core.digits.runs.metadata import Metadata
from core.digits.runs.redaction import without_places
from core.digits.runs.snapshots import read_snapshot
from core.digits.runs.store import RunStore
from core.digits.scheduler.scheduler import Scheduler
from core.digits.scheduler.settings import Settings
from core.errors import page_words
from pages.shared.lifespan import at_end
from pages.shared.once import once

TITLES = MappingProxyType({**{name: source.title for name, source in SOURCES.items()}, SYNTHETIC: "Generated digits"})
_held: WeakValueDictionary[tuple[str, int], DigitNet] = WeakValueDictionary()  # networks that somebody still looks at


@dataclass(frozen=True)
class Services:
    """One for each server."""

    settings: Settings
    store: RunStore
    scheduler: Scheduler

    def runs(self, visitor: str) -> tuple[Metadata, ...]:
        """The runs that a visitor may see, the newest first."""
        return self.store.list(visitor, self.settings.classroom)

    @property
    def busy(self) -> bool:
        """Whether anything trains now."""
        return any(held(self.store.root / metadata.id) for metadata in self.store.all())

    def find(self, id: str, visitor: str) -> Metadata:
        """One of them. Raises NoSuchRun."""
        return self.store.find(id, visitor, self.settings.classroom)


@once
def services() -> Services:
    """Raises ValueError, in a sentence, for settings of the server that make no sense."""
    settings = Settings.from_environment()
    store = RunStore(settings.runs)
    scheduler = Scheduler(
        store, settings.at_once, settings.idle_after, limits=settings.limits, cluster=settings.cluster
    )
    shared = Services(settings, store, scheduler)
    at_end(shared.scheduler.close)
    return shared


def on_a_page(error: Exception) -> str:
    """An error in a sentence for visitors, who see no folder of this server."""
    return without_places(page_words(error), services().store.root)


def download_share(name: str) -> float | None:
    """How much of a data set's download has come, from 0 to 1; None while there is no download."""
    source = SOURCES.get(name)
    if source is None or here(name):
        return None
    temporary = next(home().glob(".download-*"), None)
    come = sum(path.stat().st_size for path in temporary.rglob("*.gz")) if temporary else 0
    return min(come / (source.archives * 1e6), 1.0) if temporary else None


@st.cache_resource(max_entries=3, show_spinner="Opening the data…")
def data_set(name: str) -> DataSet:
    """A data set to look at, shared and never changed. Raises DataError."""
    return _drawn() if name == SYNTHETIC else load(name)


@once
def _drawn() -> DataSet:
    """Drawing them takes seconds, reading the others from files a tenth of one."""
    return load(SYNTHETIC)


def as_seen(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Images of a data set as networks take them, from 0, paper, to 1, ink; their makers have prepared them."""
    return images.astype(np.float32) / np.float32(255)


@st.cache_resource(max_entries=40, show_spinner=False)
def network(folder: str, epoch: int) -> DigitNet:
    """The network of a run after an epoch, shared and never changed; one object as long as anybody has it.

    Raises RunError, in a sentence, if its snapshot is missing or damaged.
    """
    found = _held.get((folder, epoch))
    if found is None:
        found = _held[folder, epoch] = frozen(read_snapshot(Path(folder), epoch).net())
    return found
