"""A practice as a text for a link: what is written leads back to the same marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.backprop.engine.network import Network
from core.backprop.practice.marks import MOST_TRIES, resumed, written
from core.backprop.practice.quiz import NUMBER, Mark, Practice, begin

MARK = st.builds(Mark, st.integers(0, MOST_TRIES), st.integers(0, NUMBER))
PRACTICE = begin(Network(), 0.5)


@given(st.lists(st.none() | MARK, max_size=len(PRACTICE.questions)), MARK)
def test_what_is_written_is_read(marks: list[Mark | None], open_one: Mark) -> None:
    finished = len(marks) == len(PRACTICE.questions)
    practice = Practice(Network(), 0.5, None, tuple(marks), Mark() if finished else open_one)
    if text := written(practice):
        assert resumed(Network(), 0.5, text) == practice
    else:
        assert not any(marks)
        assert practice.mark == Mark()


def test_more_tries_than_a_letter_can_tell_are_as_many() -> None:
    practice = Practice(Network(), 0.5, None, (Mark(99, 2),))
    assert resumed(Network(), 0.5, written(practice)).marks == (Mark(MOST_TRIES, 2),)


@pytest.mark.parametrize("text", ["é", "0 0", "0.00", "0..", "0" * 42, "0" * 41 + ".0", "-" * 9999, "<b>"])
def test_what_nobody_has_written_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"substring not found|fewer numbers"):
        resumed(Network(), 0.5, text)
