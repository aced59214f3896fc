"""What a server makes ready after its first page, so that the next ones need not wait."""

from __future__ import annotations

from contextlib import suppress
from threading import Timer

import streamlit as st

from pages.shared.garbage import sweep
from pages.shared.once import once

PAUSE = 1.5  # seconds between the first page and the import of PyTorch: the browser still fetches that page


@once
def warm() -> None:
    """PyTorch, classifier and detector, in the background."""
    if st.runtime.exists():
        timer = Timer(PAUSE, _warm)
        timer.daemon = True
        timer.start()


def _warm() -> None:
    import numpy as np

    from core.digits.classifier import activations, load_classifier
    from core.digits.rejection.detector import load_detector
    from core.errors import WeightsError

    with suppress(WeightsError):  # the Draw page says it
        activations(load_classifier().net, np.zeros((28, 28), np.float32))
        load_detector().rejects(np.zeros((28, 28), np.float32))
    sweep()  # 160,000 new objects, which stay: Python's own collection need not go through them again and again
