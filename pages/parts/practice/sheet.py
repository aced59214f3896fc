"""Check my sheet: a spreadsheet is uploaded, and its wrong cells are shown, each with the step that it is about."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace

import streamlit as st

from core.backprop.engine.graph import NonFinite
from core.backprop.engine.network import Network
from core.backprop.lesson.place import Place, checked, step_names
from core.backprop.practice.sheet import Finding, Report
from core.backprop.practice.sheet.commented import commented
from core.backprop.practice.sheet.headed import Corrections
from core.errors import SheetError
from pages.parts.practice.sheet_picture import picture
from pages.parts.practice.sheet_reports import report_of
from pages.parts.practice.sheet_taken import taken_view
from pages.parts.practice.state import practice_state
from pages.shared.place import PRACTISE, place_state
from pages.shared.texts import escaped, text

UPLOAD = "practice sheet"
MOST_SHOWN = 12  # findings that are told one by one; the table and the copy have all
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Sheet:
    """A file that was uploaded, and what the learner `said` of its headings; `problem` is why it cannot be read so."""

    file: str
    name: str
    content: bytes
    said: Corrections = field(default_factory=dict)
    problem: str = ""

    def report(self) -> Report:
        """Raises SheetError for what cannot be read."""
        return report_of(self.content, self.name, self.said)


def sheet_tab(place: Place, digits: int) -> None:
    """The whole of the tab."""
    st.caption(text("practice-sheet"))
    file = st.file_uploader("A spreadsheet (.xlsx, .ods or .csv), up to 8 MB", key=UPLOAD, max_upload_size=8)
    state = practice_state()
    if file is not None and (state.sheet is None or state.sheet.file != file.file_id):
        state.sheet = Sheet(file.file_id, file.name, file.getvalue())
    if state.sheet is not None:
        try:
            with st.spinner("Checking every cell…"):
                report = state.sheet.report()
        except SheetError as error:
            st.warning(f"{error}", icon=":material/warning:")
        else:
            _report(state.sheet, report, digits)


def _report(sheet: Sheet, report: Report, digits: int) -> None:
    """What was taken for what, then what is wrong, then all cells."""
    number = _which(report)
    taken_view(report, number, sheet.said, _check_again)
    if sheet.problem:
        st.warning(sheet.problem, icon=":material/warning:")
    if not report.blocks:
        st.warning(text("practice-sheet-unread"), icon=":material/warning:")
        return
    _headline(sheet, report)
    several = len(report.workbook.tabs) > 1
    for each, finding in enumerate(report.findings[:MOST_SHOWN]):
        _finding(finding, each, several)
    more = len(report.findings) - MOST_SHOWN
    if more > 0:
        st.caption(f"And {more} more, all of them in the table below and in the copy with comments.")
    picture(report, number, digits)


def _check_again(said: Corrections) -> None:
    """Judges the open sheet anew, with what the learner said of its headings."""
    sheet = practice_state().sheet
    if sheet is None:
        return
    now = replace(sheet, said=said, problem="")
    try:
        now.report()
    except SheetError as error:
        now = replace(sheet, problem=f"{error} So it is as it was before.")
    practice_state().sheet = now


def _which(report: Report) -> int:
    """The table that is looked at: the first one with a finding, or the one that was chosen."""
    names = [f"{about.block.tab.name}: {about.shape}" for about in report.blocks]
    first = report.findings[0].block if report.findings else 0
    if len(names) < 2:
        return 0
    chosen = st.selectbox(
        "Table",
        range(len(names)),
        first,
        format_func=lambda at: names[at] if at in range(len(names)) else "",
        key="practice sheet table",
    )
    return chosen if chosen in range(len(names)) else 0


def _headline(sheet: Sheet, report: Report) -> None:
    count = len(report.findings)
    rows = f"{report.rows} update{'s' * (report.rows != 1)}"
    with st.container(horizontal=True, vertical_alignment="center"):
        if count:
            kinds = f"{count} mistake{'s' * (count > 1)}"
            st.markdown(f"**{escaped(sheet.name)}**: {rows} understood, {kinds} found.", width="stretch")
        else:
            st.success(f"{escaped(sheet.name)}: {rows} understood, and no mistake in them.", icon=":material/check:")
        if count:
            st.download_button(
                "A copy with comments",
                data=lambda: commented(sheet.report()),
                file_name=f"{sheet.name.rpartition('.')[0] or 'sheet'}-checked.xlsx",
                mime=EXCEL,
                icon=":material/comment:",
                help="Your sheet's numbers and formulas, with what was found as comments in the cells.",
                on_click="ignore",
            )


def _finding(finding: Finding, number: int, several: bool) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        tab = f"{escaped(finding.tab)}, " if several else ""
        st.markdown(f":material/close: {tab}{escaped(finding.sentence)}", width="stretch")
        st.button(
            "See the step",
            key=f"practice sheet step {number}",
            icon=":material/arrow_forward:",
            on_click=_show_step,
            args=(number,),
            help="The line of the worked solution that this cell is about, with the numbers of your sheet.",
        )
    if practice_state().to_step:
        practice_state().to_step = False
        st.switch_page("pages/backprop.py")


def _show_step(number: int) -> None:
    """Moves the visitor's network to the numbers of the finding's row, and to the step of its quantity."""
    sheet = practice_state().sheet
    if sheet is None:
        return
    with suppress(SheetError, IndexError):  # another file meanwhile
        report = sheet.report()
        if place := step_of(report, report.findings[number]):
            place_state().move(place, PRACTISE)
            place_state().jump_to(place.step)
            practice_state().to_step = True


def step_of(report: Report, finding: Finding) -> Place | None:
    """The place of the lesson that a finding is about; None where the row's numbers are not all there."""
    block = report.blocks[finding.block]
    if block.network is None:
        return None
    graph = block.network.graph
    update = finding.id in graph.weights
    row = max(0, finding.update - update)  # a new weight is made in the row above
    numbers = {name: block.numbers[name][row] for name in graph.given}
    step = f"new-{finding.quantity}" if update or finding.id.endswith("⁺") else finding.id
    step = f"d-{finding.quantity}" if "/∂" in step else step
    try:
        network = Network(graph, **numbers)
        rate = block.rate if block.rate is not None else Place().learning_rate
        step = step if step in step_names(graph) else "start"
        return checked(Place(network=network, learning_rate=rate, step=step))
    except (ValueError, NonFinite):
        return None
