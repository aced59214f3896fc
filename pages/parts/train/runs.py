"""All runs: choose one or several of them, and have a deleted one back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from core.digits.runs.metadata import Metadata
from core.digits.runs.status import ALIVE, WAITING
from pages.parts.train.chosen_run import chosen_run
from pages.parts.train.compare import MOST_COMPARED, compare
from pages.parts.train.damaged import Damaged
from pages.parts.train.recorded import RecordedRun, recorded, titles_of
from pages.parts.train.state import train_state
from pages.parts.train.tabs import CHOSEN
from pages.parts.train.wishes import attempted, say_trouble
from pages.shared.services import services

TABLE = "train runs table"
BETWEEN_LOOKS = 5.0  # seconds, at runs of which some still train
widgets = st.session_state


def runs(visitor: str) -> None:
    """The whole of the tab."""
    listed = [found for metadata in services().runs(visitor) if (found := recorded(metadata))]
    say_trouble()
    _taken_back(visitor)
    if not listed:
        st.info("There are no runs yet: set one up, and it appears here.", icon=":material/info:")
        return
    titles = titles_of([each.metadata for each in listed])
    ids = _choose(listed, titles)
    chosen = [each for each in listed if each.metadata.id in ids]
    if not chosen:
        st.caption(
            "Tick one run in the table, or choose it by its name, to open, rename, download or delete it;"
            f" up to {MOST_COMPARED} to compare them."
        )
    elif len(chosen) == 1:
        chosen_run(chosen[0], [each.metadata.id for each in listed if _together(each.metadata, chosen[0].metadata)])
    elif len(sound := [each for each in chosen if isinstance(each, RecordedRun)]) < len(chosen):
        st.warning("A damaged run cannot be compared: choose others.", icon=":material/warning:")
    elif len(sound) <= MOST_COMPARED:
        busy = _busy(sound)
        st.fragment(_compared, run_every=BETWEEN_LOOKS if busy else None)(ids, visitor, busy)
    else:
        st.warning(f"At most {MOST_COMPARED} runs can be compared at once.")


def _busy(runs: Sequence[RecordedRun]) -> bool:
    """Whether one of them trains, or waits for it."""
    return any(each.status in (WAITING, *ALIVE) for each in runs)


def _compared(ids: Sequence[str], visitor: str, busy: bool) -> None:
    """Those runs beside one another as they are now, in the order in which they were begun.

    The page around was drawn while they were `busy`; when they are no more, it is drawn once again.
    """
    metadata = services().runs(visitor)
    titles = titles_of(metadata)
    found = [recorded(each) for each in reversed(metadata) if each.id in ids]
    sound = {titles[each.metadata.id]: each for each in found if isinstance(each, RecordedRun)}
    if busy and not _busy(list(sound.values())):
        st.rerun()
    for each in sound.values():
        services().scheduler.touch(each.metadata.id)
    if sound:
        compare(sound)


def _choose(listed: Sequence[RecordedRun | Damaged], titles: Mapping[str, str]) -> Sequence[str]:
    """The ids of the runs that are chosen: by name, or ticked in the table, which shows them ticked in any case."""
    ids = [each.metadata.id for each in listed]
    widgets[CHOSEN] = [id for id in widgets.get(CHOSEN, ()) if id in ids]  # others are deleted
    rows = [row for row, id in enumerate(ids) if id in widgets[CHOSEN]]
    widgets[TABLE] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    names = "Choose one to open, or several to compare"
    found = st.multiselect("Runs", ids, format_func=lambda id: titles.get(id, id), key=CHOSEN, placeholder=names)
    st.dataframe(
        [_row(each) for each in listed],
        key=TABLE,
        on_select=lambda: _ticked(ids),
        selection_mode="multi-row",
        hide_index=True,
        column_config={
            "accuracy": st.column_config.NumberColumn(format="%.2f %%"),
            "loss": st.column_config.NumberColumn(format="%.4f"),
            "parameters": st.column_config.NumberColumn(format="localized"),
        },
        alt="All runs, the newest first.",
    )
    return found


def _ticked(ids: Sequence[str]) -> None:
    rows = widgets[TABLE]["selection"]["rows"]  # as the browser says: of a table that was longer, or anything
    widgets[CHOSEN] = [id for row, id in enumerate(ids) if row in rows] if isinstance(rows, list) else []


def _row(run: RecordedRun | Damaged) -> dict[str, object]:
    if isinstance(run, Damaged):
        return run.row()
    last = run.scores[-1] if run.scores else None
    return {
        "name": run.metadata.name,
        "state": run.state,
        "data": run.data,
        "parameters": run.parameters,
        "epochs": run.epochs,
        "accuracy": 100 * last.accuracy if last else None,
        "loss": last.loss if last else None,
        "random seed": run.config.seed,
        "begun": run.metadata.created[:16].replace("T", " "),
    }


def _together(one: Metadata, other: Metadata) -> bool:
    """Whether both were begun together, as a grid or as several seeds."""
    return one.group == other.group and bool(one.group)


def _undo(metadata: Metadata) -> None:
    with attempted():
        services().store.undo(metadata)
    train_state().deleted = None


def _taken_back(visitor: str) -> None:
    """An offer to undo the last deletion."""
    shared = services()
    trash = {metadata.id: metadata for metadata in shared.store.deleted(visitor, shared.settings.classroom)}
    last = train_state().deleted
    if last is not None and last.id in trash:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption("A run was deleted; it is kept for a day.", width="content")
            st.button("Undo", icon=":material/undo:", key="train undo delete", on_click=_undo, args=(last,))
