"""Which learning rates were seen before from the same start, so that their curves can stay beside the present one."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from core.backprop.engine.network import Network
from core.backprop.lesson.place import Place
from pages.shared.state import kept

MOST = 3  # curves beside the present one
MOMENT = 0.7  # seconds: a rate that was seen for less was only passed by a slider on its way


@dataclass
class Compared:
    """The rates seen from this start, the last one last, and since when that has been seen."""

    start: Network
    rates: tuple[float, ...] = ()
    since: float = 0.0


def earlier_rates(place: Place) -> tuple[float, ...]:
    """The rates seen before the present one, from small to large; from another start there are none."""
    state = kept("backprop compared", lambda: Compared(place.network))
    if state.start != place.network:
        state.start, state.rates = place.network, ()
    rate, now = place.learning_rate, monotonic()
    if state.rates[-1:] != (rate,):
        seen = state.rates if now - state.since >= MOMENT else state.rates[:-1]
        state.rates = (*(each for each in seen if each != rate), rate)[-MOST - 1 :]
        state.since = now
    return tuple(sorted(state.rates[:-1]))
