"""The numbers and curves of a run while it trains: loss, accuracy, learning rate, gradients; all change in place."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.digits.interval import wilson
from core.digits.training.config import Config
from core.digits.training.records import Batch, Record, Score, batches_in, scores_in
from core.figures.gradient_curves import gradient_curves, remark
from core.figures.score_curves import accuracy_curves, score_curves
from core.figures.training_curves import loss_curves, rate_curve
from pages.components.shared.plot import plot

LOGARITHMIC = "train logarithmic loss"
PLANNED = 100  # points of the planned learning rate
ROUGH = 100  # changes of a chart that need not follow every batch


def now(config: Config, records: Sequence[Record]) -> None:
    """What changes with every batch: numbers, and the loss."""
    batches, scores = batches_in(records), scores_in(records)
    _numbers(batches, scores)
    if sentence := remark([batch.gradients for batch in batches[-50:]]):
        st.warning(sentence, icon=":material/warning:")
    logarithmic = st.session_state.get(LOGARITHMIC, False)
    plot(
        loss_curves({"this run": batches}, config.epochs, logarithmic),
        "train live loss",
        "Training loss of each batch.",
    )
    st.toggle("Logarithmic loss", key=LOGARITHMIC)


def curves(config: Config, records: Sequence[Record]) -> None:
    """What changes with every epoch or slowly."""
    batches, scores = _now_and_then(batches_in(records), records), scores_in(records)
    planned = [config.rate(step, PLANNED) for step in range(PLANNED)]
    left, right = st.columns(2)
    with left:
        plot(
            accuracy_curves({"this run": scores}, config.epochs),
            "train live accuracy",
            "Test accuracy after each epoch.",
        )
        plot(rate_curve(batches, planned, config.epochs), "train live rate", "The learning rate, planned and so far.")
    with right:
        plot(score_curves({"this run": scores}, config.epochs), "train live test loss", "Test loss after each epoch.")
        plot(gradient_curves(batches, config.epochs), "train live gradients", "Length of the gradient of each layer.")


def _now_and_then(batches: Sequence[Batch], records: Sequence[Record]) -> Sequence[Batch]:
    """The batches up to the last hundredth of them, and all when an epoch is over.

    A chart that is as it was is not sent again, and a hundredth of its width is hardly seen.
    """
    if records and isinstance(records[-1], Score):
        return batches
    step = max(1, len(batches) // ROUGH)
    return batches[: len(batches) // step * step]


def _numbers(batches: Sequence[Batch], scores: Sequence[Score]) -> None:
    loss = f"{batches[-1].loss:.4f}" if batches else "–"
    best = accuracy = test = "–"
    between = None
    if scores:
        last = scores[-1]
        accuracy, test = f"{last.accuracy:.2%}", f"{last.loss:.4f}"
        low, high = wilson(last.correct, last.total)
        between = f"95 % interval {100 * low:.2f} to {100 * high:.2f}"
        best = f"{last.total - last.correct:,} of {last.total:,}"
    with st.container(horizontal=True):
        st.metric("Loss of the last batch", loss, width="content")
        st.metric("Test loss", test, width="content")
        st.metric("Test accuracy", accuracy, between, delta_color="off", delta_arrow="off", width="content")
        st.metric("Misread", best, width="content")
