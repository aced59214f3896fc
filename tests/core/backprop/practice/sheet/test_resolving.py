"""Cells become names."""

from __future__ import annotations

from core.backprop.engine.expression import Number
from core.backprop.engine.substitution import ids
from core.backprop.practice.sheet.blocks import blocks
from core.backprop.practice.sheet.reading import read_workbook
from core.backprop.practice.sheet.resolving import Resolver
from core.backprop.practice.sheet.workbook import place
from tests.core.backprop.practice.sheet.students import Student

GIVEN = frozenset({"i1", "i2", "t1", "t2"})


def names(student: Student, name: str, row: int, id: str, rate: float = 0.5) -> frozenset[str]:
    book = read_workbook(student.xlsx())
    some = blocks(book)
    at = place(student.cell(name, row))
    return ids(Resolver(book, some[0], some, GIVEN, rate).resolved((id, row), at, some[0].tab.cells[at]))


def test_references_are_names_of_the_row_or_the_one_above() -> None:
    assert names(Student(), "h1", 3, "h1") == {"w1", "w2", "i1", "i2"}
    assert names(Student(), "w5", 3, "w5") == {"w5@-1", "learning_rate", "∂E_total/∂w5@-1"}
    assert names(Student(sideways=True), "w5", 3, "w5") == {"w5@-1", "learning_rate", "∂E_total/∂w5@-1"}
    wrong = Student(plants={("h1", 4): "{w1@}*{i1}+{w2}*{i2}"})
    assert names(wrong, "h1", 4, "h1") == {"w1@-1", "w2", "i1", "i2"}


def test_a_rate_that_is_not_the_blocks_is_a_number_with_an_address() -> None:
    student = Student()
    book = read_workbook(student.xlsx())
    some = blocks(book)
    at = place(student.cell("w5", 3))
    formula = Resolver(book, some[0], some, GIVEN, 0.1).resolved(("w5", 3), at, some[0].tab.cells[at])
    assert "Number(value=0.5, name='B1')" in repr(formula)
    assert isinstance(Number(0.5, "B1"), Number)
