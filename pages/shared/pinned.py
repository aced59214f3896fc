"""The drawing that a visitor pinned on the Draw page, to be watched through the epochs of a run on the Train page."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

KEY = "pinned drawing"


def pin(image: NDArray[np.float32]) -> None:
    """Keeps a prepared drawing (28, 28) in [0, 1] instead of the one before."""
    st.session_state[KEY] = image


def pinned() -> NDArray[np.float32] | None:
    """The drawing that was pinned last; None before the first."""
    found: NDArray[np.float32] | None = st.session_state.get(KEY)
    return found
