"""What a run gets wrong: the confusion matrix of an epoch, the images in a cell, every layer's maps of one of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.digits.classifier import activations
from core.digits.interval import wilson
from core.digits.model import DigitNet
from core.digits.runs.snapshots import epochs, read_snapshot
from core.digits.table import table
from core.digits.training.config import Config
from core.errors import DataError, RunError
from core.figures.confusion import confusion, confusion_matrix, digit_accuracies
from pages.components.gallery.component import ImagePick, gallery, picked
from pages.components.layers.component import layers
from pages.components.shared.plot import plot
from pages.parts.train.misread import Answers, answers_of, caption, misread
from pages.parts.train.state import train_state
from pages.parts.train.tabs import TRAVEL, turn_to
from pages.shared.services import as_seen, data_set, network, on_a_page
from pages.shared.texts import a_digit

MOST_SHOWN = 60
DIGITS = range(10)
GALLERY, PINNED = "train mistakes gallery", "train pinned"
MATRIX, TRUTH, ANSWER = "train confusion", "train cell truth", "train cell answer"
Cell = tuple[int | None, int | None]  # what the digit is, and what it was read as; None for any
widgets = st.session_state


def mistakes(folder: Path, config: Config) -> None:
    """The whole of the tab."""
    kept = [epoch for epoch in epochs(folder) if epoch > 0]
    if not kept:
        st.info("The first test comes at the end of the first epoch.", icon=":material/info:")
        return
    if (epoch := choose_epoch(kept, "train mistakes epoch")) is None:
        return
    try:
        snapshot, digits = read_snapshot(folder, epoch), data_set(config.data)
        net = network(str(folder), epoch)
    except (RunError, DataError) as error:
        st.warning(on_a_page(error), icon=":material/warning:")
        return
    if snapshot.answers is None or len(snapshot.answers) != len(digits.test):
        st.warning("This run was tested on other data than what is here now.", icon=":material/warning:")
        return
    answers = answers_of(snapshot, digits.test.labels.numpy())
    counts = confusion(answers.truth, answers.said)
    wrong = len(answers.truth) - int(counts.trace())
    low, high = wilson(int(counts.trace()), len(answers.truth))
    st.markdown(
        f"After epoch {epoch}: **{wrong:,} of {len(answers.truth):,}** test images misread, "
        f"{counts.trace() / counts.sum():.2%} right (95 % interval {low:.2%} to {high:.2%})."
    )
    left, right = st.columns([3, 2], gap="large")
    with left:
        cell = _choose_cell(counts)
    with right:
        plot(digit_accuracies(counts), "train digit accuracies", "Accuracy of each digit, with intervals.")
    images = misread(answers, *cell, most=MOST_SHOWN)
    state = train_state()

    def choose(pick: ImagePick) -> None:
        state.mistake = int(images[pick.index]) if pick.index < len(images) else None

    picked(GALLERY, choose)
    place = next((place for place, image in enumerate(images) if image == state.mistake), None)
    title = _title(*cell)
    st.markdown(f"**{title}**")
    st.caption("Click an image to see what every layer made of it; by keyboard: arrow keys, then Enter.")
    gallery(
        digits.test.images[images].numpy(),
        [caption(answers, int(image)) for image in images],
        chosen=place,
        empty="No image of the test set is in this cell.",
        title=title,
        key=GALLERY,
    )
    if place is not None:
        index = int(images[place])
        _closer(net, digits.test.images[index].numpy(), index, answers)


def choose_epoch(kept: list[int], key: str) -> int | None:
    """A slider over epochs that stays at the last one until it is moved."""
    if len(kept) == 1:
        return kept[0]
    latest = train_state().latest
    if widgets.get(key) not in kept or latest.get(key) == widgets.get(key):
        widgets[key] = kept[-1]  # follow the run as long as the learner has not gone back
    latest[key] = kept[-1]
    return int(st.select_slider("After epoch", kept, key=key))


def _choose_cell(counts: NDArray[np.int64]) -> Cell:
    """The matrix, whose cells can be clicked, and beside the mouse two lists for the same."""
    place = st.container()  # above the lists, which know what is chosen
    st.caption("Click a cell to see its images, or choose it here:")
    with st.container(horizontal=True):
        truth, answer = (
            st.selectbox(
                label,
                [None, *DIGITS],
                format_func=_digit,
                key=key,
                width=140,
                on_change=_listed,
                placeholder=_digit(None),  # Streamlit shows it, where nothing is what is chosen
            )
            for label, key in (("The digit is", TRUTH), ("Read as", ANSWER))
        )
    key = f"{MATRIX} {train_state().listed_cells}"  # a new one forgets the last click, which may come again
    with place:
        alt = "How often each digit was taken for which."
        plot(confusion_matrix(counts, truth, answer), key, alt, on_select=lambda: _clicked(key))
    return truth, answer


def _digit(digit: int | None) -> str:
    return "any" if digit is None else str(digit)


def _listed() -> None:
    train_state().listed_cells += 1


def _clicked(matrix: str) -> None:
    widgets[TRUTH], widgets[ANSWER] = _cell(widgets[matrix]) or (None, None)


def _title(truth: int | None, answer: int | None) -> str:
    if truth is None and answer is None:
        return "The worst mistakes: the surest first"
    return f"{_digit(truth)} read as {_digit(answer)}" if truth is not None else f"Read as {answer}, and wrong"


def _cell(chosen: Any) -> tuple[int, int] | None:
    """The cell (truth, answer) that was clicked."""
    selection = chosen.get("selection")
    for points in selection.values() if isinstance(selection, Mapping) else ():
        for point in points if isinstance(points, list) else ():
            if isinstance(point, Mapping):
                truth, answer = point.get("truth", -1), point.get("answer", -1)
                if truth in DIGITS and answer in DIGITS:
                    return int(truth), int(answer)
    return None


def _closer(net: DigitNet, image: NDArray[np.uint8], index: int, answers: Answers) -> None:
    """One image, through every layer."""
    icon = ":material/push_pin:"
    if st.button("Pin this image for time travel", icon=icon, key="train pin", on_click=_pin, args=(index,)):
        st.rerun()  # the tabs are outside
    seen = activations(net, as_seen(image))
    title = f"Test image {index}: {a_digit(answers.truth[index])}, read as {answers.said[index]}"
    layers(table(net), maps=seen, title=title, key="train mistake layers")


def _pin(index: int) -> None:
    widgets[PINNED] = index
    turn_to(TRAVEL)
