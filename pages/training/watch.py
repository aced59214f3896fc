"""One run: its state and what can be done about it, its live curves, and tabs that look deeper."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from inspect import getsource
from pathlib import Path

import streamlit as st

from core.digits import train
from core.digits.data import SYNTHETIC
from core.digits.flags import command
from core.digits.progress import log
from core.digits.recipe import Config
from core.digits.runs.card import PAUSE, STOP, Card
from core.digits.runs.durable import RunError
from core.digits.runs.pace import Pace, pace
from core.digits.runs.reader import Reader
from core.digits.runs.run import read_config
from core.digits.runs.shelf import NoSuchRun
from core.digits.runs.status import DIED, FAILED, FINISHED, NEW, PAUSED, STOPPED, TESTING, WAITING, Status
from pages import plain, text
from pages.training.live import live
from pages.training.mistakes import mistakes
from pages.training.setup import again, spell
from pages.training.tabs import LIVE, LOG, MISTAKES, TRAVEL, turn
from pages.training.travel import travel
from pages.training.wishes import attempted, trouble
from pages.training.workshop import download_share, workshop

OFTEN, SELDOM = 0.4, 2.0  # seconds between two looks at a run
ICONS = {
    FINISHED: ":material/check_circle:",
    FAILED: ":material/error:",
    DIED: ":material/error:",
    WAITING: ":material/hourglass_empty:",
    PAUSED: ":material/pause_circle:",
    STOPPED: ":material/stop_circle:",
}
state = st.session_state


def watch(visitor: str) -> None:
    """The run that the visitor looks at, again and again while it trains."""
    try:
        card = workshop().find(state["run"], visitor)
    except NoSuchRun as error:
        st.info(f"{error}" if state["run"] else text("train-no-run"), icon=":material/info:")
        return
    st.fragment(_look, run_every=_interval(card))(card.id, visitor)


def _interval(card: Card) -> float:
    status = workshop().foreman.status(card.id)
    return OFTEN if status.alive and state.get("run tab", LIVE) == LIVE else SELDOM


def _look(id: str, visitor: str) -> None:
    shop = workshop()
    try:
        card = shop.find(id, visitor)
        config = read_config(shop.shelf.folder(id))
    except (NoSuchRun, RunError) as error:
        st.error(f"{error}", icon=":material/error:")
        return
    shop.foreman.watched(id)
    status, folder, before = shop.foreman.status(id), shop.shelf.folder(id), state.get("run interval")
    state["run interval"] = _interval(card)
    if before is not None and before != state["run interval"]:
        st.rerun()  # a fragment keeps the interval it was made with
    if "reader" not in state or state["reader"].folder != folder:
        state["reader"] = Reader(folder)
    reader: Reader = state["reader"]
    reader.refresh()

    _header(card, status, config, reader)
    turn()
    live_tab, mistakes_tab, travel_tab, log_tab = st.tabs(
        [LIVE, MISTAKES, TRAVEL, LOG], key="run tab", on_change="rerun"
    )
    if live_tab.open:
        with live_tab:
            live(config, reader.records)
    if mistakes_tab.open:
        with mistakes_tab:
            mistakes(folder, config)
    if travel_tab.open:
        with travel_tab:
            travel(folder, config)
    if log_tab.open:
        with log_tab:
            _log(folder, config, reader)


def _header(card: Card, status: Status, config: Config, reader: Reader) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        icon = ICONS.get(status.state, ":material/model_training:")
        st.markdown(f"#### {plain(card.name)}", width="stretch")
        with st.container(horizontal=True, vertical_alignment="center", width="content"):  # on a phone one line below
            st.badge(status.state, icon=icon, color="red" if status.state in (FAILED, DIED) else "violet")
            _controls(card, status)
    found = pace(config, reader.records)
    words = _progress(found, status)
    st.progress(found.share, words)
    if status.state in (FAILED, DIED):
        st.error(status.sentence, icon=":material/error:")
        if config.data != SYNTHETIC and found.share == 0:
            st.button(
                "Train on the generated digits instead",
                on_click=again,
                args=(card, config, True),
                key="synthetic instead",
            )
    elif not status.alive and status.sentence:
        st.caption(status.sentence)
    elif (share := download_share(config.data)) is not None and not reader.records:
        st.progress(share, f"Downloading the data: {share:.0%}")
    for problem in (*reader.problems[:2], trouble()):
        if problem:
            st.warning(problem, icon=":material/warning:")


def _progress(found: Pace, status: Status) -> str:
    if not found.batches:
        return status.sentence if status.alive else f"0 of {found.epochs} epochs"
    words = [f"Epoch {found.epoch} of {found.epochs}", f"batch {found.batch} of {found.batches}"]
    if status.state == TESTING:
        words[1] = "testing"
    if status.alive and found.images_a_second:
        words += [f"{found.images_a_second:,.0f} images/s", f"{spell(found.seconds_left)} left"]
    return " · ".join(words) if found.share < 1 else f"{found.epochs} epochs in {spell(found.seconds)}"


def _controls(card: Card, status: Status) -> None:
    foreman = workshop().foreman
    ending = status.alive and card.wanted in (PAUSE, STOP)  # it is being saved
    if status.state == WAITING:
        st.button(
            "Leave the queue", icon=":material/logout:", key="pause", on_click=_ask, args=(foreman.pause, card.id)
        )
    elif status.alive:
        for wish, name, icon, order in (
            (PAUSE, "Pause", ":material/pause:", foreman.pause),
            (STOP, "Stop", ":material/stop:", foreman.stop),
        ):
            words = "Saving…" if ending and card.wanted == wish else name
            st.button(words, icon=icon, key=name.lower(), on_click=_ask, args=(order, card.id), disabled=ending)
    elif status.state == FINISHED:
        config = read_config(workshop().shelf.folder(card.id))
        st.button("Run again", icon=":material/replay:", key="again", on_click=again, args=(card, config))
        with st.popover("Continue", icon=":material/more_time:"):
            st.number_input("More epochs", 1, 200, 5, key="more")
            st.button("Train on from these weights", key="continue", on_click=_train_on, args=(card, config))
    else:
        word = "Start" if status.state == NEW else "Resume"
        st.button(
            word,
            icon=":material/play_arrow:",
            type="primary",
            key="resume",
            on_click=_ask,
            args=(foreman.start, card.id),
        )


def _train_on(card: Card, config: Config) -> None:
    again(card, config, more=int(state["more"]))


def _ask(order: Callable[[str], None], id: str) -> None:
    with attempted():
        order(id)


def _log(folder: Path, config: Config, reader: Reader) -> None:
    lines = log(reader.records)
    st.code(lines or "Nothing yet: the first line comes with the end of the first epoch.", language=None, height=260)
    st.caption("The same run from a terminal:")
    st.code(shlex.join(["python", *command(Path("runs/mine"), config)[1:]]), language="bash", wrap_lines=True)
    st.caption("The loop that trains it, as it runs (core/digits/train.py):")
    st.code(getsource(train.fit), language="python")
