"""What each kind of operation does: a sentence, and a real digit on its way through the shipped network."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import streamlit as st

from core.digits.classifier import load_classifier
from core.digits.data.datasets import SYNTHETIC, here
from core.digits.explain.illustration import Illustration, Part, illustrations
from core.figures.mosaic import mosaic
from pages.components.layers.component import WORDS
from pages.parts.train.fold import fold
from pages.shared.services import TITLES, as_seen, data_set
from pages.shared.texts import text

WIDE = 144  # pixels of a picture, about
LARGEST_ZOOM, COLUMNS = 16, 8


def lesson() -> None:
    """A part that folds away, and shows one operation at a time."""
    part = fold("What each operation does", "school", "train lesson")
    if not part.open:
        return
    with part:
        data = "mnist" if here("mnist") else SYNTHETIC
        found = _illustrations(data)
        chosen = st.segmented_control(
            "Operation",
            list(found),
            format_func=lambda name: WORDS[name][0],
            default=next(iter(found)),
            required=True,
            key="train lesson operation",
        )
        if chosen in found:
            st.markdown(text(f"train-operation-{chosen.lower()}"))
            _show(found[chosen])
        st.caption(
            f"Computed by the shipped network from the first test image of {TITLES[data]}."
            " Blue is negative, red is positive."
        )


def _show(found: Illustration) -> None:
    if found.operation == "LogSoftmax":
        st.table(
            [{"digit": part.label, **_numbers(part)} for part in found.parts],
            border="horizontal",
            hide_index=True,
            alt="Each digit's sum, its log softmax and its probability.",
        )
    else:
        largest = max(float(np.abs(part.values).max()) for part in found.parts) if found.one_scale else 0.0
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            for index, part in enumerate(found.parts):
                if index:
                    st.markdown(":material/arrow_forward:", width="content")
                _picture(part, largest)
    st.markdown(found.note)


def _numbers(part: Part) -> Mapping[str, str]:
    """Ten numbers, by their digits."""
    form = "{:.2%}" if part.label == "probability" else "{:.2f}"
    return {str(digit): form.format(value).replace("-", "−") for digit, value in enumerate(part.values.tolist())}


def _picture(part: Part, largest: float) -> None:
    values = part.values
    planes = values[:, None, None] if values.ndim == 1 else values[None] if values.ndim == 2 else values
    columns = min(len(planes), COLUMNS)
    zoom = min(LARGEST_ZOOM, max(2, WIDE // (columns * planes.shape[2])))
    st.image(mosaic(planes, columns, zoom, largest), part.label, width="content", alt=part.label)


@lru_cache(maxsize=2)
def _illustrations(data: str) -> dict[str, Illustration]:
    image = as_seen(data_set(data).test.images[0].numpy())
    return {each.operation: each for each in illustrations(load_classifier().net, image)}
