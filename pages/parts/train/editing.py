"""The editor of a network's operations: what a visitor did in it, and presets to begin with."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TypeVar

import streamlit as st

from core.digits.edits import NEW, changed, inserted, moved, numbers, removed
from core.digits.operations import Operation
from core.digits.presets import BUDGETS, PRESETS, Preset, preset_of
from pages.components.address.component import address
from pages.components.editor.component import Refused, editor
from pages.components.shared.mailbox import Event, answer
from pages.parts.train.edited import PARAMETER, Editing, Listed
from pages.parts.train.state import train_state
from pages.shared.texts import capital

KEY = "train editor"
PAUSE = 1.0  # seconds without an edit, after which the rest of the page follows
Kind = TypeVar("Kind")


def listen() -> None:
    """Deals with what the visitor did in the editor, whoever asks first: the page, or a callback of it."""
    state = train_state()
    if state.editing is not None and answer(_deal, KEY):
        state.edited_at = monotonic()


def edit() -> None:
    """The presets and the editor."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown("Begin with")
        for preset in PRESETS:
            st.button(preset.name, key=f"train preset {preset.name}", on_click=_take, args=(preset,))
    train_state().edited_at = 0.0  # the page is drawn with it
    _operations()


@st.fragment
def _operations() -> None:
    """The editor; alone while somebody edits, for the whole page would take several times as long as its table."""
    listen()
    state = train_state()
    editing = state.editing
    assert editing is not None
    if known := preset_of(editing.now.design):
        st.caption(f"**{known.name}.** {known.sentence}")
    else:
        st.caption("Your own network. The address of this page restores it, for you or for whom you send it to.")
    editor(
        editing.now.design,
        editing.now.ids,
        editing.budget,
        refused=editing.refused,
        can_undo=bool(editing.past),
        key=KEY,
    )
    if state.edited_at:
        st.fragment(_page_follows, run_every=PAUSE)()


def _page_follows() -> None:
    if monotonic() - train_state().edited_at >= PAUSE:
        st.rerun()


def follow(edits: bool) -> None:
    """Keeps the design in the page's address, if there is one that the visitor edits."""
    editing = train_state().editing
    link = {PARAMETER: str(editing.now.design)} if edits and editing else {}
    address(link, [PARAMETER], key="train address")


def _take(preset: Preset) -> None:
    listen()
    if editing := train_state().editing:
        editing.take(preset.design)


def _deal(event: Event) -> None:
    """What no editor of ours would ask for changes nothing."""
    editing = train_state().editing
    asked = event.name.split(" ")
    if editing is None or not (asked[0].isascii() and asked[0].isdecimal()):
        return
    id = int(asked[0][:12])
    if event.kind == "undo":
        editing.undo()
    elif event.kind == "budget":
        editing.budget = _chosen(event.text, BUDGETS) or editing.budget
    elif event.kind == "set" and len(asked) == 2:
        _set(editing, id, asked[1], event.text)
    elif deed := DEEDS.get(event.kind):
        try:
            deed(editing, id, event.text)
        except ValueError:
            return  # a list that is full, which the editor says


def _set(editing: Editing, id: int, name: str, text: str) -> None:
    now, position = editing.now, _position(editing, id)
    if position is None:
        return
    old = next((number for number in numbers(now.design.operations[position]) if number.name == name), None)
    if old is None:
        return
    try:
        editing.change(Listed(changed(now.design, position, name, text), now.ids), (id, name))
    except ValueError as error:
        editing.refused = Refused(id, name, text[:60], f"{capital(str(error))} {old.text} is kept.")


def _add(editing: Editing, id: int, text: str) -> None:
    after = _position(editing, id)
    if (new := _chosen(text, NEW)) is not None:
        _insert(editing, 0 if after is None else after + 1, new[1])


def _duplicate(editing: Editing, id: int, text: str) -> None:
    if (position := _position(editing, id)) is not None:
        _insert(editing, position + 1, editing.now.design.operations[position])


def _insert(editing: Editing, position: int, operation: Operation) -> None:
    now = editing.now
    ids = (*now.ids[:position], editing.new_id(), *now.ids[position:])
    editing.change(Listed(inserted(now.design, position, operation), ids))


def _remove(editing: Editing, id: int, text: str) -> None:
    if (position := _position(editing, id)) is not None:
        others = tuple(each for each in editing.now.ids if each != id)
        editing.change(Listed(removed(editing.now.design, position), others))


def _move(editing: Editing, id: int, text: str) -> None:
    position, now = _position(editing, id), editing.now
    if position is None or _chosen(text, now.ids) is None:
        return
    to = int(text)
    others = [each for each in now.ids if each != id]
    editing.change(Listed(moved(now.design, position, to), (*others[:to], id, *others[to:])))


DEEDS: dict[str, Callable[[Editing, int, str], None]] = {
    "add": _add,
    "duplicate": _duplicate,
    "remove": _remove,
    "move": _move,
}


def _position(editing: Editing, id: int) -> int | None:
    return editing.now.ids.index(id) if id in editing.now.ids else None


def _chosen(text: str, among: tuple[Kind, ...]) -> Kind | None:
    """The one of that index."""
    return (
        among[int(text)] if text.isascii() and text.isdecimal() and len(text) < 4 and int(text) < len(among) else None
    )
