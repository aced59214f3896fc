"""Numbers in a formula may be those of what is given."""

from __future__ import annotations

from core.backprop.engine.expression import Number, Product, Symbol
from core.backprop.practice.sheet.constants import numbers_in, readings, with_numbers

FORMULA = Product((Number(0.05), Symbol("w1"))) + Number(0.1)


def test_a_number_stands_for_every_constant_of_its_value_or_for_itself() -> None:
    every = list(readings(FORMULA, [("i1", 0.05), ("t1", 0.05), ("i2", 0.2)]))
    found = set(every)
    assert len(found) == len(every)
    assert found == {Product((each, Symbol("w1"))) + Number(0.1) for each in (Symbol("i1"), Symbol("t1"), Number(0.05))}


def test_numbers_are_found_and_replaced_wherever_they_stand() -> None:
    assert [each.value for each in numbers_in(FORMULA)] == [0.05, 0.1]
    assert with_numbers(FORMULA, {Number(0.1): Symbol("b1")}) == Product((Number(0.05), Symbol("w1"))) + Symbol("b1")
