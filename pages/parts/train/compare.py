"""Several runs beside one another: one graph of all curves, what the seeds can show, and what each misreads.

Only what was tested on the same images shares a graph and a table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from core.digits.comparison.differences import Variant, settings_of, variants
from core.digits.comparison.measured import Trained, every_test
from core.digits.comparison.rules import REFERENCE
from core.digits.counted import counted
from core.digits.data.datasets import is_mnist
from core.figures.group_curves import (
    ACCURACY,
    LONGER,
    TEST_LOSS,
    TRAINING_LOSS,
    Curve,
    curve,
    ends_of,
    group_curves,
    panel,
)
from pages.components.shared.plot import plot
from pages.parts.train.recorded import RecordedRun, shortened
from pages.parts.train.spread import seeds
from pages.parts.train.worst import worst
from pages.shared.texts import capital, escaped

MOST_COMPARED = 48
MOST_COLUMNS = 6  # runs that a table has a column each for
MOST_PANELS = 3  # small graphs beside one another
MOST_COLOURS = 6  # variants in one graph; more are told apart in small ones
WHAT = {
    "Test accuracy": ACCURACY,
    "Test loss": TEST_LOSS,
    "Training loss": TRAINING_LOSS,
}
ALL, SMALL = "One graph", "A small graph for each"
IN_ALL = ("data", "epochs")  # which the table has in any case


def compare(runs: Mapping[str, RecordedRun]) -> None:
    """Runs by what they are called: for each data set a graph and a table, then the images."""
    short = dict(zip(shortened([*runs]), runs.values(), strict=True))
    if len(runs) <= MOST_COLUMNS:
        st.table(
            _table(short), border="horizontal", hide_index=True, alt="What the runs are, and the settings that differ."
        )
    what = st.segmented_control(
        "What is drawn", list(WHAT), default=next(iter(WHAT)), required=True, key="train compare what"
    )
    data_sets = dict.fromkeys(run.data for run in runs.values())
    if len(data_sets) > 1:
        st.caption("Accuracies on different images cannot be compared: each data set has a graph of its own.")
    for data in data_sets:
        some = {name: run for name, run in runs.items() if run.data == data}
        if len(data_sets) > 1:
            st.markdown(f"#### {data}")
        _section(data, some, WHAT.get(what or "", ACCURACY))
    worst(short)


def _section(data: str, runs: Mapping[str, RecordedRun], what: str) -> None:
    """What was tested on the same images."""
    found = variants([run.config for run in runs.values()])
    trained = [Trained.of(name, run.config, run.parameters, run.records) for name, run in runs.items()]
    _graph(data, list(runs.values()), _coloured(data, found), what)
    seeds(data, trained, found)
    st.download_button(
        "Every test as CSV",
        lambda: every_test(trained, found),
        "tests.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=f"train compare csv {data}",
    )


def _coloured(data: str, found: Sequence[Variant]) -> dict[str, list[int]]:
    """The runs of each colour, by its name: by all that differs, or by one setting of it."""
    differ = [words for words, _ in found[0].values]
    everything = "all that differs"
    by: str | None = everything
    if len(differ) > 1:
        options = [everything, *differ]
        by = st.segmented_control(
            "Coloured by", options, default=everything, required=True, key=f"train compare by {data}"
        )
    coloured: dict[str, list[int]] = {}
    for variant in found:
        name = f"{by} {dict(variant.values)[by]}" if by in differ and len(differ) > 1 else variant.name
        coloured.setdefault(name, []).extend(variant.members)
    return coloured


def _graph(data: str, runs: Sequence[RecordedRun], coloured: Mapping[str, Sequence[int]], what: str) -> None:
    epochs = max(run.config.epochs for run in runs)
    curves = {
        name: [curve(what, runs[place].batches, runs[place].scores) for place in places]
        for name, places in coloured.items()
    }
    form = ALL
    if len(curves) > 1:
        usual = ALL if len(curves) <= MOST_COLOURS else SMALL
        key = f"train compare form {data} {usual}"
        form = st.segmented_control("Graphs", (ALL, SMALL), default=usual, required=True, key=key) or usual
    alt = f"{capital(what)} of {counted(len(runs), 'run')} on {data}, coloured by what differs."
    if form == ALL:
        reference = REFERENCE if what == ACCURACY and all(is_mnist(run.config.data) for run in runs) else None
        plot(group_curves(curves, what, epochs, reference), f"train compare {what} {data}", alt)
    else:
        _panels(data, curves, what, epochs)
    if any(len(y) >= LONGER for each in curves.values() for _, y in each) and what != TRAINING_LOSS:
        st.caption("The start of the curves is outside where it is far worse than the rest.")


def _panels(data: str, curves: Mapping[str, Sequence[Curve]], what: str, epochs: int) -> None:
    st.caption(f"{capital(what)} over the epochs. All axes are alike.")
    ends, across = ends_of(curves, what), min(MOST_PANELS, len(curves))
    for place, (name, each) in enumerate(curves.items()):
        if place % across == 0:  # row by row: on a phone, where columns stand under one another, the order is the same
            columns = st.columns(across)
        with columns[place % across]:
            st.markdown(f"**{escaped(name)}**")
            alt = f"{capital(what)}, {name}."
            plot(panel(each, what, epochs, ends, place), f"train panel {what} {data} {place}", alt)


def _table(runs: Mapping[str, RecordedRun]) -> list[dict[str, str]]:
    """A row for each thing that is said of every run, then one for each setting in which they differ."""
    settings = [settings_of(run.config) for run in runs.values()]
    differ = [key for key in settings[0] if key not in IN_ALL and len({each[key] for each in settings}) > 1]
    rows = {
        "data": [run.data for run in runs.values()],
        "parameters": [f"{run.parameters:,}" for run in runs.values()],
        "epochs": [run.epochs for run in runs.values()],
        "test accuracy": [f"{100 * run.scores[-1].accuracy:.2f} %" if run.scores else "–" for run in runs.values()],
        **{words: [each[words] for each in settings] for words in differ},
    }
    return [
        {"of each run": words, **dict(zip(map(escaped, runs), values, strict=True))} for words, values in rows.items()
    ]
