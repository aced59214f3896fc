"""One training with all around it: what a terminal shows, what its folder keeps, and where it stops."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import torch

from core.digits.counted import counted
from core.digits.data.datasets import DataSet
from core.digits.runs.run import Run, read_state
from core.digits.runs.snapshots import Snapshot, write_snapshot
from core.digits.runs.status import BETWEEN_CHECKPOINTS, FINISHED, TESTING, TRAINING
from core.digits.scheduler.signals import Interruption, Stopped
from core.digits.table import table
from core.digits.training.loop import Training, fingerprint, fit
from core.digits.training.progress import Progress
from core.digits.training.records import Record, Score

SENTENCES = {TRAINING: "The training goes on.", TESTING: "A whole split is being answered."}


class Session:
    """Carries a training from where it is to its end; without a `run` nothing is kept."""

    def __init__(
        self, training: Training, data: DataSet, run: Run | None, progress: Progress, interruption: Interruption
    ) -> None:
        self.training, self.data, self.run = training, data, run
        self.progress, self.interruption = progress, interruption
        self.batches = len(data.train.first(training.config.share)) // training.config.batch_size  # of an epoch
        self._state = ""  # what was reported last
        self._saved = monotonic()
        self._all_saved = True  # whether nothing would be lost by an end at this moment

    def begin(self, device_reason: str) -> None:
        """Says what is going to be trained, and goes back to the last checkpoint if there is one."""
        training, data, say = self.training, self.data, self.progress.say
        parameters = sum(row.parameters for row in table(training.net))
        threads = counted(torch.get_num_threads(), "thread")
        processes = f"{threads}, {counted(training.group.size, 'process', 'processes')}"
        say(f"Device: {training.device}, {device_reason}; {processes}")
        say(f"Data: {data.title}, {len(data.train)} + {len(data.test)} images; {data.origin}; {data.licence}")
        say(f"Network: {parameters} parameters")
        state = training.group.broadcast(self.run.restore(training.restore) if self.run else None)
        for note in self.run.notes if self.run else ():
            say(note)
        if state:
            training.restore(state)
            self.progress.begin(training.batch, training.seconds)
            done = counted(training.epoch, "epoch"), counted(training.batch, "batch", "batches")
            say(f"Resumed after {done[0]} and {done[1]}.")
        elif training.config.start:
            start_from(Path(training.config.start).expanduser(), training)
            say(f"Started with the weights of {training.config.start}.")
        if self.run:
            self.run.remember({"parameters": parameters, "data": {"title": data.title, "origin": data.origin}})
            if not state:
                self._snapshot(self.run)
                self.run.save(training.state())  # so that what it started with may change or go

    def train(self) -> None:
        """Shows and keeps every record of the training. Raises Stopped after a signal, when all is saved."""
        records = fit(self.training.config, self.data, self.training)
        while (record := self._next(records)) is not None:
            self.progress.show(record)
            stopping = self.training.group.any(self.interruption.asked)
            if stopping:
                self.interruption.answered()
            self._keep(record, stopping)
            if stopping:
                raise Stopped
        self.report(FINISHED, f"Trained to the end: {counted(self.training.config.epochs, 'epoch')}.")
        self.progress.say(f"Weights: SHA-256 {fingerprint(self.training.ema.net)}")

    def report(self, state: str, sentence: str) -> None:
        """Says in the run's folder, if there is one, how the training is doing."""
        if self.run:
            self.run.report(state, sentence)

    def _next(self, records: Iterator[Record]) -> Record | None:
        """The next record; while it is waited for, a signal ends the training at once if all is saved."""
        state = TESTING if self._score_is_next() else TRAINING
        if state != self._state:
            self._state = state
            self.report(state, SENTENCES[state])
        with self.interruption.at_once(self._all_saved):
            return next(records, None)

    def _keep(self, record: Record, stopping: bool) -> None:
        """Writes the record, a snapshot after each epoch, and a checkpoint where one is due."""
        self._all_saved = False
        if self.run is None:
            return
        self.run.write(record)
        if isinstance(record, Score) and record.split == "test" and not record.final:
            self._snapshot(self.run)
        whole = isinstance(record, Score) or self._score_is_next()
        if stopping or whole or monotonic() - self._saved > BETWEEN_CHECKPOINTS:
            self.run.save(self.training.state())
            self._saved, self._all_saved = monotonic(), True

    def _score_is_next(self) -> bool:
        """Whether the next record is a score, which takes as long as a whole split does."""
        return self.training.batch == self.batches or self.training.epoch == self.training.config.epochs

    def _snapshot(self, run: Run) -> None:
        training = self.training
        answers = training.answers if len(training.answers) else None
        weights = training.ema.net.state_dict()
        write_snapshot(run.folder, Snapshot(training.epoch, training.config.network(), weights, answers))


def start_from(folder: Path, training: Training) -> None:
    """Takes the EMA weights of another run's last checkpoint. Raises ValueError if they do not fit."""
    state = read_state(folder)
    if state is None:
        raise ValueError(f"there is no checkpoint in {folder} to start from: name a run that was trained.")
    own, other = training.state()["network"], state.get("network")
    if other != own:
        raise ValueError(f"the run in {folder} has another network, {other}, not {own}.")
    try:
        training.net.load_state_dict(state["averaged"])
        training.ema.net.load_state_dict(state["averaged"])
    except (KeyError, TypeError, AttributeError, RuntimeError) as error:
        raise ValueError(f"the last checkpoint in {folder} is damaged: name another run.") from error
