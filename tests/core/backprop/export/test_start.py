"""Where a file begins is a network of the descent, and its sentence says which."""

from __future__ import annotations

import pytest

from core.backprop.engine.network import Network
from core.backprop.export.start import start_of
from core.backprop.lesson.place import Place, advanced, edited, network_at


def test_it_begins_at_the_start_however_far_the_descent_was_followed() -> None:
    start = start_of(advanced(Place(), 1000))
    assert (start.network, start.update) == (Network(), 0)
    assert start.sentence == "Start: The worksheet, before any update."


def test_a_later_start_says_after_how_many_updates() -> None:
    place = advanced(edited(Place(), "w5", "0.62"), 1000)
    start = start_of(place, 1000)
    assert start.network == network_at(place)
    assert start.sentence == "Start: own numbers (w5 0.4 → 0.62), after 1,000 updates with the learning rate 0.5."


def test_an_update_that_was_not_made_is_no_start() -> None:
    with pytest.raises(IndexError):
        start_of(Place(), 1)
