"""Where the files that a learner takes away begin; each of them says it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.backprop.engine.network import Network
from core.backprop.lesson.origin import differences, named, title, updates
from core.backprop.lesson.place import Place, network_at
from core.backprop.notation.number import format_number


@dataclass(frozen=True)
class Start:
    """A network after so many updates; `sentence` says whose numbers it has, and how many updates there were."""

    network: Network
    learning_rate: float
    update: int
    sentence: str


def start_of(place: Place, update: int = 0) -> Start:
    """The start of the descent at `place`, or a later update of it. Raises IndexError for one that was not made."""
    found = differences(place)
    whose = f"own numbers ({named(found)})" if found else title(place)
    when = "before any update"
    if update:
        when = f"after {updates(update)} with the learning rate {format_number(place.learning_rate)}"
    network = network_at(replace(place, update=update))
    return Start(network, place.learning_rate, update, f"Start: {whose}, {when}.")
