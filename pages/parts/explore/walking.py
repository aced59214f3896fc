"""Along the descent from where the visitor is: which update is looked at, and what may be changed on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.backprop.engine.descent import Descent, descend
from core.backprop.engine.graph import NonFinite
from core.backprop.lesson import diagnosis
from core.backprop.lesson.place import MOST_UPDATES, Place, checked, edited, network_at
from core.backprop.notation.number import format_number
from core.typed import read_number
from pages.components.shared.mailbox import Event, answer
from pages.components.walk.component import walk
from pages.parts.explore.state import explore_state
from pages.shared.place import EXPLORE, place_state

AHEAD = 100  # updates that are looked at before the visitor has run any


def horizon(place: Place) -> int:
    """How many updates there are to walk along."""
    return place.updates or AHEAD


def descent_of(place: Place) -> Descent:
    return descend(place.network, place.learning_rate, horizon(place))


def listen() -> None:
    """Does what the visitor asked for in the components of this page; what cannot be done is said."""
    said: list[str] = []
    if answer(lambda event: said.append(_attempt(event)), "walk", "slices", "surface"):
        explore_state().problem = next(filter(None, reversed(said)), "")


def walk_along(place: Place) -> None:
    """The controls, what went wrong, and what stands out."""
    net, descent = network_at(place), descent_of(place)
    remarks = [diagnosis.vanishing(net), diagnosis.overshooting(net, place.learning_rate), _short(place, descent)]
    walk(
        place.update,
        _last(descent),
        place.learning_rate,
        4,
        problem=explore_state().problem,
        remarks=[remark for remark in remarks if remark],
        key="walk",
    )


def _attempt(event: Event) -> str:
    """Changes the place; what cannot be done is said."""
    changes: dict[str, Callable[[Place, Event], Place]] = {
        "walk": lambda place, event: _to(place, _whole(event.text), horizon(place)),
        "horizon": lambda place, event: _to(place, place.update, _whole(event.text)),
        "edit": lambda place, event: edited(place, event.name, event.text),
        "pick": _picked,
    }
    state = place_state()
    try:
        state.move(changes[event.kind](state.place, event), EXPLORE)
    except (KeyError, ValueError, NonFinite) as error:
        return f"{error} The last numbers that worked are kept."
    return read_number(event.text).note if event.kind == "edit" else ""


def _to(place: Place, update: int, updates: int) -> Place:
    updates = min(max(updates, 1), MOST_UPDATES)
    return checked(replace(place, update=min(update, updates), updates=updates))


def _picked(place: Place, event: Event) -> Place:
    names, numbers = event.name.split(","), event.text.split(",")
    for name, number in zip(names, numbers, strict=True):
        place = edited(place, name, number)
    return place


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise ValueError("An update is a whole number.")
    return int(text)


def _last(descent: Descent) -> int:
    """The last update whose own next update can be computed."""
    return descent.updates - (descent.overflow is not None and descent.updates > 0)


def _short(place: Place, descent: Descent) -> str | None:
    if descent.overflow is None:
        return None
    return (
        f"With a learning rate of {format_number(place.learning_rate)} the descent breaks down after "
        f"{descent.updates} updates: {descent.overflow}"
    )
