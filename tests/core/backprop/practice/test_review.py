"""What comes back is asked on other numbers and other networks."""

from __future__ import annotations

import pytest

from core.backprop.practice.quiz import submit
from core.backprop.practice.review import question
from core.backprop.practice.skills import SKILLS


@pytest.mark.parametrize("skill", SKILLS)
def test_every_skill_has_questions_that_can_be_answered(skill: str) -> None:
    seen = set()
    for day in range(12):
        place, practice = question(skill, day, day % 4)
        assert practice.skill == skill
        assert practice.question is not None
        assert practice.question.equation is not None
        after, verdict = submit(practice, repr(practice.question.equation.result))
        assert verdict.right
        assert len(after.marks) == len(practice.marks) + 1
        seen.add((str(place.architecture), place.seed))
    assert len(seen) == 12
    assert len({shape for shape, _ in seen}) > 2


def test_it_is_the_same_on_a_day() -> None:
    assert question("net", 5, 1) == question("net", 5, 1)
    assert question("net", 5, 1)[0] != question("net", 6, 1)[0]
