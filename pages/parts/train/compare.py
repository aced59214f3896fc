"""Several runs side by side: what they are and where they differ, their curves, and what luck is worth.

Only what was tested on the same images shares a chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from statistics import mean, stdev

import streamlit as st

from core.digits.data.datasets import is_mnist
from core.digits.training.aims import REFERENCE
from core.digits.training.config import Config
from core.figures.score_curves import accuracy_curves, score_curves, seed_curves
from core.figures.training_curves import loss_curves
from pages.components.shared.plot import plot
from pages.parts.train.recorded import RecordedRun
from pages.shared.texts import escaped

MOST_COMPARED = 6
WORDS = {  # of settings, where the page calls them otherwise
    "share": "share of the images",
    "synthetic": "generated digits added to a batch",
    "seed": "random seed",
    "start": "begun from",
    "widths": "maps and neurons",
    "batch_norm": "batch normalisation",
    "pool_after": "max pooling after layer",
    "design": "operations",
    "averaging": "share of the average kept",
    "variation": "strength of the augmentation",
}
IN_ALL = ("data", "epochs")  # which the table has in any case


def compare(runs: Mapping[str, RecordedRun]) -> None:
    """Runs by what they are called: a table, and for each data set the curves over one another."""
    st.table(_table(runs), border="horizontal", hide_index=True, alt="What the runs are, and the settings that differ.")
    if _same_but_seed(runs.values()):
        _luck(runs)
    data_sets = dict.fromkeys(run.data for run in runs.values())
    if len(data_sets) > 1:
        st.caption("Accuracies on different images cannot be compared: each data set has charts of its own.")
    for data in data_sets:
        _curves(data, {name: run for name, run in runs.items() if run.data == data})


def _curves(data: str, runs: Mapping[str, RecordedRun]) -> None:
    epochs = max(run.config.epochs for run in runs.values())
    scores = {name: run.scores for name, run in runs.items()}
    reference = REFERENCE if all(is_mnist(run.config.data) for run in runs.values()) else None
    alone = f": {escaped(*runs)}" if len(runs) == 1 else ""  # its charts have no legend
    st.markdown(f"#### {data}{alone}")
    left, right = st.columns(2)
    with left:
        st.markdown("**Accuracy on the test images**")
        alt = f"Test accuracy of each run on {data}."
        plot(accuracy_curves(scores, epochs, reference), f"train compare accuracy {data}", alt)
    with right:
        st.markdown("**Loss on the test images**")
        plot(score_curves(scores, epochs), f"train compare test loss {data}", f"Test loss of each run on {data}.")
    st.markdown("**Loss while training**")
    batches = {name: run.batches for name, run in runs.items()}
    curves = loss_curves(batches, epochs, logarithmic=True)
    plot(curves, f"train compare loss {data}", f"Training loss of each run on {data}.")


def _luck(runs: Mapping[str, RecordedRun]) -> None:
    """What the seed alone is worth."""
    last = [100 * run.scores[-1].accuracy for run in runs.values() if run.scores]
    if len(last) > 1:
        st.markdown(f"The same settings, {len(last)} seeds: **{mean(last):.2f} %** on average, sd {stdev(last):.2f}.")
    epochs = max(run.config.epochs for run in runs.values())
    scores = {name: run.scores for name, run in runs.items()}
    plot(seed_curves(scores, epochs), "train seeds", "Accuracy of each seed, their mean and spread.")


def _settings(config: Config) -> dict[str, object]:
    return {name: value for name, value in asdict(config).items() if name not in ("device", "threads")}


def _same_but_seed(runs: Iterable[RecordedRun]) -> bool:
    return len({tuple(item for item in _settings(run.config).items() if item[0] != "seed") for run in runs}) == 1


def _table(runs: Mapping[str, RecordedRun]) -> list[dict[str, str]]:
    """A row for each thing that is said of every run, then one for each setting in which they differ."""
    settings = [_settings(run.config) for run in runs.values()]
    differ = [key for key in settings[0] if key not in IN_ALL and len({str(each[key]) for each in settings}) > 1]
    rows = {
        "data": [run.data for run in runs.values()],
        "parameters": [f"{run.parameters:,}" for run in runs.values()],
        "epochs": [run.epochs for run in runs.values()],
        "test accuracy": [f"{100 * run.scores[-1].accuracy:.2f} %" if run.scores else "–" for run in runs.values()],
        **{WORDS.get(key, key.replace("_", " ")): [_said(key, each[key]) for each in settings] for key in differ},
    }
    return [
        {"of each run": words, **dict(zip(map(escaped, runs), values, strict=True))} for words, values in rows.items()
    ]


def _said(key: str, value: object) -> str:
    """A setting's value as the page says it."""
    match key, value:
        case "start", _:
            return "another run's weights" if value else "random weights"
        case "design", str():
            return value or "the seven layers"
        case "share", float():
            return f"{100 * value:.0f} %"
        case _, bool():
            return "on" if value else "off"
        case _, tuple():
            return ", ".join(map(str, value))
    return str(value)
