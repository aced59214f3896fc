"""Working an exercise: what is asked, what is counted, and how it ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.backprop.engine.network import Network
from core.backprop.lesson.lesson import lesson
from core.backprop.lesson.place import Place
from core.backprop.practice.assignment import Assignment
from core.backprop.practice.bug_hunt import Standing
from core.backprop.practice.handed_sheet import Handed
from core.backprop.practice.quiz import NUMBER, visible
from core.backprop.practice.work import (
    MOST_SECONDS,
    Answer,
    Work,
    checked,
    handed_in,
    helped,
    mark,
    practice,
    search,
    submit,
)


def begun(exercise: Assignment, name: str = "Ada") -> Work:
    return Work(exercise, name, 0)


def right(work: Work) -> str:
    """The number that is asked."""
    step = practice(work).question
    assert step is not None
    assert step.equation is not None
    return repr(step.equation.result)


def test_only_what_the_exercise_asks_is_asked_and_the_second_update_goes_on_from_the_first() -> None:
    work = begun(Assignment(phases=("loss", "update"), updates=2))
    asked = []
    while work.question:
        now = practice(work)
        assert now.question is not None
        asked.append((work.question.number, now.question.name, now.question.after[now.question.name.split("-")[-1]]))
        work, verdict = submit(work, right(work), 2)
        assert verdict.right
    second = Network().updated(0.5)
    for number, net in ((1, Network()), (2, second)):
        steps = [step for step in lesson(net, 0.5) if step.phase in ("loss", "update")]
        assert [each[1] for each in asked if each[0] == number] == [step.name for step in steps]
    assert asked[11][2] == second.values()["E1"]
    assert work.seconds == 2 * len(asked)
    assert set(work.answers) == {Answer(seconds=2)}


def test_every_try_and_every_kind_of_mistake_is_remembered() -> None:
    work = begun(Assignment(phases=("backward",)))
    work, _ = submit(work, "three", 1)  # no number, no try
    work, _ = submit(work, str(-float(right(work))), 10**6)
    work, _ = submit(work, str(-float(right(work))), -5)
    work, _ = submit(work, "77", 1)
    assert (work.open.tries, work.open.seconds) == (3, MOST_SECONDS + 2)
    assert work.open.mistakes[-1] == "Not recognised"
    assert len(work.open.mistakes) == 2
    work = helped(work, 1)
    assert visible(practice(work)).sentence
    for _ in range(NUMBER):
        work = helped(work, 1)
    assert work.answers == (Answer(3, NUMBER, MOST_SECONDS + 6, work.answers[0].mistakes),)


def test_without_hints_a_number_can_only_be_told() -> None:
    work = helped(begun(Assignment(hints=False)), 1)
    assert work.open.revealed
    assert helped(work, 1).answers == (work.open,)


def test_bugs_are_found_or_shown() -> None:
    work = begun(Assignment(phases=(), bugs=2))
    lines = search(work).lines
    first, other = (
        next(each for each in lines if (each.standing is Standing.FIRST) == is_it) for is_it in (True, False)
    )
    with pytest.raises(ValueError, match="no line"):
        mark(work, "nowhere", 1)
    work = mark(mark(work, other.name, 1), first.name, 1)
    assert work.answers == (Answer(1, 0, 2, (other.name,)),)
    work = helped(helped(work, 1), 1)
    assert work.finished
    assert work.answers[1].revealed
    assert helped(work, 1) == work


def test_a_work_cannot_have_more_answers_than_questions_or_no_name() -> None:
    work = begun(Assignment(phases=("loss",)))
    for wrong in ({"answers": (Answer(),) * 4}, {"answers": (Answer(),) * 3, "open": Answer(1)}, {"name": " "}):
        with pytest.raises(ValueError, match=r"\.$"):
            replace(work, **wrong)


def test_numbers_that_move_on_are_those_of_the_place() -> None:
    work = begun(Assignment(place=Place(learning_rate=0.8), phases=("loss",), updates=2))
    for _ in range(3):
        work, _ = submit(work, right(work), 1)
    assert practice(work).net == Network().updated(0.8)


def test_a_sheet_is_handed_in_right_or_as_it_is() -> None:
    work = Work(Assignment(phases=(), rows=10), "Ada", 0)
    assert work.question is not None
    assert work.question.title == "sheet"
    assert handed_in(work, 1) == work  # there is none yet
    wrong = checked(work, Handed(7, ("Wrong sign", "Path left out")), 5)
    assert (wrong.open.tries, wrong.open.cells, wrong.open.mistakes) == (1, 7, ("Wrong sign", "Path left out"))
    better = checked(wrong, Handed(2, ("Wrong sign",)), 5)
    assert (better.open.tries, better.open.cells, len(better.open.mistakes)) == (2, 2, 2)
    assert handed_in(better, 1).answers[0].cells == 2
    right = checked(better, Handed(0), 5)
    assert right.finished
    assert (right.answers[0].tries, right.answers[0].cells, right.seconds) == (2, 0, 15)
