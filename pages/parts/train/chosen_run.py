"""What can be done with one run: open, name, download and delete it, use its settings, compare it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.digits.runs.export import zipped
from core.digits.runs.metadata import Metadata
from core.digits.training.config import Config
from core.errors import NoSuchRun
from pages.parts.train.compare import MOST_COMPARED
from pages.parts.train.damaged import Damaged
from pages.parts.train.recorded import RecordedRun
from pages.parts.train.settings import take
from pages.parts.train.state import train_state
from pages.parts.train.tabs import NEW_RUN, TAB, open_run, open_runs
from pages.parts.train.wishes import attempted
from pages.shared.services import services

widgets = st.session_state


def chosen_run(run: RecordedRun | Damaged, together: Sequence[str]) -> None:
    """`together` are the ids of the runs that were begun with it, its own among them."""
    store, metadata = services().store, run.metadata
    if isinstance(run, Damaged):
        run.say()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button(
            "Open",
            icon=":material/open_in_full:",
            type="primary",
            key="train open run",
            on_click=open_run,
            args=(metadata.id,),
        )
        st.text_input(
            "Name",
            metadata.name,
            max_chars=60,
            key=f"train name {metadata.id}",
            on_change=_rename,
            args=(metadata,),
            width=260,
        )
        try:
            st.download_button(
                "Download",
                lambda: zipped(store.folder(metadata.id), metadata),
                f"run-{metadata.id[:8]}.zip",
                "application/zip",
                icon=":material/download:",
                on_click="ignore",
                key="train download run",
            )
        except NoSuchRun as error:
            st.caption(f"{error}")
        if isinstance(run, RecordedRun):
            st.button(
                "Use its settings", icon=":material/tune:", key="train use settings", on_click=_use, args=(run.config,)
            )
        if 1 < len(together) <= MOST_COMPARED:
            st.button(
                f"Compare the {len(together)} begun together",
                icon=":material/stacked_line_chart:",
                key="train compare group",
                on_click=open_runs,
                args=(together,),
            )
        st.button("Delete", icon=":material/delete:", key="train delete run", on_click=_delete, args=(metadata,))


def _use(config: Config) -> None:
    """Puts a run's settings into the first tab, to be changed before another run."""
    take(config)
    widgets[TAB] = NEW_RUN


def _rename(metadata: Metadata) -> None:
    with attempted():
        services().store.rename(metadata, widgets[f"train name {metadata.id}"])


def _delete(metadata: Metadata) -> None:
    with attempted():
        services().store.delete(metadata)
        state = train_state()
        state.deleted = metadata
        if state.run == metadata.id:
            state.run = ""
