"""Set up a run: the network first, then the settings, then start."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from typing import Any

import streamlit as st
import torch
from PIL import Image

from core.digits.data.datasets import SYNTHETIC, here, train_size
from core.digits.model import DigitNet
from core.digits.runs.metadata import Metadata
from core.digits.table import Row, table
from core.digits.training.args import command
from core.digits.training.augmentation import Augmentation, draw, warp
from core.digits.training.batches import generator, pixels
from core.digits.training.config import Config
from core.digits.training.device import choose_device
from core.digits.training.estimate import seconds_a_step
from core.figures.training_curves import rate_curve
from pages.components.layers.component import layers
from pages.components.shared.plot import plot
from pages.parts.train.settings import ENDS, chosen, network_settings, take, training_settings
from pages.parts.train.state import train_state
from pages.parts.train.tabs import open_run
from pages.parts.train.wishes import attempted, say_trouble
from pages.shared.number_field import latest, number_field
from pages.shared.services import TITLES, data_set, services
from pages.shared.texts import text
from pages.shared.visitor import visitor

MOST_SEEDS = 10
SAMPLES = 12  # varied digits on show
widgets = st.session_state


def again(metadata: Metadata, config: Config, synthetic: bool = False, more: int = 0) -> None:
    """Another run like this one: on the generated digits, or from its weights on for some more epochs."""
    shared = services()
    if synthetic:
        config = replace(config, data=SYNTHETIC)
    if more:
        config = replace(config, epochs=more, start=str(shared.store.folder(metadata.id)))
    name = f"{metadata.name}, {more} epochs more" if more else f"{metadata.name}, again"
    with attempted():
        begin([(config, name)], visitor() or "")


def setup(visitor: str) -> None:
    """The whole of the first tab; ends in a new run, or several, in the visitor's name."""
    if train_state().base is None:
        take(Config())
    st.markdown(text("train-setup"))
    action = st.container()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("The network", width="stretch")
        st.button(
            "Shipped recipe", on_click=take, args=(Config(),), icon=":material/restart_alt:", key="train shipped recipe"
        )
    network = st.container()
    st.subheader("How it learns")
    left, right = st.columns([3, 2], gap="large")
    with left:
        training_settings()
    with network:
        network_settings()
    try:
        config = chosen()
        rows = _table(tuple(config.network().items()))
    except (ValueError, RuntimeError) as error:
        st.error(f"These settings make no training: {error}", icon=":material/error:")
        return
    with network:
        layers(rows, key="train architecture")
    with right:
        _consequences(config)
    with action:
        _start(config, visitor)


def _consequences(config: Config) -> None:
    """What the settings lead to: a sample of varied images, the schedule, the time it takes."""
    data = config.data if config.data == SYNTHETIC or here(config.data) else SYNTHETIC
    st.image(
        _varied(data, config.augmentation, config.seed),
        width="stretch",
        output_format="PNG",  # as it is: writing it anew as JPEG would cost more than the rest of this page
        alt="Some of the images to learn from, varied",
        caption=f"{TITLES.get(data, data)}, as the network would see them"
        + ("" if data == config.data else " (yours are not downloaded yet)"),
    )
    planned = [config.rate(step, 200) for step in range(200)]
    curve = rate_curve((), planned, config.epochs)
    plot(curve, "train schedule", "The planned learning rate over the epochs.", height=170)


def _start(config: Config, visitor: str) -> None:
    images = round(config.share * train_size(config.data))
    steps = images // config.batch_size
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Name", key="train set name", placeholder="Run", max_chars=60, width=200, persist_state="session")
        seeds = number_field(
            "Seeds",
            1,
            MOST_SEEDS,
            key="train set seeds",
            width=110,
            help="Several runs that differ in the seed alone show what is luck.",
        )
        st.button(
            "Start training",
            type="primary",
            icon=":material/play_arrow:",
            key="train start",
            on_click=start,
            args=(visitor,),
            disabled=not steps,
        )
        if steps:
            st.markdown(_estimate(config, steps * config.epochs * int(seeds)), width="stretch")
        else:
            st.warning(f"A batch of {config.batch_size} is larger than the {images} images to train on.")
    say_trouble()
    with st.expander("The same run from a terminal", icon=":material/terminal:"):
        st.code(shlex.join(["python", *command(Path("runs/mine"), config)[1:]]), language="bash", wrap_lines=True)


def start(visitor: str) -> None:
    """Begins what the widgets say now, which may be more than the page knew when it drew the button."""
    try:
        config, seeds = chosen(), int(latest("train set seeds"))
    except ValueError:
        return  # the page says why
    name = widgets.get("train set name") or f"{TITLES.get(config.data, config.data)}, {config.epochs} epochs"
    wanted = [
        (replace(config, seed=seed), f"{name}, seed {seed}" if seeds > 1 else name)
        for seed in ((config.seed + more) % (ENDS["seed"][1] + 1) for more in range(seeds))  # after the last the first
    ]
    with attempted():
        begin(wanted, visitor, token_hex(8) if seeds > 1 else "")
        widgets["train set name"] = ""


def begin(wanted: Sequence[tuple[Config, str]], visitor: str, group: str = "") -> None:
    """Makes runs of these settings and names, lines them up, and shows the first. Raises RunError and NoSuchRun."""
    shared = services()
    listed = [shared.store.create(config, visitor, name, group) for config, name in wanted]
    for metadata in listed:
        shared.scheduler.start(metadata.id)
    open_run(listed[0].id)


def _estimate(config: Config, steps: int) -> str:
    """A sentence on how long it will take."""
    here_config = services().scheduler.allotted(replace(config, seed=0, epochs=1, data=SYNTHETIC, share=1.0))
    device, _ = choose_device(config.device)
    tests = 10_000 / config.batch_size / 3 * config.epochs  # a test is the forward third of a step
    seconds = (steps + tests) * _measured(repr((here_config, str(device))), here_config, device)
    busy = " with what else is training now" if services().busy else ""
    return f"About **{spell(seconds)}** on this machine{busy}: {steps:,} steps, timed a moment ago."


def spell(seconds: float) -> str:
    """A length of time as people say it."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


@st.cache_data(max_entries=50, ttl=600, show_spinner="Timing a few steps…")
def _measured(which: str, _config: Config, _device: torch.device) -> float:
    """`which` stands for the two others: Streamlit would look through all of their fields, each time."""
    return seconds_a_step(_config, _device)


@lru_cache(maxsize=50)  # not Streamlit's cache: that one takes longer to find an answer than this page has
def _table(network: tuple[tuple[str, Any], ...]) -> Sequence[Row]:
    return table(DigitNet(**dict(network)))


@lru_cache(maxsize=50)
def _varied(data: str, how: Augmentation, seed: int) -> bytes:
    """Some digits above, each varied twice below, as one PNG: writing that takes longer than all else on this page."""
    images = pixels(data_set(data).train.images[:SAMPLES])
    rows = [images, *(warp(images, draw(SAMPLES, how, generator(seed, 0, batch))) for batch in (1, 2))]
    picture = torch.cat([torch.cat(list(row[:, 0]), dim=1) for row in rows])
    large = (picture.clamp(0, 1) * 255).byte().repeat_interleave(3, 0).repeat_interleave(3, 1).numpy()
    png = BytesIO()
    Image.fromarray(large).save(png, "PNG")
    return png.getvalue()
