from collections.abc import Iterator

from hypothesis import given, settings

from core.backprop.engine.expression import HALF, Expression, Number, Plugged, Square, Sum, Symbol
from core.backprop.engine.network import Network
from core.backprop.lesson.lesson import lesson
from core.backprop.notation.slots import Slot, emptied, numbers
from tests.core.backprop.formulas import formulas


def slots(e: Expression) -> Iterator[Slot]:
    if isinstance(e, Slot):
        yield e
    for part in e.parts():
        yield from slots(part)


def test_what_is_written_by_its_digits_has_a_slot_and_what_has_a_name_stays() -> None:
    formula = HALF * Square(Plugged("t1", 0.01) - Number(3.0)) + Symbol("w5")
    (empty,) = emptied([formula])
    assert empty == HALF * Square(Slot(0, "t1") - Slot(1)) + Symbol("w5")
    assert list(numbers([formula])) == [0.01, 3.0]


def test_slots_are_counted_through_all_formulas() -> None:
    several = [Plugged("a", 1.0), Sum((Number(2.0), Plugged("b", 3.0)))]
    assert [slot.index for formula in emptied(several) for slot in slots(formula)] == [0, 1, 2]


@given(formulas)
@settings(max_examples=100, deadline=None)
def test_there_are_as_many_slots_as_numbers_and_none_is_left(formula: Expression) -> None:
    (empty,) = emptied([formula])
    assert [slot.index for slot in slots(empty)] == list(range(len(list(numbers([formula])))))
    assert list(numbers([empty])) == []


def test_two_networks_of_one_shape_have_the_same_emptied_lesson() -> None:
    one, other = (
        emptied([side for step in lesson(net, 0.5)[1:] if step.equation for side in step.equation.sides])
        for net in (Network(), Network(w5=0.7))
    )
    assert one == other
