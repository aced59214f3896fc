"""Check my sheet: a spreadsheet is uploaded, and its wrong cells are shown, each with the step that it is about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from core.backprop.engine.descent import descend
from core.backprop.engine.graph import NonFinite
from core.backprop.engine.network import Network
from core.backprop.lesson.place import Place, checked, step_names
from core.backprop.practice.sheet import Finding, Report, check_sheet
from core.backprop.practice.sheet.commented import commented
from core.backprop.practice.sheet.workbook import letters
from core.errors import SheetError
from core.figures.sheet_curves import Pair, sheet_curves
from pages.parts.practice.sheet_table import MOST_ROWS, table
from pages.parts.practice.state import practice_state
from pages.shared.place import PRACTISE, place_state
from pages.shared.texts import escaped, text

UPLOAD = "practice sheet"
MOST_SHOWN = 12  # findings that are told one by one; the table and the copy have all
MOST_CURVES = 6  # pairs of them that a chart can be read with
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Sheet:
    """A file that was uploaded, and what the check says; `problem` where it cannot be read."""

    file: str
    name: str
    content: bytes
    report: Report | None
    problem: str = ""


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
    _headline(sheet, sheet.report)
    for number, finding in enumerate(sheet.report.findings[:MOST_SHOWN]):
        _finding(sheet.report, finding, number)
    more = len(sheet.report.findings) - MOST_SHOWN
    if more > 0:
        st.caption(f"And {more} more, all of them in the table below and in the copy with comments.")
    _table(sheet.report, digits)


def _checked(file: str, name: str, content: bytes) -> Sheet:
    try:
        return Sheet(file, name, content, check_sheet(content, name))
    except SheetError as error:
        return Sheet(file, name, content, None, str(error))


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


def _table(report: Report, digits: int) -> None:
    """What was taken for what, and the block's cells with their marks."""
    names = [f"{block.block.tab.name}: {block.shape}" for block in report.blocks]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = report.findings[0].block if report.findings else 0
        number = st.selectbox(
            "Table", range(len(names)), index=first, format_func=names.__getitem__, key="practice sheet table"
        )
        block = report.blocks[number if number in range(len(names)) else 0]
        rows = block.block.updates
        start = 1
        if rows > MOST_ROWS:
            start = st.number_input(
                "From update", 1, rows - MOST_ROWS + 1, key=f"practice sheet from {number}", width=140
            )
    st.html(table(block, start - 1, digits))
    if pairs := _pairs(report):
        chart = sheet_curves(pairs)
        st.vega_lite_chart(chart.data, chart.spec, width="stretch", key="practice sheet curves")
    with st.expander("What was taken for what"):
        st.markdown(_taken(report, block.block.names, report.blocks.index(block)))


def _pairs(report: Report) -> list[Pair]:
    """The losses of each table whose start and learning rate are known, and what they should be."""
    pairs: list[Pair] = []
    for number, about in enumerate(report.blocks[:MOST_CURVES], 1):
        losses = np.array(about.numbers.get(about.network.graph.loss, []) if about.network else [])
        if about.network is None or about.rate is None or len(losses) < 2 or not np.isfinite(losses).all():
            continue
        try:
            right = descend(about.network, about.rate, len(losses) - 1).losses
        except NonFinite:
            continue
        rate = f"η = {about.rate:g}"
        name = f"{number}: {rate}" if rate in {pair.name for pair in pairs} else rate
        pairs.append(Pair(name, losses, right))
    return pairs


def _taken(report: Report, names: tuple[str, ...], number: int) -> str:
    block = report.blocks[number].block
    line = "row" if block.sideways else "column"

    def where(name: str) -> str:
        row, column = block.places[name, 0]
        return str(row + 1) if block.sideways else letters(column)

    listed = ", ".join(f"{escaped(name.replace('learning_rate', 'η'))} ({where(name)})" for name in names)
    constants = ", ".join(
        f"{escaped(name.replace('learning_rate', 'η'))} ({letters(place[1])}{place[0] + 1})"
        for name, place in block.constants.items()
    )
    beside = f" Beside the table: {constants}." if constants else ""
    return f"By {line}: {listed}.{beside} What is in another {line} was not looked at."
