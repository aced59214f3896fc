"""A field for a number, read by core/typed.py: what is typed never becomes another number without a word.

A browser's own number field drops what it does not know while one types: 0,05 becomes 5, and 5,5 becomes 55.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import streamlit as st

from core.typed import LONGEST, read_within, written
from pages.components.shared.modules import inlined
from pages.shared.texts import escaped

STYLE = Path(__file__).with_name("number_keys.css").read_text("utf-8")
widgets = st.session_state

_keys = st.components.v2.component("number-keys", js=inlined(Path(__file__).with_name("number_keys.js")))


@dataclass(frozen=True)
class _Field:
    """From `least` to `most`; `text` is what it shows, `number` what that stands for, `words` what there is to say."""

    least: float
    most: float
    text: str
    number: float
    words: str = ""


def number_field(
    label: str,
    least: float,
    most: float,
    *,
    key: str,
    on_change: Callable[[], object] | None = None,
    width: Any = "stretch",
    help: str | None = None,
    disabled: bool = False,
) -> Any:
    """The number in the field, a whole one where `least` is one.

    It is in the session state under `key`, and outlives a visit to another page; what a page puts there is shown. What
    is no number from `least` to `most` leaves it as it was, and is said below the field.
    """
    widgets.setdefault(key, least)
    last = widgets.get(f"{key} field")
    if last is None or f"{key} typed" not in widgets:  # at first, and after another page was shown
        last = _Field(least, most, written(widgets[key]), widgets[key])
        widgets.setdefault(f"{key} typed", last.text)
    widgets[f"{key} field"] = replace(last, least=least, most=most)
    _catch_up(key)
    kind = f"{'narrow ' * isinstance(width, int)}{'whole ' * isinstance(least, int)}number"
    with st.container(key=f"{key} {kind}", width=width, gap="xxsmall"):
        st.text_input(
            label,
            key=f"{key} typed",
            max_chars=LONGEST,
            on_change=_changed,
            args=(key, on_change),
            width=width,
            help=help,
            disabled=disabled,
            autocomplete="off",
        )
        if said := widgets[f"{key} field"].words:
            st.caption(escaped(said))
    return widgets[key]


def latest(key: str, otherwise: Any = None) -> Any:
    """What the field says by now, in a callback that may come before the field's own; of other widgets their value."""
    if f"{key} field" in widgets:
        _catch_up(key)
    return widgets.get(key, otherwise)


def number_keys() -> None:
    """Once on a page: in its number fields the arrow keys count up and down."""
    _keys(key="number keys", data={"style": STYLE})


def _changed(key: str, then: Callable[[], object] | None) -> None:
    _catch_up(key)
    if then:
        then()


def _catch_up(key: str) -> None:
    """Reads what was typed since, unless the page itself has put another number there meanwhile."""
    field, typed, number = widgets[f"{key} field"], widgets.get(f"{key} typed"), widgets[key]
    if number != field.number:
        field = _Field(field.least, field.most, written(number), number)
    elif typed is not None and typed != field.text:
        try:
            found = read_within(typed, field.least, field.most, whole=isinstance(field.least, int))
        except ValueError as error:
            field = replace(field, text=typed, words=f"{error} {written(number)} is kept.")
        else:
            number = int(found.value) if isinstance(field.least, int) else found.value
            field = _Field(field.least, field.most, written(number), number, found.note)
            widgets[key] = number
    else:
        return
    widgets[f"{key} field"] = field
    if typed != field.text:
        widgets[f"{key} typed"] = field.text
