"""A run begins: with what the widgets say, or as another one was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from secrets import token_hex

import streamlit as st

from core.digits.counted import counted
from core.digits.data.datasets import SYNTHETIC
from core.digits.runs.metadata import Metadata
from core.digits.training.config import Config
from pages.parts.train.settings import ENDS, chosen
from pages.parts.train.tabs import open_run
from pages.parts.train.wishes import attempted
from pages.shared.number_field import latest
from pages.shared.services import TITLES, services
from pages.shared.visitor import visitor

widgets = st.session_state


def start(visitor: str) -> None:
    """Begins what the widgets say now, which may be more than the page knew when it drew the button."""
    try:
        config, seeds = chosen(), int(latest("train set seeds"))
    except ValueError:
        return  # the page says why
    name = named(config)
    wanted = [
        (replace(config, seed=seed), f"{name}, seed {seed}" if seeds > 1 else name)
        for seed in ((config.seed + more) % (ENDS["seed"][1] + 1) for more in range(seeds))  # after the last the first
    ]
    with attempted():
        open_run(begin(wanted, visitor, token_hex(8) if seeds > 1 else "")[0].id)
        widgets["train set name"] = ""


def again(metadata: Metadata, config: Config, synthetic: bool = False, more: int = 0) -> None:
    """Another run like this one: on the generated digits, or from its weights on for some more epochs."""
    shared = services()
    if synthetic:
        config = replace(config, data=SYNTHETIC)
    if more:
        config = replace(config, epochs=more, start=str(shared.store.folder(metadata.id)))
    name = f"{metadata.name}, {counted(more, 'epoch')} more" if more else f"{metadata.name}, again"
    with attempted():
        open_run(begin([(config, name)], visitor() or "")[0].id)


def begin(wanted: Sequence[tuple[Config, str]], visitor: str, group: str = "") -> list[Metadata]:
    """Makes runs of these settings and names, and lines them up. Raises RunError and NoSuchRun."""
    shared = services()
    limits = shared.settings.limits
    limits.check_disk(shared.store, visitor)
    for config, _ in wanted:
        limits.check_size(config, config.as_design().parameters)
    listed = [shared.store.create(config, visitor, name, group) for config, name in wanted]
    for metadata in listed:
        shared.scheduler.start(metadata.id)
    return listed


def named(config: Config) -> str:
    """What the next run is called: as the visitor says, or else by its data and epochs."""
    if given := widgets.get("train set name"):
        return str(given)
    title = TITLES.get(config.data, config.data)
    share = "" if config.share == 1 else f"{100 * config.share:.0f} % of "
    return f"{share}{title}, {counted(config.epochs, 'epoch')}"
