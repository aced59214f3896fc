"""The teacher's side: receipts are dropped here, and become a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from core.backprop.practice.assignment import Assignment
from core.backprop.practice.receipt import CODE, LARGEST
from core.backprop.practice.results import HEADS, Results, Trouble, results
from pages.parts.practice.exercise import secret
from pages.shared.texts import escaped, text

MOST = 500  # receipts that are looked at
NAMED = 8  # steps and kinds of mistakes that are shown


def receipts_view(exercise: Assignment | None) -> None:
    """What is wrong with receipts, and what the others say together; `exercise` is what they should be of."""
    st.markdown(text("practice-class-receipts"))
    found = results(_dropped(), secret(), exercise)
    if not secret():
        st.caption(text("practice-class-unsigned"))
    for name, why in found.refused:
        st.warning(f"**{escaped(name)}**: {escaped(why)}", icon=":material/warning:")
    if found.rows and found.exercise:
        st.subheader(escaped(found.exercise.title), anchor=False)
        _table(found)


def _dropped() -> Iterator[tuple[str, bytes]]:
    """Files and pasted codes, by name."""
    files = st.file_uploader("Receipts", ["json", "txt"], accept_multiple_files=True, key="class receipts")
    pasted = st.text_area("Or paste codes, one below the other", key="class codes", height=70, max_chars=1_000_000)
    for file in files[:MOST]:
        yield file.name, file.read(LARGEST + 1)
        file.seek(0)
    codes = (pasted or "").split(CODE)[1:]
    yield from ((f"code {at}", (CODE + code).encode()) for at, code in enumerate(codes[:MOST], start=1))


def _table(found: Results) -> None:
    cells = [row.cells() for row in found.rows]
    st.dataframe(dict(zip(HEADS, zip(*cells, strict=True), strict=True)), hide_index=True, alt="A row for each student")
    st.download_button(
        "Table as CSV",
        found.csv.encode("utf-8-sig"),  # without a mark, Excel reads é as Ã©
        f"receipts {found.exercise.id if found.exercise else ''}.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
    steps, mistakes = st.columns(2)
    with steps:
        _troubles("Where they got stuck", "question", "wrong tries and hints", found.by_step)
    with mistakes:
        _troubles("What went wrong", "kind of mistake", "answers", found.by_mistake)


def _troubles(title: str, what: str, times: str, troubles: Sequence[Trouble]) -> None:
    st.markdown(f"**{title}**")
    shown = troubles[:NAMED]
    columns = {
        what: [each.what for each in shown],
        "students": [each.students for each in shown],
        times: [each.times for each in shown],
    }
    st.dataframe(columns, hide_index=True, alt=title)
