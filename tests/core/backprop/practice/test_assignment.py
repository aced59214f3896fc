"""An exercise as a link: what is written is read, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from typing import cast
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.backprop.engine.architecture import ACTIVATIONS, BIASES, LOSSES, Architecture
from core.backprop.lesson.lesson import lesson
from core.backprop.lesson.place import Place, edited
from core.backprop.practice.assignment import WORKED, Assignment, one_line, own_numbers, read_assignment, to_link_of
from core.backprop.practice.bug_hunt import LEVELS

SHAPES = st.builds(
    Architecture,
    st.lists(st.integers(1, 4), min_size=1, max_size=2).map(tuple),
    *map(st.sampled_from, (ACTIVATIONS, BIASES, LOSSES)),
)
LINES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=20).filter(
    lambda text: _kept(text) == text
)
PLACES = st.one_of(
    st.sampled_from(["worksheet", "saturated", "overshoot", "article"]).map(Place.at_preset),
    st.builds(lambda text: edited(Place(), "w5", text), st.floats(-2, 2).map(repr)),
    st.builds(lambda shape, seed: Place.at_preset("random", seed, shape), SHAPES, st.integers(0, 9999)),
)


def _kept(text: str) -> str:
    try:
        return one_line(text, 80)
    except ValueError:
        return ""


@st.composite
def assignments(draw: st.DrawFn) -> Assignment:
    """Any exercise with something in it to work."""
    own = draw(st.booleans())
    place = own_numbers(Place.at_preset("worksheet", 0, draw(SHAPES)), draw(st.integers(0, 9999))) if own else None
    bugs = draw(st.integers(0, 10))
    asked = draw(st.sets(st.sampled_from(WORKED), min_size=0 if bugs else 1))
    return Assignment(
        draw(LINES),
        place or draw(PLACES),
        own,
        tuple(phase for phase in WORKED if phase in asked),
        draw(st.integers(0 if bugs else 1, 5)),
        bugs,
        draw(st.sampled_from(LEVELS)) if bugs else LEVELS[0],
        draw(st.booleans()),
        draw(st.just("") | LINES),
        draw(st.sampled_from((0, 0, 5))),
        draw(st.booleans()),
    )


@settings(max_examples=40)
@given(assignments())
def test_a_link_leads_back_to_the_exercise(exercise: Assignment) -> None:
    address = urlencode(to_link_of(exercise))
    assert read_assignment(dict(parse_qsl(address, keep_blank_values=True))) == exercise


def test_the_usual_exercise_asks_all_numbers_of_one_update() -> None:
    exercise = Assignment()
    assert to_link_of(exercise) == {"exercise": "Exercise"}
    steps = [step.name for step in lesson(exercise.place.network, 0.5) if step.equation and step.phase != "verify"]
    assert [question.step for question in exercise.questions] == steps


def test_phases_updates_and_bugs_are_asked_in_order() -> None:
    exercise = Assignment(phases=("loss",), updates=2, bugs=2)
    loss = ["E1", "E2", "E_total"]
    titles = [f"update {number}, {name}" for number in (1, 2) for name in loss]
    assert [question.title for question in exercise.questions] == [*titles, "bug 1", "bug 2"]


def test_own_numbers_are_drawn_from_name_and_seed_alone() -> None:
    exercise = Assignment(place=own_numbers(Place(learning_rate=0.2), 3), own_numbers=True)
    ada = exercise.start("Ada")
    assert exercise.start("ADA") == ada
    assert (ada.learning_rate, ada.preset) == (0.2, "random")
    starts = [exercise.start(name) for name in ("Ada", "Bob", "Chen", "Dana")]
    assert len({place.network for place in starts}) == 4
    other = replace(exercise, place=own_numbers(exercise.place, 4))
    assert other.start("Ada").network != ada.network
    assert cast(float, ada.network.numbers["w1"]) == 0.48  # for ever: a link from last year still gives these numbers
    assert exercise.bug_number("Ada", 2) == exercise.bug_number("Ada", 1) + 1
    assert {Assignment(bugs=1).bug_number(name, 1) for name in ("Ada", "Bob")} == {1}


@pytest.mark.parametrize(
    "wrong",
    [
        {"exercise": ""},
        {"exercise": "a\nb"},
        {"exercise": "x" * 81},
        {"w5": "nan"},
        {"step": "h1"},
        {"hidden": "9"},
        {"numbers": "mine"},
        {"numbers": "own"},  # without a seed to draw from
        {"phases": "forward-forward"},
        {"phases": "update-forward"},
        {"phases": "verify"},
        {"phases": "none"},
        {"times": "6"},
        {"times": "-1"},
        {"times": "1e1"},
        {"times": "0"},
        {"bugs": "11-easy"},
        {"bugs": "1-brutal"},
        {"bugs": "1"},
        {"hints": "all"},
        {"due": "\u202e"},
        {"rate": "400", "activation": "tanh", "loss": "cross-entropy", "times": "5"},
    ],
    ids=str,
)
def test_a_link_with_anything_that_makes_no_sense_leads_to_no_exercise(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        read_assignment({"exercise": "Homework"} | wrong)


def test_a_sheet_alone_is_an_exercise_and_comes_last() -> None:
    exercise = Assignment(phases=(), bugs=1, rows=120)
    assert [question.title for question in exercise.questions] == ["bug 1", "sheet"]
    assert to_link_of(exercise)["rows"] == "120"
    assert read_assignment(to_link_of(exercise)) == exercise
    for rows in (-1, 201):
        with pytest.raises(ValueError, match="up to 200 updates"):
            Assignment(rows=rows)
    assert "rows" not in to_link_of(Assignment())  # so links and ids of before are the same
