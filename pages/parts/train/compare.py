"""Several runs side by side: their curves, the settings that differ, and what luck is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import mean, stdev

import streamlit as st

from core.digits.runs.metadata import Metadata
from core.digits.training.config import Config
from core.digits.training.records import Batch, Score
from core.figures.score_curves import accuracy_curves, score_curves, seed_curves
from core.figures.training_curves import loss_curves
from pages.components.shared.plot import plot
from pages.shared.texts import escaped

MOST_COMPARED = 6


@dataclass(frozen=True, eq=False)
class RecordedRun:
    """A run and all that it has recorded so far."""

    metadata: Metadata
    config: Config
    batches: Sequence[Batch]
    scores: Sequence[Score]
    state: str


def compare(chosen: Sequence[RecordedRun]) -> None:
    """Curves over one another, the settings that differ, and what luck is worth where only the seed differs."""
    names: dict[str, RecordedRun] = {}
    for run in chosen:
        name = run.metadata.name
        names[f"{name} ({run.metadata.id[:4]})" if name in names else name] = run
    epochs = max(run.config.epochs for run in chosen)
    scores = {name: run.scores for name, run in names.items()}
    batches = {name: run.batches for name, run in names.items()}
    if differing := _differences(names):
        st.table(differing)
    if _same_but_seed(chosen):
        last = [100 * run.scores[-1].accuracy for run in chosen if run.scores]
        if len(last) > 1:
            st.markdown(
                f"The same settings, {len(last)} seeds: **{mean(last):.2f} %** on average, sd {stdev(last):.2f}."
            )
        plot(seed_curves(scores, epochs), "train seeds", "Accuracy of each seed, their mean and spread.")
    left, right = st.columns(2)
    with left:
        plot(accuracy_curves(scores, epochs), "train compare accuracy", "Test accuracy of each run.")
    with right:
        plot(score_curves(scores, epochs), "train compare test loss", "Test loss of each run.")
    plot(loss_curves(batches, epochs, logarithmic=True), "train compare loss", "Training loss of each run.")


def _settings(config: Config) -> dict[str, object]:
    return {name: value for name, value in asdict(config).items() if name not in ("device", "threads")}


def _same_but_seed(chosen: Sequence[RecordedRun]) -> bool:
    return len({tuple(item for item in _settings(run.config).items() if item[0] != "seed") for run in chosen}) == 1


def _differences(names: dict[str, RecordedRun]) -> list[dict[str, str]]:
    """A row for each setting in which the runs differ."""
    settings = {name: _settings(run.config) for name, run in names.items()}
    differ = [key for key in next(iter(settings.values())) if len({str(each[key]) for each in settings.values()}) > 1]
    return [
        {"setting": key.replace("_", " "), **{escaped(name): str(each[key]) for name, each in settings.items()}}
        for key in differ
    ]
