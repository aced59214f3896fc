"""Your turn: one number after the other, typed by the learner."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

import streamlit as st

from core.backprop.lesson.lesson import PHASES, Step
from core.backprop.lesson.place import Place, network_at
from core.backprop.notation.number import format_number
from core.backprop.practice import quiz as practising
from core.backprop.practice.judging import SILENT, Verdict
from core.backprop.practice.marks import resumed, written
from core.backprop.practice.quiz import Mark, Practice
from core.backprop.practice.skills import SKILLS
from pages.components.shared.mailbox import Event, answer
from pages.components.shared.picks import answered
from pages.components.turn.component import turn
from pages.parts.practice.memory import hear, keep_it, remember, remembered
from pages.parts.practice.settings import next_update
from pages.parts.practice.state import practice_state
from pages.shared.texts import text

FADES = "practice turn fades"
BEGINNINGS = {
    "forward": "At the forward pass",
    "loss": "At the loss",
    "backward": "At the backward pass",
    "update": "At the update",
    "verify": "At the check",
}


widgets = st.session_state


@dataclass(frozen=True)
class Turn:
    """What is practised at a place, and what to say of the last answer."""

    place: Place
    practice: Practice
    verdict: Verdict = SILENT


def turn_tab(place: Place, digits: int) -> None:
    """The whole of the tab, which may be run alone: then it hears itself what the learner did."""
    if any(event.kind == "advance" for event in listen()):
        st.rerun()  # the next update has another place, or is refused above
    hear()
    now = _turn(place)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.markdown(text("practice-turn"), width="stretch")
        st.toggle("Help fades", key=FADES, help=text("practice-fades"), persist_state="session")
        phases = [phase for phase in PHASES if phase in {step.phase for step in now.practice.questions}]
        with st.popover("Start over", icon=":material/restart_alt:", key="practice start over"):
            st.caption("What comes before is given.")
            for phase in phases:
                st.button(
                    BEGINNINGS[phase], key=f"practice begin {phase}", on_click=_begin, args=(phase,), type="tertiary"
                )
    turn(
        now.practice,
        now.verdict,
        digits,
        key="turn",
        answered=answered("turn"),
        update=now.place.update,
    )
    keep_it()


def link() -> dict[str, str]:
    """The query parameters that lead back to the number that is asked, and say how it went so far."""
    now = practice_state().turn
    if now is None or not (now.practice.marks or now.practice.mark != Mark()):
        return {}
    question = now.practice.question or now.practice.questions[-1]
    return {"step": question.name} | ({"marks": marks} if (marks := written(now.practice)) else {})


def _turn(place: Place) -> Turn:
    """The turn at this place: the one that is open, or a new one."""
    state = practice_state()
    now = state.turn
    if now is None or now.place != place:
        now = state.turn = Turn(place, _practice(place, state.step, state.marks))
        state.step = state.marks = ""
    fading = _fading() if not now.place.update else frozenset[str]()
    if now.practice.fading != fading:
        now = state.turn = replace(now, practice=replace(now.practice, fading=fading))
    return now


def _fading() -> frozenset[str]:
    """The skills that come with help at first: all that are not mastered, where that is wished."""
    if not widgets.get(FADES):
        return frozenset()
    memory = remembered()
    return frozenset(skill for skill in SKILLS if skill not in memory or not memory[skill].mastered)


def _practice(place: Place, step: str = "", marks: str = "") -> Practice:
    """One that goes on where the marks end; it begins at the step where they are of another network, or nonsense."""
    net, before = network_at(place), network_at(replace(place, update=place.update - 1)) if place.update else None
    if marks:
        with suppress(ValueError):
            return resumed(net, place.learning_rate, marks, before)
    return practising.begin(net, place.learning_rate, step, before)


def _begin(phase: str) -> None:
    state = practice_state()
    place = state.place or Place()
    questions = _practice(place).questions
    state.turn = Turn(place, _practice(place, next(step.name for step in questions if step.phase == phase)))


def listen() -> list[Event]:
    """Does what the learner did, and returns it; what belongs to another number than the open one came too late."""
    return answer(_deal, "turn")


def _deal(event: Event) -> None:
    state = practice_state()
    if state.place is None:
        return
    now = _turn(state.place)
    question = now.practice.question
    if event.kind == "advance" and question is None:
        next_update()
    if question is None or event.name != question.name:
        return
    if event.kind == "answer":
        practice, verdict = practising.submit(now.practice, event.text)
        state.turn = replace(now, practice=practice, verdict=with_number(verdict, question, event.text))
    elif event.kind == "help":
        state.turn = replace(now, practice=practising.helped_on(now.practice), verdict=SILENT)
    if state.turn and len(state.turn.practice.marks) > len(now.practice.marks):
        _remember(now.practice)


def _remember(practice: Practice) -> None:
    """Takes note of how the question that was open went; with lent help only of what was missed."""
    missed = not practice.mark.at_once
    if missed or not practice.lent:
        remember(practice.skill, not missed)


def with_number(verdict: Verdict, question: Step, typed: str) -> Verdict:
    """The verdict with the number that it is about."""
    assert question.equation is not None
    left = getattr(question.equation.left, "id", "")
    if verdict.right:
        return replace(verdict, title=f"Right: {left} = {format_number(question.equation.result, 6)}")
    title = f"{typed.strip()}: {verdict.title[:1].lower()}{verdict.title[1:]}" if verdict.title else ""
    return replace(verdict, title=title)
