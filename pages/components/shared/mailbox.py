"""What learners did in a component: events with growing numbers, so that each is dealt with once.

The other half is `mailbox.js`, which sends an event again until it has been answered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pages.components.shared.message import NotOurs, left_out, read, short
from pages.components.shared.picks import answers, sent

MOST = 1000  # events of one message; who types for an hour without an answer has fewer


@dataclass(frozen=True)
class Event:
    """The learner did `kind` to `name`; `text` says what exactly."""

    number: int
    kind: str
    name: str
    text: str


def events(key: str) -> list[Event]:
    """What the learner did in the component with this key, oldest first; some may have been answered before.

    What is no event is left out.
    """
    found = sent(key, "events")
    if found is None:
        return []
    if not isinstance(found, list) or len(found) > MOST:
        left_out(key, f"{short(found)} instead of events")
        return []
    understood, reasons = [], []
    for each in found:
        try:
            understood.append(read(Event, each))
        except NotOurs as reason:
            reasons.append(reason)
    if reasons:
        left_out(key, f"{len(reasons)} of {len(found)} events, for {reasons[0]}")
    return sorted(understood, key=lambda event: event.number)


def answer(deal: Callable[[Event], object], *keys: str) -> list[Event]:
    """Has `deal` deal with the new events of the components with these keys, oldest first; returns them.

    An event counts as answered only once it has been dealt with, and is dealt with once.
    """
    box = answers()
    with box.lock:
        new = [(event, key) for key in keys for event in events(key) if event.number > box.numbers.get(key, 0)]
        for event, key in sorted(new, key=lambda each: each[0].number):
            deal(event)
            box.numbers[key] = event.number
    return [event for event, _ in new]
