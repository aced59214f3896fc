"""Numbers at the ends of what 64 bits can hold: every picture of a descent is either drawn or refused in a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.backprop.engine.architecture import Architecture
from core.backprop.engine.descent import descend
from core.backprop.engine.graph import NonFinite
from core.backprop.explore.ledger import ledger
from core.backprop.explore.outcome import summary
from core.backprop.explore.race import race, rates_from
from core.backprop.explore.slices import shadow, slices, surface
from core.backprop.explore.tables import ledger_table, race_table
from core.backprop.lesson import diagnosis
from core.backprop.lesson.claim import claim_of
from core.backprop.lesson.lesson import lesson
from core.backprop.lesson.place import Place, checked, edited, from_link, network_at, reshaped, to_link
from core.figures.descent_curves import loss_curve, weight_curves
from core.figures.landscape import MOST, landscape
from core.figures.ledger_picture import ledger_picture
from core.figures.race_curves import race_curves
from core.figures.slice_curves import slice_curves
from core.figures.slice_curves import windows as slice_windows
from core.figures.surface import contours
from core.figures.surface import windows as surface_windows

TEXTS = st.sampled_from(
    ["1e308", "-1e308", "1.7976931348623157e308", "1e154", "-1e154", "1e100", "5e-324", "-5e-324", "1e-308", "0", "0.3"]
) | st.floats(allow_nan=False, allow_infinity=False).map(repr)
NAMES = ("i1", "w1", "w5", "w8", "b1", "t1", "learning_rate")
SHAPES = (Architecture(), Architecture(activation="relu"), Architecture((3, 2), "tanh"))


@st.composite
def places(draw: st.DrawFn) -> Place:
    """A few updates from numbers that a learner may type."""
    place = reshaped(Place(), draw(st.sampled_from(SHAPES)))
    try:
        for name, text in draw(st.dictionaries(st.sampled_from(NAMES), TEXTS, max_size=3)).items():
            if name == "learning_rate" or name in place.network.graph.given:
                place = edited(place, name, text)
        return checked(replace(place, update=2, updates=5))
    except NonFinite:  # which the page says
        assume(False)
        raise


def sendable(*data: Any) -> None:
    """The browser reads JSON, in which there is neither NaN nor Infinity."""
    json.dumps(data, allow_nan=False, default=_plain)


def _plain(found: Any) -> Any:
    return found.tolist() if isinstance(found, np.ndarray | np.generic) else vars(found)


def drawn(draw: Callable[[], None]) -> None:
    """What overflows is said on the page; anything else would be a traceback."""
    with suppress(NonFinite):
        draw()


@given(places(), st.lists(TEXTS, min_size=1, max_size=3), TEXTS)
def test_a_race(place: Place, typed: list[str], target: str) -> None:
    def draw() -> None:
        rates, _ = rates_from(typed)
        run = race(place.network, rates, 30)
        sendable(race_curves(run, float(target)), race_curves(run), summary(run), race_table(run, float(target), 4))

    drawn(draw)


@given(places(), st.sampled_from(["valley", "near", "step"]), st.booleans())
def test_slices(place: Place, zoom: str, alike: bool) -> None:
    def draw() -> None:
        descent = descend(place.network, place.learning_rate, place.updates)
        found = slice_windows(descent, place.update, place.learning_rate, zoom, {})
        sendable(slice_curves(slices(network_at(place), place.learning_rate, found, 9), 4, alike))

    drawn(draw)


@given(places(), st.sampled_from(["path", "valley"]))
def test_a_surface(place: Place, zoom: str) -> None:
    def draw() -> None:
        descent = descend(place.network, place.learning_rate, place.updates)
        across, up = place.network.graph.weights[:2]
        path = shadow(descent, descent.at(place.update), across, up)
        ground = surface(descent.at(place.update), across, up, surface_windows(path, zoom), 9)
        sendable(contours(ground, path, place.update))
        seen = (ground.across, ground.up, ground.losses, path.across, path.up, path.below)
        huge = max(float(np.abs(each).max()) for each in seen) > MOST
        with pytest.raises(ValueError, match="3-D") if huge else nullcontext():
            landscape(ground, path, place.update, dark=False)

    drawn(draw)


@given(places())
def test_paths_the_descent_the_lesson_and_the_link(place: Place) -> None:
    def draw() -> None:
        net = network_at(place)
        book = ledger(net, place.network.graph.weights[0])
        sendable(ledger_picture(book, net.graph, 4), ledger_table(book, 4))
        descent = descend(place.network, place.learning_rate, place.updates)
        for logarithmic in (False, True):
            curve = loss_curve(descent.losses, place.update, logarithmic, place.learning_rate, {2.0: descent.losses})
            sendable(curve, weight_curves(descent.weights, place.update))
        lesson(net, place.learning_rate)
        diagnosis.vanishing(net), diagnosis.overshooting(net, place.learning_rate)
        link = to_link(place)
        assert from_link(link) == (place, [])
        claim_of(link, place)

    drawn(draw)
