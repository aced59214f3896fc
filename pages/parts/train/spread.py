"""What several seeds of each setting can show: a table, the differences in sentences, and a report to copy."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.digits.comparison.differences import Variant
from core.digits.comparison.measured import Line, Trained, lines
from core.digits.comparison.report import NUMBERS, numbers, report_of_several
from core.digits.comparison.seeds import said
from core.digits.counted import counted
from pages.shared.texts import escaped


def seeds(data: str, trained: Sequence[Trained], found: Sequence[Variant]) -> None:
    """A table of the variants after the last epoch, each compared with one of them, and the report of it."""
    baseline = 0
    names = [variant.name for variant in found]
    if len(found) > 1:
        chosen = st.selectbox("Compared with", names, key=f"train compare baseline {data}", width=420)
        baseline = names.index(chosen) if chosen in names else 0
    table = lines(trained, found, baseline)
    if len(found) == 1 and (only := table[0].accuracy) and only.sd is not None:
        st.markdown(f"The same settings, {only.n} seeds: **{only.mean:.2f} %** on average, sd {only.sd:.2f}.")
    st.table(
        [_line(line) for line in table],
        border="horizontal",
        hide_index=True,
        alt="Accuracy after the last epoch: how many seeds, mean, spread, and what they can show.",
    )
    if len(found) > 1:
        other = escaped(names[baseline])
        compared = [line for line in table if not line.baseline]
        st.markdown(
            "\n".join(f"- **{escaped(x.variant.name)}** against {other}: {said(x.difference)}" for x in compared)
        )
    if unfinished := sum(line.unfinished for line in table):
        st.caption(f"{counted(unfinished, 'run')} not yet at the last epoch: left out of the table.")
    if len(found) > 2:
        st.caption("Each interval stands for itself: of twenty comparisons one shows, on average, what is not there.")
    _report(data, trained, table)


def _report(data: str, trained: Sequence[Trained], table: Sequence[Line]) -> None:
    with st.expander("Target, result, analysis", icon=":material/description:", key=f"train compare report {data}"):
        st.caption("As courses want it, filled with what was measured: copy it, and add what you make of it.")
        st.code(report_of_several(table, trained), None, wrap_lines=True)


def _line(line: Line) -> dict[str, str]:
    return {"settings": f"**{escaped(line.variant.name)}**", **dict(zip(NUMBERS, numbers(line), strict=True))}
