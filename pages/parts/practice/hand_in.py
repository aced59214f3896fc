"""How far a student is, and the receipt to hand in."""

from __future__ import annotations

import streamlit as st

from core.backprop.practice.receipt import code, written
from core.backprop.practice.work import Work
from pages.parts.practice.exercise import exercise_state, secret
from pages.shared.texts import escaped, text


def head(work: Work) -> None:
    """Whose work it is, how far it is, and the receipt."""
    total = len(work.exercise.questions)
    where = work.question.title.partition(",")[0] if work.question else "done"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = f"**{escaped(work.name)}** · {where} · {len(work.answers)} of {total} found"
        st.progress(len(work.answers) / total, words, width="stretch")
        if not work.finished:
            with st.popover("Receipt", icon=":material/receipt_long:"):
                _receipt(work)
    if work.finished:
        st.success("All done. Hand in the receipt: the file, or the code.", icon=":material/task_alt:")
        _receipt(work)


def _receipt(work: Work) -> None:
    whole = written(work, secret())
    name = "".join(letter for letter in work.name if letter.isalnum() or letter in " -")
    st.download_button(
        "Download the receipt",
        whole,
        f"{name.strip() or 'receipt'} {work.exercise.id}.json",
        "application/json",
        icon=":material/download:",
        on_click="ignore",
    )
    st.code(code(whole), language=None, wrap_lines=True)
    st.caption(text("practice-class-receipt") if secret() else text("practice-class-unsigned"))
    st.button("Work under another name", on_click=_leave, type="tertiary", help=text("practice-class-another"))


def _leave() -> None:
    exercise_state().work = None
