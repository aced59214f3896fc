"""How long a training will take on this machine, as the page says it, and one that is over in two minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
import torch

from core.digits.comparison.grid import Cell, duration
from core.digits.counted import counted
from core.digits.data.datasets import SYNTHETIC
from core.digits.training.config import Config
from core.digits.training.device import choose_device
from core.digits.training.estimate import fitting, seconds, seconds_a_step, spell, steps
from pages.shared.services import services

TRY = 120.0  # seconds


def estimate(config: Config, runs: int) -> str:
    """A sentence on how long that many trainings take, one after another."""
    taken = spell(runs * seconds(config, _step(config)))
    return f"About **{taken}** on this machine{_busy()}: {counted(runs * steps(config), 'step')}, timed a moment ago."


def estimate_grid(cells: Sequence[Cell], base: Config) -> str:
    """How long a grid takes, as many runs at a time as a visitor may have here."""
    settings = services().settings
    at_once = min(settings.at_once, settings.limits.visitor_at_once or settings.at_once)
    taken = spell(duration(cells, base, _step(base), at_once))
    return f"about **{taken}** on this machine, {at_once} at a time{_busy()}."


def short_try(config: Config) -> Config:
    """These settings with as many images and epochs as this machine trains in two minutes."""
    whole = replace(config, epochs=Config().epochs, share=1.0)
    return fitting(whole, _step(whole), TRY)


def _busy() -> str:
    return " with what else is training now" if services().busy else ""


def _step(config: Config) -> float:
    here = services().scheduler.allotted(replace(config, seed=0, epochs=1, data=SYNTHETIC, share=1.0))
    device, _ = choose_device(config.device)
    return _measured(repr((here, str(device))), here, device)


@st.cache_data(max_entries=50, ttl=600, show_spinner="Timing a few steps…")
def _measured(which: str, _config: Config, _device: torch.device) -> float:
    """`which` stands for the two others: Streamlit would look through all of their fields, each time."""
    return seconds_a_step(_config, _device)
