"""What a block is judged by."""

from __future__ import annotations

from core.backprop.engine.architecture import Architecture, graph_of
from core.backprop.practice.sheet.basis import Basis
from core.backprop.practice.sheet.blocks import blocks
from core.backprop.practice.sheet.reading import read_workbook
from tests.core.backprop.practice.sheet.students import GRADIENTS, Student


def basis(student: Student) -> Basis:
    book = read_workbook(student.xlsx())
    (block,) = blocks(book)
    return Basis(book, block, (), graph_of(Architecture()))


def test_what_is_given_is_not_judged_and_deltas_are_known() -> None:
    found = basis(Student(deltas=True, rows=3))
    assert found.given == {"i1", "i2", "t1", "t2"}
    assert not found.given & set(found.judged)
    assert {"∂E_total/∂h1", "∂E_total/∂w1"} <= found.known
    assert "h1" not in found.known


def test_a_formula_of_another_quantity_is_known_again() -> None:
    found = basis(Student(rows=3, plants={"g3": GRADIENTS["g4"]}))
    formula = found.formulas["∂E_total/∂w3", 1]
    assert found.is_also("∂E_total/∂w3", formula) == "∂E_total/∂w4"
    assert found.is_also("h1", found.formulas["h1", 1]) == ""


def test_a_subject_has_a_path_for_each_output() -> None:
    subject = basis(Student(rows=3)).subject("∂E_total/∂w1")
    assert (len(subject.paths), subject.terms) == (2, 2)
    assert [subject.through(place) for place in range(2)] == ["o1", "o2"]
