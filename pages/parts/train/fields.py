"""The settings of a run as widgets; settings.py knows what they say."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.digits.training.config import SCHEDULES
from pages.parts.train.editing import edit
from pages.parts.train.settings import ENDS, LAYERS, LISTED, POOLS, SEVEN, WIDTHS, begin_list, devices, listed
from pages.shared.number_field import number_field
from pages.shared.services import TITLES

MOST_SEEDS = 10  # runs that are begun together


def _keep(name: str) -> dict[str, Any]:
    """What every widget has: a key, and a value that outlives a visit to another page."""
    return {"key": f"train set {name}", "persist_state": "session"}


def network_settings() -> None:
    """The widgets of the network: of the seven layers, or an editor of any list of operations."""
    st.segmented_control(
        "Network",
        (SEVEN, LISTED),
        required=True,
        label_visibility="collapsed",
        on_change=begin_list,
        **_keep("network"),
    )
    if listed():
        edit()
    else:
        _seven_layers()


def _seven_layers() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for index, layer in enumerate(LAYERS):
            words = f"Maps in {layer}" if index < 5 else "Neurons in layer 6"
            number_field(words, *WIDTHS, key=f"train set {layer}", width=118)
    with st.container(horizontal=True, vertical_alignment="center", gap="large"):
        st.slider(
            "Dropout",
            *ENDS["dropout"],
            step=0.01,
            **_keep("dropout"),
            width=220,
            help="The share of values set to 0 while training, so that no value is relied on too much.",
        )
        st.segmented_control(
            "Max pooling after layer",
            POOLS,
            required=True,
            **_keep("pool_after"),
            help="Later: more detail reaches more layers, and it is slower.",
        )
        st.toggle(
            "Batch normalisation",
            **_keep("batch_norm"),
            help="Without it the learning rate must be far smaller.",
        )


def first_settings() -> None:
    """The widgets that matter most."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.selectbox(
            "Data",
            list(TITLES),
            format_func=lambda name: TITLES.get(name, name),
            **_keep("data"),
            width=230,
            help="MNIST is what everyone compares with. The generated digits need no download.",
        )
        number_field(
            "Epochs", *ENDS["epochs"], key="train set epochs", width=150, help="How often every image is seen."
        )
        st.slider(
            "Share of the images",
            *ENDS["share"],
            step=0.01,
            format="percent",
            **_keep("share"),
            width=260,
            help="Fewer images are faster, and show what more images are good for.",
        )


def more_settings() -> None:
    """All other widgets of the training."""
    first, second = st.columns(2)
    with first:
        number_field(
            "Learning rate",
            *ENDS["learning_rate"],
            key="train set learning_rate",
            help="How far a step goes, at its largest.",
        )
        number_field(
            "Batch size",
            *ENDS["batch_size"],
            key="train set batch_size",
            help="Images between two steps. Larger is faster and coarser.",
        )
        number_field(
            "Random seed",
            *ENDS["seed"],
            key="train set seed",
            help="Which random numbers: the same seed trains the same network again.",
        )
        number_field(
            "L1 penalty",
            *ENDS["l1"],
            key="train set l1",
            help="Added to every weight's gradient: this much, with the weight's sign. It makes many weights nearly 0.",
        )
    with second:
        st.segmented_control(
            "Schedule",
            list(SCHEDULES),
            required=True,
            **_keep("schedule"),
            help="One cycle rises to the learning rate and falls to nothing.",
        )
        st.selectbox("Device", devices(), **_keep("device"), help="Automatic takes a graphics card if there is one.")
        number_field(
            "How many runs",
            1,
            MOST_SEEDS,
            key="train set seeds",
            help="Several runs have the same settings, each the next random seed: how they differ is luck.",
        )
        number_field(
            "L2 penalty",
            *ENDS["weight_decay"],
            key="train set weight_decay",
            help="Added to every weight's gradient: this much times the weight (weight decay). It keeps weights small.",
        )
    st.slider(
        "Strength of the augmentation",
        *ENDS["variation"],
        step=0.05,
        **_keep("variation"),
        help="How far each image is turned, scaled, sheared, shifted and bent, anew every time.",
    )
    st.slider(
        "Share of the epochs to fade out in",
        *ENDS["fade"],
        step=0.05,
        **_keep("fade"),
        help="Over so many of the last epochs, bending and digits drawn by code go down to none.",
    )
