"""The settings that the widgets have, as a config, and a config put into them; fields.py shows the widgets."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import streamlit as st
import torch

from core.digits.design import Design, seven_layers
from core.digits.training.config import NETWORK, SCHEDULES, Config
from pages.parts.train.edited import Editing
from pages.parts.train.editing import follow, listen
from pages.parts.train.state import train_state
from pages.shared.number_field import latest
from pages.shared.services import TITLES

LAYERS = ("layer 1", "layer 2", "layer 3", "layer 4", "layer 5", "layer 6")
SEVEN, LISTED = "The seven layers", "Any list of operations"  # two ways to say what network it is
CHOICES = ("schedule", "pool_after", "batch_norm", "device")  # which have no ends
ENDS: MappingProxyType[str, tuple[Any, Any]] = MappingProxyType(
    {  # what the widgets offer; the command line goes further
        "share": (0.01, 1.0),
        "epochs": (1, 200),
        "batch_size": (2, 4096),
        "learning_rate": (1e-6, 100.0),
        "weight_decay": (0.0, 1.0),
        "l1": (0.0, 1.0),
        "variation": (0.0, 3.0),
        "fade": (0.0, 1.0),
        "seed": (0, 2**31 - 1),
        "dropout": (0.0, 0.6),
    }
)
WIDTHS = (1, 256)
POOLS = (1, 2, 3, 4)  # the layers after which there may be max pooling
widgets = st.session_state


def begin() -> None:
    """Before anything is shown: what the visitor did in the editor, and at first the shipped settings.

    Who comes by the address of a design finds that one.
    """
    state = train_state()
    if state.base is None:
        take(Config())
        if state.editing is not None:
            widgets["train set network"] = LISTED
    widgets.setdefault("train set seeds", 1)  # its field may not have been shown yet
    listen()
    follow(listed())


def listed() -> bool:
    """Whether the network is the one in the editor."""
    return bool(widgets.get("train set network") == LISTED)


def take(config: Config) -> None:
    """Puts these settings into the widgets, as near as they go: the shipped ones, or those of another run.

    A design goes into the editor, and the fields of the seven layers stay as they are.
    """
    stays = NETWORK if config.design and train_state().base else ()
    for name, (least, most) in ENDS.items():
        if name not in stays:
            widgets[f"train set {name}"] = min(max(getattr(config, name), least), most)
    for name in CHOICES:
        if name not in stays:
            widgets[f"train set {name}"] = getattr(config, name)
    widgets["train set data"] = config.data if config.data in TITLES else Config().data
    widgets["train set device"] = config.device if config.device in devices() else "auto"
    for layer, width in zip(LAYERS, config.widths, strict=True):
        if not stays:
            widgets[f"train set {layer}"] = min(max(width, WIDTHS[0]), WIDTHS[1])
    widgets["train set network"] = LISTED if config.design else SEVEN
    if config.design:
        _edit(config.as_design())
    train_state().base = config  # what has no widget of its own


def chosen() -> Config:
    """The settings that the widgets have, in a callback too. Raises ValueError for those that make no training."""
    base = train_state().base or Config()
    values = {name: latest(f"train set {name}") for name in ("data", *ENDS, *CHOICES)}
    offered = {"data": TITLES, "device": devices(), "schedule": SCHEDULES, "pool_after": POOLS}
    # What a control does not offer, or nothing where one of several is required, no browser of a learner sends.
    good = {name: value for name, value in values.items() if value in offered.get(name, (value,)) and value is not None}
    shipped = {name: getattr(Config(), name) for name in NETWORK}  # which a design takes the place of
    network = {**shipped, "design": _design()} if listed() else {"design": "", "widths": _widths(base)}
    return replace(base, **{**good, **network}, start="")


def _widths(base: Config) -> tuple[int, ...]:
    return tuple(int(latest(f"train set {layer}", width)) for layer, width in zip(LAYERS, base.widths, strict=True))


def _design() -> str:
    """The design in the editor as a text. Raises ValueError for an empty list: no text means the seven layers."""
    listen()
    editing = train_state().editing
    if editing is None or not editing.now.design.operations:
        raise ValueError("the list of operations is empty.")
    return str(editing.now.design)


def _edit(design: Design) -> None:
    """Shows a design in the editor; what was in it can be had again."""
    state = train_state()
    if state.editing is None:
        state.editing = Editing.of(design)
    elif state.editing.now.design != design:
        state.editing.take(design)


def begin_list() -> None:
    """Who turns to the list for the first time finds the seven layers in it, as they were set."""
    base = train_state().base or Config()
    if train_state().editing is None:
        names = ("dropout", "batch_norm", "pool_after")
        fields = {name: latest(f"train set {name}", getattr(base, name)) for name in names}
        _edit(seven_layers(_widths(base), base.kernels, base.padding, **fields))


@st.cache_data(max_entries=1)
def devices() -> list[str]:
    """What this machine can train on."""
    found = ["auto", "cpu"]
    return found + [
        name
        for name, there in (("cuda", torch.cuda.is_available()), ("mps", torch.backends.mps.is_available()))
        if there
    ]
