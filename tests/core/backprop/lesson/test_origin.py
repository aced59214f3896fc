"""A preset's name stands only for the preset's numbers; for all others it is said how they differ."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.backprop.engine.architecture import Architecture
from core.backprop.lesson.origin import OWN, differences, named, title, title_now
from core.backprop.lesson.place import Place, advanced, edited, reshaped
from core.backprop.lesson.presets import NAMES, TITLES


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_has_its_name_however_far_its_descent_was_followed(name: str) -> None:
    place = Place.at_preset(name, 7)
    assert title(place) == title(advanced(place, 3)) == TITLES[name] + ", seed 7" * (name == "random")
    assert title_now(advanced(place, 3)) == f"{title(place)}, after 3 updates"


@given(st.sampled_from([*Place().network.graph.given, "learning_rate"]), st.floats(-5, 5))
def test_any_other_number_makes_them_the_learners_own(name: str, number: float) -> None:
    place = edited(Place(), name, repr(number))
    changed = place != Place()
    assert title(place) == (OWN if changed else "The worksheet")
    assert [each.name for each in differences(place)] == [name] * changed
    assert all(each.preset != each.now for each in differences(place))


def test_differences_are_told_with_the_digits_that_show_them() -> None:
    assert named(differences(edited(Place(), "w5", "0.62"))) == "w5 0.4 → 0.62"
    assert named(differences(edited(Place(), "w5", "0.4000001"))) == "w5 0.4 → 0.4000001"
    assert named(differences(edited(Place(), "learning_rate", "2"))) == "learning rate 0.5 → 2"
    trained = edited(advanced(Place(), 10), "w5", "1")
    assert named(differences(trained)).endswith(" and 5 more")


def test_another_network_is_not_the_worksheets_but_chance_has_numbers_for_any() -> None:
    shape = Architecture((4, 2), biases="shared")
    assert named(differences(reshaped(Place(), shape))) == "hidden neurons 2 → 4 + 2, biases none → shared"
    assert not differences(Place.at_preset("random", 3, shape))
    assert not differences(replace(Place.at_preset("article"), step="o1"))
