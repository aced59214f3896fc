"""All runs: open, name, compare, download, delete and take back."""

from __future__ import annotations

import streamlit as st

from core.digits.runs.atomic import RunError
from core.digits.runs.export import zipped
from core.digits.runs.metadata import Card
from core.digits.runs.reader import Reader
from core.digits.runs.run import read_config
from core.digits.runs.store import NoSuchRun
from core.digits.training.config import Config
from core.digits.training.records import batches_in, scores_in
from pages.parts.train.compare import MOST_COMPARED, Told, compare
from pages.parts.train.settings import take
from pages.parts.train.tabs import NEW_RUN, open_run
from pages.parts.train.wishes import attempted, say_trouble
from pages.shared.services import TITLES, workshop

state = st.session_state


def runs(visitor: str) -> None:
    """The whole of the tab."""
    told = [found for card in workshop().runs(visitor) if (found := _told(card))]
    say_trouble()
    _taken_back(visitor)
    if not told:
        st.info("There are no runs yet: set one up, and it appears here.", icon=":material/info:")
        return
    table = st.dataframe(
        [_row(each) for each in told],
        key="runs table",
        on_select="rerun",
        selection_mode="multi-row",
        hide_index=True,
        column_config={
            "accuracy": st.column_config.NumberColumn(format="%.2f %%"),
            "loss": st.column_config.NumberColumn(format="%.4f"),
        },
    )
    ticked = table["selection"]["rows"]  # as the browser says: of a table that was longer, or anything
    chosen = [each for row, each in enumerate(told) if row in ticked] if isinstance(ticked, list) else []
    if not chosen:
        st.caption("Tick one run to open, name, download or delete it; tick up to six to compare them.")
    elif len(chosen) == 1:
        _one(chosen[0])
    elif len(chosen) <= MOST_COMPARED:
        compare(chosen)
    else:
        st.warning(f"At most {MOST_COMPARED} runs can be compared at once.")


def _told(card: Card) -> Told | None:
    """None for a run whose settings cannot be read."""
    shop = workshop()
    try:
        folder = shop.shelf.folder(card.id)
        config, status = read_config(folder), shop.foreman.status(card.id)
    except (RunError, NoSuchRun):
        return None
    readers = state.setdefault("readers", {})
    reader: Reader = readers.setdefault(card.id, Reader(folder))
    reader.refresh()
    return Told(card, config, batches_in(reader.records), scores_in(reader.records), status.state)


def _row(told: Told) -> dict[str, object]:
    last = told.scores[-1] if told.scores else None
    return {
        "name": told.card.name,
        "state": told.state,
        "data": TITLES.get(told.config.data, told.config.data),
        "epochs": f"{last.epoch if last else 0} of {told.config.epochs}",
        "accuracy": 100 * last.accuracy if last else None,
        "loss": last.loss if last else None,
        "seed": told.config.seed,
        "begun": told.card.created[:16].replace("T", " "),
    }


def _one(told: Told) -> None:
    shelf, card = workshop().shelf, told.card
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button(
            "Open", icon=":material/open_in_full:", type="primary", key="open run", on_click=open_run, args=(card.id,)
        )
        st.text_input(
            "Name", card.name, max_chars=60, key=f"name {card.id}", on_change=_rename, args=(card,), width=260
        )
        try:
            st.download_button(
                "Download",
                lambda: zipped(shelf.folder(card.id), card),
                f"run-{card.id[:8]}.zip",
                "application/zip",
                icon=":material/download:",
                on_click="ignore",
                key="download run",
            )
        except NoSuchRun as error:
            st.caption(f"{error}")
        st.button("Use its settings", icon=":material/tune:", key="use settings", on_click=use, args=(told.config,))
        st.button("Delete", icon=":material/delete:", key="delete run", on_click=_delete, args=(card,))


def use(config: Config) -> None:
    """Puts a run's settings into the first tab, to be changed before another run."""
    take(config)
    state["train tab"] = NEW_RUN


def _rename(card: Card) -> None:
    with attempted():
        workshop().shelf.rename(card, state[f"name {card.id}"])


def _delete(card: Card) -> None:
    with attempted():
        workshop().shelf.delete(card)
        state["deleted"] = card
        if state.get("run") == card.id:
            state["run"] = ""


def _undo(card: Card) -> None:
    with attempted():
        workshop().shelf.undo(card)
    state.pop("deleted", None)


def _taken_back(visitor: str) -> None:
    """An offer to undo the last deletion."""
    shop = workshop()
    trash = {card.id: card for card in shop.shelf.deleted(visitor, shop.settings.classroom)}
    last = state.get("deleted")
    if last is not None and last.id in trash:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption("A run was deleted; it is kept for a day.", width="content")
            st.button("Undo", icon=":material/undo:", key="undo delete", on_click=_undo, args=(last,))
