"""The head of a run: its name, how it is doing, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from core.digits.data.datasets import SYNTHETIC
from core.digits.runs.metadata import PAUSE, STOP, Metadata
from core.digits.runs.run import read_config
from core.digits.runs.status import DIED, FAILED, FINISHED, NEW, PAUSED, STOPPED, WAITING, Status
from core.digits.training.config import Config
from pages.parts.train.start import again
from pages.parts.train.wishes import attempted, say_trouble
from pages.shared.number_field import latest, number_field
from pages.shared.services import download_share, services
from pages.shared.texts import escaped

ICONS = {
    FINISHED: ":material/check_circle:",
    FAILED: ":material/error:",
    DIED: ":material/error:",
    WAITING: ":material/hourglass_empty:",
    PAUSED: ":material/pause_circle:",
    STOPPED: ":material/stop_circle:",
}
widgets = st.session_state


def head(metadata: Metadata, status: Status, config: Config, begun: bool, problems: Sequence[str]) -> None:
    """`begun` says whether there are records, `problems` what is wrong with them, in sentences."""
    with st.container(horizontal=True, vertical_alignment="center"):
        icon = ICONS.get(status.state, ":material/model_training:")
        st.markdown(f"#### {escaped(metadata.name)}", width="stretch")
        with st.container(horizontal=True, vertical_alignment="center", width="content"):  # on a phone one line below
            st.badge(status.state, icon=icon, color="red" if status.state in (FAILED, DIED) else "violet")
            _controls(metadata, status)
    if status.state in (FAILED, DIED):
        st.error(status.sentence, icon=":material/error:")
        if config.data != SYNTHETIC and not begun:
            st.button(
                "Train on the generated digits instead",
                on_click=again,
                args=(metadata, config, True),
                key="train synthetic instead",
            )
    elif not status.alive and status.sentence:
        st.caption(status.sentence)
    elif (share := download_share(config.data)) is not None and not begun:
        st.progress(share, f"Downloading the data: {share:.0%}")
    for problem in problems[:2]:
        st.warning(problem, icon=":material/warning:")
    say_trouble()


def _controls(metadata: Metadata, status: Status) -> None:
    scheduler = services().scheduler
    ending = status.alive and metadata.wanted in (PAUSE, STOP)  # it is being saved
    if status.state == WAITING:
        st.button(
            "Leave the queue",
            icon=":material/logout:",
            key="train pause",
            on_click=_ask,
            args=(scheduler.pause, metadata.id),
        )
    elif status.alive:
        for wish, name, icon, order in (
            (PAUSE, "Pause", ":material/pause:", scheduler.pause),
            (STOP, "Stop", ":material/stop:", scheduler.stop),
        ):
            words = "Saving…" if ending and metadata.wanted == wish else name
            st.button(
                words, icon=icon, key=f"train {name.lower()}", on_click=_ask, args=(order, metadata.id), disabled=ending
            )
    elif status.state == FINISHED:
        config = read_config(services().store.folder(metadata.id))
        st.button("Run again", icon=":material/replay:", key="train again", on_click=again, args=(metadata, config))
        with st.popover("Continue", icon=":material/more_time:"):
            widgets.setdefault("train more", 5)
            number_field("More epochs", 1, 200, key="train more")
            st.button("Train on from these weights", key="train continue", on_click=_train_on, args=(metadata, config))
    else:
        word = "Start" if status.state == NEW else "Resume"
        st.button(
            word,
            icon=":material/play_arrow:",
            type="primary",
            key="train resume",
            on_click=_ask,
            args=(scheduler.start, metadata.id),
        )


def _train_on(metadata: Metadata, config: Config) -> None:
    again(metadata, config, more=int(latest("train more")))


def _ask(order: Callable[[str], None], id: str) -> None:
    with attempted():
        order(id)
