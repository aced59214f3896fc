"""Edits of a design: a list's own operations are the oracle."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.digits.design import MOST, Design
from core.digits.edits import NEW, changed, inserted, moved, numbers, removed
from core.digits.operations import Convolution, Dropout, FullyConnected, LogSoftmax, ReLU
from tests.core.digits.test_design import ANY


@given(st.lists(ANY, min_size=1, max_size=8), st.data())
def test_they_do_to_a_design_what_a_list_does(operations: list[ReLU], data: st.DataObject) -> None:
    design, last = Design(tuple(operations)), len(operations) - 1
    at, to = (data.draw(st.integers(0, last)) for _ in range(2))
    other = list(operations)
    one = other.pop(at)
    assert removed(design, at).operations == tuple(other)
    assert inserted(removed(design, at), at, one) == design
    other.insert(to, one)
    assert moved(design, at, to).operations == tuple(other)
    assert moved(moved(design, at, to), to, at) == design


@pytest.mark.parametrize(
    ("position", "name", "text", "word"),
    [
        (0, "width", "12", "c12s2p1n"),
        (0, "bias", "1", "c8s2p1"),
        (0, "stride", "1", "c8p1n"),
        (1, "rate", "0,2", "drop0.2e3"),
        (2, "width", " 7 ", "fc7"),
    ],
)
def test_a_number_is_changed_as_it_is_typed(position: int, name: str, text: str, word: str) -> None:
    design = Design((Convolution(8, 3, 2, 1, False), Dropout(0.1, 3), FullyConnected(10), LogSoftmax()))
    assert str(changed(design, position, name, text)).split()[position] == word


@pytest.mark.parametrize("text", ["", "a", "2,5", "0", "99999", "1e999", "-3"])
def test_what_is_no_such_number_is_said(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        changed(Design((Convolution(8),)), 0, "width", text)


def test_every_new_operation_comes_with_its_numbers_and_a_full_list_takes_none() -> None:
    for _, operation in NEW:
        design = Design((operation,))
        for number in numbers(operation):
            assert changed(design, 0, number.name, number.text) == design
    with pytest.raises(ValueError, match="at most"):
        inserted(Design((ReLU(),) * MOST), 3, ReLU())
