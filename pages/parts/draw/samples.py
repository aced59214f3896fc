"""Test images to look at instead of a drawing: MNIST where this server has it, and digits drawn by the program."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.digits.data.datasets import SYNTHETIC, Split, here, synthetic_split
from pages.shared.once import once
from pages.shared.services import as_seen, data_set

SHOWN = ("mnist", SYNTHETIC)


def at_hand() -> tuple[str, ...]:
    """The names of the data sets that can be shown without a download, the best known first."""
    return tuple(name for name in SHOWN if here(name))


def test_images(name: str) -> Split:
    """The test images of a data set, shared and never changed. Raises DataError."""
    return _generated() if name == SYNTHETIC else data_set(name).test


@once
def _generated() -> Split:
    """Only those to test with: the others would take five times as long."""
    with st.spinner("Drawing digits…"):
        return synthetic_split(test=True)


def first_thousand(name: str) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """A thousand test images (n, 28, 28) in [0, 1] and what they are, for judging a network. Raises DataError."""
    some = test_images(name)
    return as_seen(some.images[:1000].numpy()), some.labels[:1000].numpy()
