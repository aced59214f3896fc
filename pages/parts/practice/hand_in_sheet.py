"""The question of an exercise that is answered with a spreadsheet: uploaded, judged, mended, handed in."""

from __future__ import annotations

import time

import streamlit as st

from core.backprop.lesson.place import network_at
from core.backprop.practice.handed_sheet import handed
from core.backprop.practice.sheet import Report
from core.backprop.practice.work import Work, checked, handed_in
from core.errors import SheetError
from pages.parts.practice.exercise import exercise_state
from pages.parts.practice.sheet_picture import picture
from pages.parts.practice.sheet_reports import report_of
from pages.shared.texts import escaped, text

UPLOAD = "exercise sheet"
MOST_SHOWN = 12  # findings


def sheet_question(work: Work, digits: int) -> None:
    """What the sheet is to have, where it is uploaded, and what is said of it."""
    start = work.place
    st.markdown(text("practice-class-sheet").format(updates=work.exercise.rows))
    numbers = ", ".join(f"{name} = {value:.12g}" for name, value in network_at(start).numbers.items())
    st.code(f"{numbers}, η = {start.learning_rate:g}", language=None, wrap_lines=True)
    file = st.file_uploader("Your spreadsheet (.xlsx, .ods or .csv), up to 8 MB", key=UPLOAD, max_upload_size=8)
    if file is None:
        return
    try:
        with st.spinner("Checking every cell…"):
            report = report_of(file.getvalue(), file.name, {})
        found = handed(report, start, work.exercise.rows)
    except (SheetError, ValueError) as error:
        st.warning(escaped(f"{error}"), icon=":material/warning:")
        return
    state = exercise_state()
    if state.sheet != file.file_id:  # each file is one try
        now = time.time()
        state.work, state.sheet, state.since = checked(work, found, now - state.since), file.file_id, now
        st.rerun()
    _findings(report, work.exercise.hints, digits)
    st.button("Hand it in as it is", on_click=_hand_in, key="exercise sheet as it is")


def _findings(report: Report, hints: bool, digits: int) -> None:
    """What is wrong; without hints only in how many cells."""
    work = exercise_state().work
    wrong = work.open.cells if work else None
    st.markdown(
        f"**{wrong} wrong cell{'s' * (wrong != 1)}**: mend your sheet and upload it again, or hand it in as it is."
    )
    if not hints or not report.findings:
        return
    for finding in report.findings[:MOST_SHOWN]:
        st.markdown(f":material/close: {escaped(finding.sentence)}")
    picture(report, report.findings[0].block, digits)


def _hand_in() -> None:
    state = exercise_state()
    if state.work is not None:
        state.work = handed_in(state.work, time.time() - state.since)
