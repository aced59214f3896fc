"""A sheet for an exercise: of its numbers, long enough, and counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.backprop.lesson.place import Place
from core.backprop.practice.handed_sheet import Handed, handed
from core.backprop.practice.sheet import check_sheet
from tests.core.backprop.practice.sheet.students import GRADIENTS, START, Student

WRONG = Student(rows=6, plants={"g3": GRADIENTS["g3"].replace("a_h2", "a_h1"), ("h1", 2): "{w1}*{i1}"})


def of(student: Student, updates: int = 6) -> Handed:
    return handed(check_sheet(student.xlsx(), "x"), Place(), updates)


def test_wrong_cells_are_counted_and_mistakes_told_by_kind() -> None:
    assert of(Student(rows=6)) == Handed(0)
    assert of(WRONG) == Handed(7, ("Factor forgotten", "Slope of another neuron")) or of(WRONG).wrong == 7
    assert set(of(replace(WRONG, formulas=False)).kinds) == set(of(WRONG).kinds)


@pytest.mark.parametrize(
    ("student", "words"),
    [
        (Student(rows=6, start=START | {"w5": 0.41}), "w5 is 0.41 in it, and 0.4 in the exercise"),
        (Student(rows=6, eta=0.1), "η is 0.1 in it, and 0.5 in the exercise"),
        (Student(rows=4), "has 4 of the 6 updates"),
    ],
)
def test_a_sheet_of_something_else_is_refused_with_what_differs(student: Student, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        of(student)
