"""Check my sheet: a spreadsheet is uploaded, and its wrong cells are shown, each with the step that it is about."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import streamlit as st

from core.backprop.engine.graph import NonFinite
from core.backprop.engine.network import Network
from core.backprop.lesson.place import Place, checked, step_names
from core.backprop.practice.sheet import Finding, Report, check_workbook
from core.backprop.practice.sheet.commented import commented
from core.backprop.practice.sheet.headed import Corrections
from core.backprop.practice.sheet.reading import read_workbook
from core.errors import SheetError
from pages.parts.practice.sheet_picture import picture
from pages.parts.practice.sheet_taken import taken_view
from pages.parts.practice.state import practice_state
from pages.shared.place import PRACTISE, place_state
from pages.shared.texts import escaped, text

UPLOAD = "practice sheet"
MOST_SHOWN = 12  # findings that are told one by one; the table and the copy have all
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Sheet:
    """A file that was uploaded, and what the check says, after what the learner `said` of its headings.

    `problem` is why it cannot be read.
    """

    file: str
    name: str
    report: Report | None
    problem: str = ""
    said: Corrections = field(default_factory=dict)


def sheet_tab(place: Place, digits: int) -> None:
    """The whole of the tab."""
    st.caption(text("practice-sheet"))
    file = st.file_uploader("A spreadsheet (.xlsx, .ods or .csv), up to 8 MB", key=UPLOAD, max_upload_size=8)
    state = practice_state()
    if file is not None and (state.sheet is None or state.sheet.file != file.file_id):
        with st.spinner("Checking every cell…"):
            state.sheet = _checked(file.file_id, file.name, file.getvalue())
    sheet = state.sheet
    if sheet is None:
        return
    if sheet.report is None:
        st.warning(sheet.problem, icon=":material/warning:")
        return
    number = _which(sheet.report)
    taken_view(sheet.report, number, sheet.said, _check_again)
    if sheet.problem:
        st.warning(sheet.problem, icon=":material/warning:")
    if not sheet.report.blocks:
        st.warning(text("practice-sheet-unread"), icon=":material/warning:")
        return
    _headline(sheet, sheet.report)
    for each, finding in enumerate(sheet.report.findings[:MOST_SHOWN]):
        _finding(sheet.report, finding, each)
    more = len(sheet.report.findings) - MOST_SHOWN
    if more > 0:
        st.caption(f"And {more} more, all of them in the table below and in the copy with comments.")
    picture(sheet.report, number, digits)


def _checked(file: str, name: str, content: bytes) -> Sheet:
    try:
        return Sheet(file, name, check_workbook(read_workbook(content), name))
    except SheetError as error:
        return Sheet(file, name, None, str(error))


def _check_again(said: Corrections) -> None:
    """Judges the open sheet anew, with what the learner said of its headings."""
    sheet = practice_state().sheet
    if sheet is None or sheet.report is None:
        return
    try:
        report = check_workbook(sheet.report.workbook, sheet.name, said)
        practice_state().sheet = replace(sheet, report=report, said=said, problem="")
    except SheetError as error:
        practice_state().sheet = replace(sheet, problem=f"{error} So it is as it was before.")


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
                data=lambda: commented(report),
                file_name=f"{sheet.name.rpartition('.')[0] or 'sheet'}-checked.xlsx",
                mime=EXCEL,
                icon=":material/comment:",
                help="Your sheet's numbers and formulas, with what was found as comments in the cells.",
                on_click="ignore",
            )


def _finding(report: Report, finding: Finding, number: int) -> None:
    several = len(report.workbook.tabs) > 1
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        tab = f"{escaped(finding.tab)}, " if several else ""
        st.markdown(f":material/close: {tab}{escaped(finding.sentence)}", width="stretch")
        st.button(
            "See the step",
            key=f"practice sheet step {number}",
            icon=":material/arrow_forward:",
            on_click=_show_step,
            args=(report, finding),
            help="The line of the worked solution that this cell is about, with the numbers of your sheet.",
        )
    if practice_state().to_step:
        practice_state().to_step = False
        st.switch_page("pages/backprop.py")


def _show_step(report: Report, finding: Finding) -> None:
    """Moves the visitor's network to the numbers of the finding's row, and to the step of its quantity."""
    place = step_of(report, finding)
    if place is None:
        return
    state = place_state()
    state.move(place, PRACTISE)
    state.jump_to(place.step)
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
