"""The exercise that a link led to, how far its student has come, and what there is to say of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from core.backprop.practice.assignment import TITLE, WORKED, Assignment, read_assignment, to_link_of
from core.backprop.practice.bug_hunt import Check, Hunt
from core.backprop.practice.judging import SILENT, Verdict
from core.backprop.practice.work import Work
from pages.parts.practice.state import CLASS, TAB, TABS
from pages.shared.state import kept

VIEW, WORK = "class view", "The exercise"  # the key of the choice, and the choice of the student
widgets = st.session_state


@dataclass
class ExerciseState:
    """`problem` says why the link leads to none. `heard` is whether the browser has said what it keeps of the work.

    `since` is when the last thing happened, in seconds; `verdict` and `said` are about that.
    """

    exercise: Assignment | None = None
    problem: str = ""
    heard: bool = False
    work: Work | None = None
    since: float = 0.0
    verdict: Verdict = SILENT
    said: str = ""
    checks: tuple[Hunt, tuple[Check, ...]] | None = None
    sheet: str = ""  # the file that was judged last


def exercise_state() -> ExerciseState:
    """The visitor's own; at first what the address says."""
    return kept("practice exercise", lambda: _from_link(st.query_params.to_dict()))


def handed_out() -> bool:
    """Whether a link led to an exercise, and its tab is open."""
    return widgets.get(TAB) == CLASS and exercise_state().exercise is not None


def working() -> bool:
    """Whether it is shown as to a student, who has no numbers to choose."""
    return handed_out() and widgets.get(VIEW, WORK) == WORK


def secret() -> str:
    """What this server signs receipts with, nothing if it does not."""
    return os.environ.get("LAB_SECRET", "").strip()


def link_to(exercise: Assignment) -> str:
    """The whole address of an exercise."""
    base = (st.context.url or "").partition("?")[0]
    return f"{base}?{urlencode({'tab': TABS[CLASS], **to_link_of(exercise)})}"


def described(exercise: Assignment) -> str:
    """What is to be done, in a few sentences."""
    numbers = sum(bool(question.step) for question in exercise.questions)
    several = "phases" if len(exercise.phases) > 1 else "phase"
    phases = "all phases" if exercise.phases == WORKED else f"the {several} {' and '.join(exercise.phases)}"
    parts = [f"{numbers} numbers to find, {phases} of {_several(exercise.updates, 'update')}"] if numbers else []
    parts += [f"{_several(exercise.bugs, f'{exercise.level} bug')} to hunt"] if exercise.bugs else []
    parts += [f"a spreadsheet of {_several(exercise.rows, 'update')} to hand in"] if exercise.rows else []
    sentences = [", then ".join(parts)]
    sentences += ["everybody has other numbers"] if exercise.own_numbers else []
    sentences += [] if exercise.hints else ["there are no hints: a number can only be told"]
    sentences += ["before each number of the backward pass and the update, a prediction"] if exercise.predict else []
    return " ".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in sentences)


def _several(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _from_link(link: Mapping[str, str]) -> ExerciseState:
    if TITLE not in link:
        return ExerciseState()
    try:
        return ExerciseState(read_assignment(link))
    except ValueError as error:
        return ExerciseState(problem=f"This link leads to no exercise. {error}")
