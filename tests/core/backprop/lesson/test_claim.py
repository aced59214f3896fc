from dataclasses import replace
from math import nextafter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.backprop.engine.network import Network
from core.backprop.lesson.claim import claim_of, to_verified_link
from core.backprop.lesson.place import CLAIM, Place, from_link, parameters
from tests.core.backprop.lesson.test_place import places

AFTER_ONE = 0.235495378  # E_total of the worksheet after one update with a learning rate of 0.5, by the brief


@given(places())
@settings(deadline=None, max_examples=50)
def test_a_link_reaches_what_it_says(place: Place) -> None:
    link = to_verified_link(place)
    found = claim_of(link, from_link(link)[0])
    assert found is not None
    assert found.exact
    assert found.reached
    assert link.keys() <= set(parameters())


def test_it_says_the_loss_of_the_worksheet() -> None:
    link = to_verified_link(replace(Place(), update=1, updates=1))
    assert float(link[CLAIM]) == pytest.approx(AFTER_ONE, abs=1e-9)


@given(st.sampled_from(("w1", "w5", "i1", "t2", "rate")))
def test_a_link_with_another_number_does_not(name: str) -> None:
    link = to_verified_link(Place(network=Network(w7=0.7), update=3, updates=3)) | {name: "0.123"}
    found = claim_of(link, from_link(link)[0])
    assert found is not None
    assert not found.reached


def test_the_last_bit_is_rounding() -> None:
    link = to_verified_link(Place())
    link[CLAIM] = repr(nextafter(float(link[CLAIM]), 1))
    found = claim_of(link, Place())
    assert found is not None
    assert found.reached
    assert not found.exact


def test_a_link_need_not_say_anything_but_not_nonsense() -> None:
    assert claim_of({}, Place()) is None
    for text in ("", "nan", "inf", "<b>", "1_0"):
        with pytest.raises(ValueError, match="number"):
            claim_of({CLAIM: text}, Place())
