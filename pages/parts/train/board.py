"""The teacher's board: the whole class at a glance, and a button that gives everybody a break."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from core.digits.counted import counted
from core.digits.runs.metadata import Metadata
from core.digits.scheduler.board import Board, numbers, seen
from core.digits.training.estimate import spell
from pages.parts.train.state import train_state
from pages.parts.train.wishes import attempted, say_trouble
from pages.shared.services import services
from pages.shared.texts import text

BETWEEN_LOOKS = 2.0  # seconds
BAR = st.column_config.ProgressColumn("how far", format="%.0f %%", min_value=0.0, max_value=100.0, width="small")


def board(visitor: str) -> None:
    """The whole of the tab."""
    st.markdown(text("train-class"))
    st.fragment(_board, run_every=BETWEEN_LOOKS)(visitor)


def _board(visitor: str) -> None:
    shared = services()
    found, number = seen(shared.scheduler, train_state().readers), numbers(shared.store.all())
    say_trouble()
    _controls(found)
    if found.training:
        st.markdown("##### Training")
        st.dataframe(
            [
                {
                    "run": each.metadata.name,
                    "whose": _whose(each.metadata, visitor, number),
                    "how far": 100 * each.far.share,
                    "epoch": f"{each.far.epoch} of {each.far.epochs}" if each.far.batches else each.status.state,
                    "left": spell(each.far.seconds_left) if each.far.seconds_left else "",
                    "machine": each.machine,
                }
                for each in found.training
            ],
            hide_index=True,
            column_config={"how far": BAR},
            alt="Who trains what, where and how far.",
        )
    if found.waiting:
        st.markdown("##### In the queue")
        st.dataframe(
            [
                {
                    "place": f"{each.place}" if each.place else "on its way",
                    "run": each.metadata.name,
                    "whose": _whose(each.metadata, visitor, number),
                    "begins in about": "" if each.begins is None else spell(each.begins),
                }
                for each in found.waiting
            ],
            hide_index=True,
            alt="Who waits, the next one first.",
        )
    st.markdown("##### Machines")
    st.dataframe(
        [
            {
                "machine": machine.name,
                "trains": f"{count} of {machine.slots}",
                "load": f"{machine.load:.0%}" if machine.load >= 0 else "",
                "state": machine.problem or "can train",
            }
            for machine, count in found.machines
        ],
        hide_index=True,
        alt="The machines, how many runs train on each and can, and how busy it is.",
    )


def _controls(found: Board) -> None:
    scheduler = services().scheduler
    paused = scheduler.paused_by_all()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Pause all",
            icon=":material/pause:",
            key="train pause all",
            on_click=_pause_all,
            disabled=not (found.training or found.waiting),
        )
        if paused:
            st.button(
                f"Resume {counted(len(paused), 'run')}",
                icon=":material/play_arrow:",
                type="primary",
                key="train resume all",
                on_click=_resume_all,
            )
        if scheduler.engine.dashboard:
            st.link_button("Dask's dashboard", scheduler.engine.dashboard, icon=":material/open_in_new:")
        wait = f", {len(found.waiting)} in the queue" if found.waiting else ""
        st.caption(f"{counted(len(found.training), 'run')} training{wait}", width="content")


def _pause_all() -> None:
    with attempted():
        services().scheduler.pause_all()


def _resume_all() -> None:
    with attempted():
        services().scheduler.resume_all()


def _whose(metadata: Metadata, visitor: str, number: Mapping[str, int]) -> str:
    if not metadata.owner:
        return "a terminal's"
    own = " (you)" if metadata.owner == visitor else ""
    return f"visitor {number.get(metadata.owner, '')}{own}"
