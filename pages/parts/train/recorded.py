"""Runs as the tabs over several of them know them: settings, records so far, and what each is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from core.digits.runs.metadata import Metadata
from core.digits.runs.reader import Reader
from core.digits.runs.run import read_config
from core.digits.runs.status import FINISHED
from core.digits.training.config import Config
from core.digits.training.records import Batch, Record, Score, batches_in, scores_in
from core.errors import NoSuchRun, RunError
from pages.parts.train.damaged import Damaged
from pages.parts.train.state import train_state
from pages.shared.services import TITLES, on_a_page, services


@dataclass(frozen=True, eq=False)
class RecordedRun:
    """A run and all that it has recorded so far; its network has so many `parameters`.

    Some records of a run may be `damaged` and left out.
    """

    metadata: Metadata
    config: Config
    records: Sequence[Record]
    status: str
    parameters: int
    damaged: bool = False

    @cached_property
    def batches(self) -> Sequence[Batch]:
        return batches_in(self.records)

    @cached_property
    def scores(self) -> Sequence[Score]:
        return scores_in(self.records)

    @property
    def state(self) -> str:
        """Its status as the table has it."""
        return f"{self.status}, some records damaged" if self.damaged else self.status

    @property
    def finished(self) -> bool:
        return self.status == FINISHED

    @property
    def data(self) -> str:
        """The title of its data set; a folder has MNIST."""
        return TITLES.get(self.config.data, TITLES["mnist"])

    @property
    def epochs(self) -> str:
        """How many are done, of how many."""
        return f"{self.scores[-1].epoch if self.scores else 0} of {self.config.epochs}"


def recorded(metadata: Metadata) -> RecordedRun | Damaged | None:
    """None for a run that has just been deleted."""
    shared = services()
    try:
        folder = shared.store.folder(metadata.id)
        config, status = read_config(folder), shared.scheduler.status(metadata.id)
    except RunError as error:
        return Damaged(metadata, on_a_page(error))
    except NoSuchRun:
        return None
    reader = train_state().readers.setdefault(metadata.id, Reader(folder))
    reader.refresh()
    parameters, damaged = config.as_design().parameters, bool(reader.problems)
    return RecordedRun(metadata, config, reader.records, status.state, parameters, damaged)


def titles_of(listed: Sequence[Metadata]) -> dict[str, str]:
    """What each run is called, by its id; of several with one name, the oldest has it alone."""
    titles: dict[str, str] = {}
    for metadata in reversed(listed):  # the oldest first
        name, more = metadata.name, 1
        while name in titles.values():
            more += 1
            name = f"{metadata.name} ({more})"
        titles[metadata.id] = name
    return titles


def shortened(titles: Sequence[str]) -> Sequence[str]:
    """Titles without the name that all of several begin with, up to a colon, as those of a grid do."""
    names = {title.partition(": ")[0] for title in titles}
    rest = [title.partition(": ")[2] for title in titles]
    return rest if len(titles) > 1 and len(names) == 1 and all(rest) else titles
