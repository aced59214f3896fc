"""The learning rate that a sheet works with."""

from __future__ import annotations

import pytest

from core.backprop.engine.architecture import Architecture, graph_of
from core.backprop.practice.sheet.blocks import blocks
from core.backprop.practice.sheet.rate import learning_rate
from core.backprop.practice.sheet.reading import read_workbook
from tests.core.backprop.practice.sheet.students import WEIGHTS, Student

OTHER: dict[str | tuple[str, int], str] = {name: f"{{{name}@}}-0.8*{{g{name[1]}@}}" for name in WEIGHTS}


@pytest.mark.parametrize(
    ("student", "rate"),
    [
        (Student(eta=0.3), 0.3),
        (Student(eta=0.3, rate="typed"), 0.3),
        (Student(eta=0.3, rate="column"), 0.3),
        (Student(eta=0.3, formulas=False), 0.3),
        (Student(eta=0.3, plants=OTHER), 0.3),  # a number typed for η is a mistake, not the rate
    ],
    ids=["beside", "in the formulas", "a column", "numbers only", "another one typed"],
)
def test_it_is_what_the_updates_are_made_with(student: Student, rate: float) -> None:
    book = read_workbook(student.xlsx())
    (block,) = blocks(book)
    assert learning_rate(book, block, (), graph_of(Architecture())) == pytest.approx(rate)


def test_without_a_label_it_is_what_the_weights_moved_by() -> None:
    lines = Student(eta=0.3, formulas=False).csv().decode().splitlines()[2:]
    book = read_workbook("\n".join(lines).encode())
    (block,) = blocks(book)
    assert learning_rate(book, block, (), graph_of(Architecture())) == pytest.approx(0.3)
