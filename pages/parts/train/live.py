"""The numbers and curves of a run while it trains: loss, accuracy, learning rate, gradients; all change in place."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.digits.comparison.rules import REFERENCE
from core.digits.data.datasets import is_mnist
from core.digits.interval import wilson
from core.digits.training.config import Config
from core.digits.training.records import Batch, Record, Score, batches_in, scores_in, train_scores_in
from core.figures.gradient_curves import gradient_curves, remark
from core.figures.score_curves import accuracy_curves, score_curves
from core.figures.training_curves import loss_curves, rate_curve
from pages.components.shared.plot import plot
from pages.parts.train.checklist import checklist
from pages.shared.texts import text

LOGARITHMIC = "train logarithmic loss"
ROUGH = 100  # changes of a chart that need not follow every batch


def now(config: Config, records: Sequence[Record]) -> None:
    """What changes with every batch: numbers, and the loss."""
    batches, scores = batches_in(records), scores_in(records)
    _numbers(batches, scores)
    checklist(config, scores)
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
    batches = _now_and_then(batches_in(records), records)
    read = {"test images": scores_in(records), "training images": train_scores_in(records)}
    reference = REFERENCE if is_mnist(config.data) else None
    st.caption(_overfitting(*read.values()))
    left, right = st.columns(2)
    with left:
        plot(
            accuracy_curves(read, config.epochs, reference),
            "train live accuracy",
            "Accuracy on test and training images after each epoch.",
        )
        plot(
            rate_curve(batches, config.planned(), config.epochs),
            "train live rate",
            "The learning rate, planned and so far.",
        )
    with right:
        plot(
            score_curves(read, config.epochs),
            "train live test loss",
            "Loss on test and training images after each epoch.",
        )
        plot(gradient_curves(batches, config.epochs), "train live gradients", "Length of the gradient of each layer.")


def _overfitting(tests: Sequence[Score], trains: Sequence[Score]) -> str:
    """What the two lines of the charts of scores say about each other."""
    words = text("train-overfitting")
    if not tests or not trains or trains[-1].epoch != tests[-1].epoch:
        return words
    test, train = 100 * tests[-1].accuracy, 100 * trains[-1].accuracy
    epoch = tests[-1].epoch
    return f"{words} After epoch {epoch}: {train:.2f} % of the training images, {test:.2f} % of the test images."


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
