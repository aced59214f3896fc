"""The images that each of several runs misreads most surely, and those that all of them misread."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st

from core.digits.counted import counted
from core.digits.runs.snapshots import epochs, read_snapshot
from core.errors import DataError, NoSuchRun, RunError
from pages.components.gallery.component import gallery
from pages.parts.train.misread import Answers, answers_of, caption, misread
from pages.parts.train.recorded import RecordedRun
from pages.shared.services import data_set, on_a_page, services
from pages.shared.texts import escaped

SHOWN = 25  # images of each run
MOST_RUNS = 12  # whose images are shown


def worst(runs: Mapping[str, RecordedRun]) -> None:
    """A gallery for each run, asked for by a switch: to open a run's answers takes a moment."""
    if not st.toggle(f"The {SHOWN} worst misread images of each run", key="train compare worst"):
        return
    answers = {name: found for name, run in list(runs.items())[:MOST_RUNS] if (found := _answers(name, run))}
    if len(runs) > MOST_RUNS:
        st.caption(f"Of the first {MOST_RUNS} runs; choose fewer to see the others.")
    if len(answers) > 1:
        _of_all(answers, runs)
    for place, (name, each) in enumerate(answers.items()):
        if place % 2 == 0:  # row by row: on a phone, where columns stand under one another, the order is the same
            columns = st.columns(2, gap="large")
        with columns[place % 2]:
            images = misread(each, most=SHOWN)
            wrong = int((each.said != each.truth).sum())
            st.markdown(f"**{escaped(name)}**: {counted(wrong, 'image')} misread")
            gallery(
                data_set(runs[name].config.data).test.images[images].numpy(),
                [caption(each, int(image)) for image in images],
                empty="It misreads no image.",
                title=f"The worst misread images of {name}",
                key=f"train worst {runs[name].metadata.id}",
            )


def _answers(name: str, run: RecordedRun) -> Answers | None:
    """What the run answered after its last epoch; None where that cannot be had, which is said."""
    try:
        folder = services().store.folder(run.metadata.id)
        kept = [epoch for epoch in epochs(folder) if epoch > 0]
        if not kept:
            st.caption(f"{escaped(name)}: the first test comes at the end of the first epoch.")
            return None
        snapshot, digits = read_snapshot(folder, kept[-1]), data_set(run.config.data).test
    except (RunError, NoSuchRun, DataError) as error:
        st.warning(f"{escaped(name)}: {on_a_page(error)}", icon=":material/warning:")
        return None
    if snapshot.answers is None or len(snapshot.answers) != len(digits):
        st.warning(f"{escaped(name)} was tested on other data than what is here now.", icon=":material/warning:")
        return None
    return answers_of(snapshot, digits.labels.numpy())


def _of_all(answers: Mapping[str, Answers], runs: Mapping[str, RecordedRun]) -> None:
    """What no training helped with: images that are misread by every run on the same data."""
    data = {runs[name].config.data for name in answers}
    if len(data) > 1:
        return
    found = list(answers.values())
    all_wrong = np.logical_and.reduce([each.said != each.truth for each in found])
    images = np.flatnonzero(all_wrong)
    st.markdown(f"**Misread by all of them**: {counted(len(images), 'image')}.")
    if len(images):
        shown = images[:SHOWN]
        gallery(
            data_set(data.pop()).test.images[shown].numpy(),
            [f"{found[0].truth[image]}" for image in shown],
            title="Images that all of these runs misread",
            key="train worst of all",
        )
