"""What comes back: which skills are mastered, which are due, and the questions for those."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import streamlit as st

from core.backprop.lesson.place import Place
from core.backprop.practice import quiz
from core.backprop.practice.judging import SILENT, Verdict
from core.backprop.practice.quiz import Practice
from core.backprop.practice.recall import INTERVALS, Item, due
from core.backprop.practice.review import question
from core.backprop.practice.skills import SKILLS
from pages.components.shared.mailbox import Event, answer
from pages.components.shared.picks import answered
from pages.components.turn.component import turn
from pages.parts.practice.memory import hear, keep_it, remember, remembered, today
from pages.parts.practice.turn import with_number
from pages.shared.state import kept
from pages.shared.texts import text

KEY = "review"
STYLE = """<style>
.skills { border-collapse: collapse; font-size: .95rem; }
.skills th, .skills td { padding: .25rem .9rem .25rem 0; text-align: left; font-weight: 400; border: 0; }
.skills th { min-width: 9.5rem; }
.skills td { font-variant-numeric: tabular-nums; }
.skills .boxes { letter-spacing: .1em; white-space: nowrap; }
.skills .due { font-weight: 600; }
</style>"""


@dataclass
class Review:
    """The open question with its skill, and what was said of the last answer."""

    skill: str = ""
    practice: Practice | None = None
    verdict: Verdict = SILENT


def review_tab(_: Place, digits: int) -> None:
    """The whole of the tab."""
    hear()
    st.caption(text("practice-review"))
    waiting, review = due(remembered(), today()), _review()
    if review.practice is None and waiting:
        st.button(f"Practise what is due ({len(waiting)})", type="primary", on_click=_next)
    if review.practice is not None:
        where = f"{len(waiting)} due · {SKILLS[review.skill].partition(':')[0].lower()}"
        turn(review.practice, review.verdict, digits, key=KEY, answered=answered(KEY), update=0, where=where)
    elif review.verdict is not SILENT:
        st.success(f"{review.verdict.title}. Nothing else is due today.", icon=":material/task_alt:")
    st.html(f"{STYLE}<table class='skills'>{''.join(map(_row, SKILLS))}</table>")
    keep_it()


def listen() -> None:
    """Does what the learner did; what belongs to another question than the open one came too late."""
    answer(_deal, KEY)


def _deal(event: Event) -> None:
    review = _review()
    practice = review.practice
    step = practice.question if practice else None
    if practice is None or step is None or event.name != step.name:
        return
    if event.kind == "answer":
        after, verdict = quiz.submit(practice, event.text)
        review.verdict = with_number(verdict, step, event.text)
        review.practice = after
    elif event.kind == "help":
        review.practice = quiz.helped_on(practice)
        review.verdict = SILENT
    if review.practice and len(review.practice.marks) > len(practice.marks):
        remember(review.skill, practice.mark.at_once)
        _next()


def _next() -> None:
    """The next question that is due, or none."""
    review, waiting = _review(), due(remembered(), today())
    if not waiting:
        review.skill, review.practice = "", None
        return
    review.skill = waiting[0]
    _, review.practice = question(review.skill, today(), remembered()[review.skill].times)


def _review() -> Review:
    return kept("practice review", Review)


def _row(skill: str) -> str:
    item = remembered().get(skill)
    times = item.times if item else 0
    boxes = "●" * times + "○" * (len(INTERVALS) - times)
    late = item is not None and item.due <= today()
    kind = " class='due'" if late else ""
    words = f"<td class='boxes' aria-label='{times} of {len(INTERVALS)}'>{boxes}</td><td{kind}>{_standing(item)}</td>"
    return f"<tr><th scope='row'>{escape(SKILLS[skill])}</th>{words}</tr>"


def _standing(item: Item | None) -> str:
    if item is None:
        return "not met yet"
    days = item.due - today()
    when = "due today" if days <= 0 else "due tomorrow" if days == 1 else f"due in {days} days"
    return f"mastered, {when}" if item.mastered else when
