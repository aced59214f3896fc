"""The student's side: a name, the open question of the exercise, and in the end a receipt."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import streamlit as st

from core.backprop.engine.graph import NonFinite
from core.backprop.practice import work as working
from core.backprop.practice.assignment import BUG, LONGEST_NAME, SHEET, Assignment, one_line
from core.backprop.practice.bug_hunt import Standing, checks, line, said
from core.backprop.practice.judging import SILENT
from core.backprop.practice.receipt import Signature, code, read, written
from core.backprop.practice.work import Work
from pages.components.hunt.component import lines
from pages.components.kept.component import found, keep
from pages.components.shared.mailbox import Event, answer
from pages.components.shared.picks import answered
from pages.components.turn.component import turn
from pages.parts.practice.bug import OPEN, TITLES
from pages.parts.practice.exercise import described, exercise_state, secret
from pages.parts.practice.hand_in import head
from pages.parts.practice.hand_in_sheet import sheet_question
from pages.parts.practice.turn import with_number
from pages.shared.loading import loading_pytorch
from pages.shared.texts import escaped, text

NAME, KEPT, TURN, HUNT = "exercise name", "exercise kept", "exercise turn", "exercise hunt"  # keys
widgets = st.session_state


def work_view(exercise: Assignment, digits: int) -> None:
    """The whole of the exercise: what it is, and how far the student has come."""
    state = exercise_state()
    _hear(exercise)
    due = f" **Until {escaped(exercise.deadline)}.**" if exercise.deadline else ""
    st.markdown(f"**{escaped(exercise.title)}.** {described(exercise)}{due}")
    if state.problem:
        st.warning(state.problem, icon=":material/warning:")
    if state.work is None:
        if state.heard:
            _ask_for_name()
    else:
        head(state.work)
        if state.said:
            st.success(state.said, icon=":material/check:")
        try:
            _question(state.work, digits)
        except (ValueError, NonFinite) as error:
            st.warning(f"{error}", icon=":material/warning:")
    now = code(written(state.work, secret())) if state.work else ""
    keep(_place_in_browser(exercise), now, key=KEPT, ask=not state.heard)


def listen() -> None:
    """Does what the student did; what belongs to another question than the open one came too late."""
    with suppress(ValueError, NonFinite):  # numbers that overflow; the page says so
        answer(_deal, TURN, HUNT)


def _hear(exercise: Assignment) -> None:
    """Takes up the work that the browser has kept, once it has said so."""
    state = exercise_state()
    kept = None if state.heard else found(_place_in_browser(exercise), KEPT)
    if kept is None:
        return
    state.heard, state.since = True, time.time()
    if not kept:
        return
    signed = Signature.SIGNED if secret() else Signature.UNSIGNED
    try:
        receipt = read(kept.encode(), secret())
    except ValueError as error:
        state.problem = f"What this browser kept of your work cannot be used. {error}"
        return
    if receipt.signature is signed and receipt.work.exercise == exercise:
        state.work = receipt.work
    else:
        state.problem = "What this browser kept of your work is not signed by this server."


def _ask_for_name() -> None:
    with st.form("exercise begin", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Your name", max_chars=LONGEST_NAME, key=NAME, width=320)
        st.form_submit_button("Begin", type="primary", on_click=_begin)
    st.caption(text("practice-class-name"))


def _begin() -> None:
    state = exercise_state()
    try:
        name = one_line(widgets.get(NAME) or "", LONGEST_NAME, "A name")
    except ValueError as error:
        state.problem = f"{error}"
        return
    assert state.exercise is not None
    state.work, state.since = Work(state.exercise, name, int(time.time())), time.time()
    state.problem, state.said, state.verdict, state.sheet = "", "", SILENT, ""


def _question(work: Work, digits: int) -> None:
    """The picture and the field, or the lines of the wrong program."""
    state, question = exercise_state(), work.question
    if question is None:
        return
    if question.kind == SHEET:
        sheet_question(work, digits)
        return
    if question.kind != BUG:
        practice, hints, predict = working.practice(work), work.exercise.hints, work.exercise.predict
        after = work.place.update
        turn(
            practice,
            state.verdict,
            digits,
            key=TURN,
            answered=answered(TURN),
            update=after,
            hints=hints,
            predict=predict,
        )
        return
    hunt = working.search(work)
    if state.checks is None or state.checks[0] is not hunt:
        with loading_pytorch():
            state.checks = hunt, checks(hunt)
    marked = (*work.open.mistakes, *([_first(work)] if work.open.revealed else []))
    title, sentence = OPEN, text(f"practice-bug-{hunt.level}")
    if marked:
        last = line(hunt, marked[-1])
        title = TITLES.get(last.standing, f"The bug: {hunt.mistake.title.lower()}")
        sentence = said(last) if last.standing is not Standing.FIRST else hunt.mistake.sentence
    label = "Go on" if work.open.revealed else "Show me"
    st.button(label, icon=":material/visibility:", on_click=_do, args=(working.helped,), type="tertiary")
    lines(hunt, marked, state.checks[1], title, sentence, digits, key=HUNT, answered=answered(HUNT))


def _first(work: Work) -> str:
    return next(each.name for each in working.search(work).lines if each.standing is Standing.FIRST)


def _deal(event: Event) -> None:
    state = exercise_state()
    work = state.work
    question = work.question if work else None
    if work is None or question is None:
        return
    if question.kind == BUG:
        hunt = working.search(work)
        if event.kind == "mark" and event.name == f"{hunt.level} {hunt.seed}" and not work.open.revealed:
            _do(lambda now, seconds: working.mark(now, event.text, seconds))
            if state.work and len(state.work.answers) > len(work.answers):
                state.said = f"Found: {hunt.mistake.title.lower()}. {hunt.mistake.sentence}"
    elif event.name == question.step and event.kind == "help":
        _do(working.helped)
    elif event.name == question.step and event.kind == "answer":
        step = working.practice(work).question
        assert step is not None
        now, verdict = working.submit(work, event.text, time.time() - state.since)
        _do(lambda _, __: now)
        state.verdict = with_number(verdict, step, event.text)


def _do(deal: Callable[[Work, float], Work]) -> None:
    """Does something to the work, and looks at the clock."""
    state = exercise_state()
    if state.work is not None:
        state.work = deal(state.work, time.time() - state.since)
        state.since, state.verdict, state.said = time.time(), SILENT, ""


def _place_in_browser(exercise: Assignment) -> str:
    return f"backprop-lab exercise {exercise.id}"
