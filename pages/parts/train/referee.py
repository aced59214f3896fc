"""The referee: a finished run, or a log that somebody pasted, judged by a form of the exercise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from core.digits.comparison.pasted import MOST_CHARACTERS, read_log, read_parameters
from core.digits.comparison.referee import (
    Result,
    Ruling,
    judge,
    passed,
    refusal,
    remarks,
    result_of_log,
    result_of_run,
)
from core.digits.comparison.report import report_of_run
from core.digits.comparison.rules import RULES, Rules
from core.digits.counted import counted
from core.digits.training.config import Config
from pages.parts.train.recorded import RecordedRun, recorded, titles_of
from pages.shared.services import services
from pages.shared.texts import escaped, text

RUN, PASTED = "A run of mine", "A pasted log"
MARKS = {
    True: ":material/check_box: kept",
    False: ":material/close: broken",
    None: ":material/help: not known",
}
widgets = st.session_state


@dataclass(frozen=True)
class Judged:
    """What is judged, by its title; `config` where its settings are known."""

    title: str
    result: Result
    config: Config | None = None


def referee(visitor: str) -> None:
    """The whole of the tab."""
    st.markdown(text("train-referee"))
    names = [rules.name for rules in RULES]
    with st.container(horizontal=True):
        chosen = st.segmented_control(
            "Rules", names, default=names[0], required=True, key="train rules", persist_state="session"
        )
        what = st.segmented_control(
            "Judge", (RUN, PASTED), default=RUN, required=True, key="train judged", persist_state="session"
        )
    rules = next((rules for rules in RULES if rules.name == chosen), RULES[0])
    st.caption(rules.sentence)
    judged = _pasted() if what == PASTED else _run(visitor)
    if judged is not None:
        _judgement(judged.result, rules)
        with st.expander("Target, result, analysis", icon=":material/description:", key="train referee report"):
            st.caption("As courses want it, filled with what was measured: copy it, and add what you make of it.")
            report = report_of_run(judged.title, judged.result, rules, judged.config)
            st.code(report, None, wrap_lines=True)


def _run(visitor: str) -> Judged | None:
    """The run that is chosen, None where there is none."""
    found = [each for metadata in services().runs(visitor) if isinstance(each := recorded(metadata), RecordedRun)]
    runs = {each.metadata.id: each for each in found if each.finished}
    if not runs:
        st.info("No run has come to its end yet; a log can be judged by now.", icon=":material/info:")
        return None
    titles = titles_of([each.metadata for each in found])
    if widgets.get("train judged run") not in runs:
        widgets["train judged run"] = next(iter(runs))
    id = st.selectbox("Run", list(runs), format_func=lambda id: titles.get(id, id), key="train judged run", width=420)
    run = runs[id]
    return Judged(titles[id], result_of_run(run.config, run.records, run.parameters, run.finished), run.config)


def _pasted() -> Judged | None:
    left, right = st.columns([3, 1])
    with left:
        log = st.text_area(
            "Log",
            key="train pasted log",
            height=220,
            max_chars=MOST_CHARACTERS,
            persist_state="session",
            placeholder="loss=0.0018 batch_id=1874: 100%|██████████| 1875/1875 [00:29<00:00, 64.21it/s]\n"
            "Test set: Average loss: 0.0232, Accuracy: 9935/10000 (99.35%)",
        )
    with right:
        typed = st.text_input(
            "Parameters",
            key="train pasted parameters",
            max_chars=20,
            persist_state="session",
            placeholder="19,000",
            help="How many the network has. A line of the log, such as “Total params: 13,808”, counts before this.",
        )
    if not log or not log.strip():
        return None
    try:
        parameters, read = read_parameters(typed or ""), read_log(log)
    except ValueError as error:
        st.error(escaped(str(error)), icon=":material/error:")
        return None
    if read.left_out:
        st.caption(f"Left out: {counted(read.left_out, 'line')} without a loss or an accuracy.")
    return Judged("A pasted log", result_of_log(read, parameters))


def _judgement(result: Result, rules: Rules) -> None:
    if said := refusal(result):
        st.error(f"**Refused.** {said}", icon=":material/block:")
        return
    rulings = judge(result, rules)
    _verdict(passed(rulings))
    _table(rulings)
    st.markdown("\n".join(f"- {sentence}" for sentence in remarks(result, rules)))


def _verdict(met: bool | None) -> None:
    match met:
        case True:
            st.success("**Passed.** Every rule is kept.", icon=":material/check_circle:")
        case False:
            st.warning("**Not passed.** The table says by what.", icon=":material/cancel:")
        case None:
            st.info("**Not proven.** No rule is broken, but not all can be checked.", icon=":material/help:")


def _table(rulings: Sequence[Ruling]) -> None:
    st.table(
        [{"state": MARKS[each.met], "rule": f"**{each.words}**", "why": each.why} for each in rulings],
        border="horizontal",
        hide_index=True,
        alt="Each rule, whether it is kept, and why.",
    )
