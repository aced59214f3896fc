"""What comes back and when, over any days and any answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.backprop.practice.recall import INTERVALS, MASTERED, Item, Memory, answered, due, read_memory, written
from core.backprop.practice.skills import SKILLS

ANSWERS = st.lists(st.tuples(st.sampled_from(list(SKILLS)), st.booleans(), st.integers(0, 4)), max_size=60)


def after(answers: list[tuple[str, bool, int]]) -> tuple[Memory, int]:
    """The memory after answers with so many days between them, and the day."""
    memory: Memory = {}
    day = 20_000
    for skill, well, later in answers:
        day += later
        memory = answered(memory, skill, well, day)
    return memory, day


@given(ANSWERS)
def test_what_is_missed_comes_back_the_next_day_and_what_is_right_never_sooner(
    answers: list[tuple[str, bool, int]],
) -> None:
    memory, day = after(answers)
    for skill in SKILLS:
        before = memory.get(skill, Item(0, day))
        missed = answered(memory, skill, False, day)[skill]
        assert missed == Item(0, day + INTERVALS[0])
        right = answered(memory, skill, True, day)[skill]
        assert right.due >= before.due
        assert right.due - day <= INTERVALS[-1]
        assert (right.times > before.times or right.times == len(INTERVALS)) == (before.due <= day)


@given(ANSWERS)
def test_nothing_is_due_that_was_just_answered_and_all_is_in_a_month(
    answers: list[tuple[str, bool, int]],
) -> None:
    memory, day = after(answers)
    if answers:
        assert answers[-1][0] not in due(memory, day)
    assert set(due(memory, day + INTERVALS[-1])) == set(memory)
    days = [memory[skill].due for skill in due(memory, day)]
    assert days == sorted(days)


@given(ANSWERS)
def test_a_memory_is_read_as_it_was_written(answers: list[tuple[str, bool, int]]) -> None:
    memory, _ = after(answers)
    assert read_memory(written(memory)) == memory
    assert len(written(memory)) < 400


def test_only_days_apart_make_a_master() -> None:
    memory: Memory = {}
    for _ in range(20):  # all on one day
        memory = answered(memory, "net", True, 7)
    assert memory["net"] == Item(1, 8)
    day = 7
    while not memory["net"].mastered:
        day = memory["net"].due
        memory = answered(memory, "net", True, day)
    assert (memory["net"].times, day) == (MASTERED, 7 + 1 + 3)


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "null", "7", "{", "x" * 3000, "[" * 1500),
        *('{"net":[1]}', '{"net":[1,2,3]}', '{"net":[true,2]}', '{"net":[1.5,2]}', '{"net":[9,2]}'),
        *('{"net":[1,-2]}', '{"net":[1,999999]}', '{"flying":[1,2]}', '{"net":5}'),
    ],
)
def test_what_was_not_written_here_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_memory(text)
