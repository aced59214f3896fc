"""What was taken for what in a sheet, and how the learner puts it right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from core.backprop.engine.architecture import Architecture, graph_of
from core.backprop.practice.sheet import Report
from core.backprop.practice.sheet.headed import Corrections
from core.backprop.practice.sheet.names import RATE
from core.backprop.practice.sheet.taken import Taken, choices, corrected, differences, not_taken, taken
from core.backprop.practice.sheet.workbook import address, letters
from pages.shared.texts import escaped, text

KEY = "practice sheet taken"
widgets = st.session_state
NOTHING = "nothing: leave it out"
STYLE = """<style>
.taken { display: flex; flex-wrap: wrap; gap: .25rem .5rem; max-height: 8.5rem; overflow: auto; font-size: .85rem; }
.taken span { border: 1px solid color-mix(in srgb, currentColor 22%, transparent); border-radius: .4rem;
  padding: .05rem .4rem; white-space: nowrap; }
.taken .unread { border-style: dashed; }
.taken small { opacity: .65; }
</style>"""
Check = Callable[[Corrections], None]


def taken_view(report: Report, number: int, said: Corrections, check: Check) -> None:
    """The headings of the table of that number; `check` is called with what the learner says of them."""
    block = report.blocks[number].block if report.blocks else None
    headings = taken(block) if block else not_taken(report.workbook)
    with st.container(border=True, key=KEY):
        with st.container(horizontal=True, vertical_alignment="center"):
            unread = sum(not each.id for each in headings)
            words = f", {unread} not read" if unread else ""
            st.markdown(f"**What was taken for what**: {len(headings)} headings{words}", width="stretch")
            with st.popover("Put it right", icon=":material/edit:"):
                _put_right(report, number, headings, said, check)
        chips = "".join(_chip(each, block is not None and block.sideways) for each in headings)
        st.html(f"{STYLE}<div class='taken' tabindex='0'>{chips}</div>")
        if block and block.constants:
            beside = ", ".join(f"{_name(id)} ({address(place)})" for id, place in block.constants.items())
            st.caption(f"Beside the table: {beside}.")
        if changed := list(differences(report.workbook, said)):
            told = ", ".join(f"{escaped(each.text)} ({_where(each)}) is {_name(each.id)}" for each in changed)
            st.caption(f"You said: {told}.")
            st.button("Take it all back", key=f"{KEY} back", on_click=check, args=({},), type="tertiary")


def _put_right(report: Report, number: int, headings: Sequence[Taken], said: Corrections, check: Check) -> None:
    st.caption(text("practice-sheet-taken"))
    graph = report.blocks[number].graph if report.blocks else graph_of(Architecture())
    names = ("", *choices(graph))
    first = next((at for at, each in enumerate(headings) if not each.id), 0)
    heading, what = f"{KEY} heading {number}", f"{KEY} is {number}"
    st.selectbox(
        "The heading",
        range(len(headings)),
        first,
        format_func=lambda each: _told(headings[each]) if each in range(len(headings)) else "",
        key=heading,
    )
    st.selectbox("is", names, format_func=_name, key=what)

    def again() -> None:
        """With what is chosen by now: a quick click comes before the page has followed the choice."""
        at, id = widgets.get(heading), widgets.get(what)
        if isinstance(at, int) and at in range(len(headings)) and id in names:  # and not what a forger chose
            blocks = [each.block for each in report.blocks]
            check(corrected(report.workbook, blocks, said, headings[at], id))

    st.button("Check again", key=f"{KEY} again", type="primary", on_click=again)


def _told(heading: Taken) -> str:
    return f"{_where(heading)}: {heading.text}" + ("" if heading.id else " (not read)")


def _where(heading: Taken) -> str:
    return address(heading.place)


def _name(id: str) -> str:
    return id.replace(RATE, "η") or NOTHING


def _chip(heading: Taken, sideways: bool) -> str:
    """A heading where it stands, and what it is taken for if that has another name."""
    row, column = heading.place
    where = str(row + 1) if sideways else letters(column)
    same = heading.text.strip() == _name(heading.id)
    name = f" → {escape(_name(heading.id))}" if heading.id and not same else ""
    kind, words = ("", "") if heading.id else (" class='unread'", " ?")
    title = _where(heading) + ("" if heading.id else ": not looked at")
    return f"<span{kind} title='{title}'><small>{where}</small> {escape(heading.text)}{name}{words}</span>"
