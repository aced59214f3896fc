"""Time travel: what every layer made of one pinned image, after each epoch of a run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.digits.classifier import Filters, activations, filters, probabilities
from core.digits.counted import counted
from core.digits.runs.snapshots import epochs
from core.digits.table import table
from core.digits.training.config import Config
from core.errors import DataError, RunError
from core.figures.mosaic import mosaic
from core.figures.pinned_curves import pinned_curves
from pages.components.layers.component import layers
from pages.components.shared.plot import plot
from pages.parts.train.mistakes import PINNED, choose_epoch
from pages.shared.number_field import number_field
from pages.shared.pinned import pinned
from pages.shared.services import as_seen, data_set, network, on_a_page
from pages.shared.texts import a_digit, text

LARGE = 72  # pixels of a kernel's side
widgets = st.session_state


def travel(folder: Path, config: Config) -> None:
    """The whole of the tab."""
    kept = list(epochs(folder))
    try:
        digits = data_set(config.data)
    except DataError as error:
        st.warning(on_a_page(error), icon=":material/warning:")
        return
    if not kept:
        st.info("The first snapshot comes with the first batch.", icon=":material/info:")
        return
    st.markdown(text("train-travel"))
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    with left:
        widgets[PINNED] = min(widgets.get(PINNED, 0), len(digits.test) - 1)
        drawn = pinned()
        own = drawn is not None and st.toggle("My drawing", True, key="train travel drawing")
        index = number_field("Test image", 0, len(digits.test) - 1, key=PINNED, disabled=own)
    with right:
        epoch = choose_epoch(kept, "train travel epoch")
    assert epoch is not None
    image = drawn if own and drawn is not None else as_seen(digits.test.images[index].numpy())
    label = int(digits.test.labels[index])
    what = "Your drawing" if own else f"Test image {index}, {a_digit(label)}"
    answered, answers = _answers(str(folder), tuple(kept), image.tobytes())
    curves = pinned_curves(answered, answers, config.epochs)
    plot(curves, "train pinned curves", "The probabilities of the pinned image, epoch by epoch.")
    try:
        net = network(str(folder), epoch)
    except RunError as error:
        st.warning(on_a_page(error), icon=":material/warning:")
        return
    layers(
        table(net),
        maps=activations(net, image),
        title=f"{what}, after epoch {epoch}",
        key="train travel layers",
    )
    if kernels := [found for found in filters(net) if found.weights.ndim == 4][:2]:
        st.markdown("**Filters.** " + text("train-filters"))
        with st.container(horizontal=True):
            for found in kernels:
                _kernels(found)


def _kernels(found: Filters) -> None:
    made, read, height, width = found.weights.shape
    planes = found.weights.reshape(-1, height, width)
    words = f"{found.name}: {counted(made, 'kernel')} over {counted(read, 'map')} of {height} × {width}"
    zoom = min(6 if read > 1 else 12, max(2, LARGE // height))
    st.image(mosaic(planes, columns=read if read > 1 else 5, zoom=zoom), words, width="content", alt=words)


@st.cache_data(max_entries=100, show_spinner=False)
def _answers(folder: str, kept: tuple[int, ...], image: bytes) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """After which epochs there are answers, and ten probabilities for each."""
    pixels = np.frombuffer(image, np.float32).reshape(1, 28, 28)
    seen, answers = [], []
    for epoch in kept:
        try:
            answers.append(probabilities(network(folder, epoch), pixels)[0])
            seen.append(epoch)
        except RunError:
            continue  # a damaged one is said where it is looked at
    return np.array(seen, np.intp), np.array(answers, np.float32).reshape(-1, 10)
