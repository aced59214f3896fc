"""Along a descent: back, play, forward and a slider over its updates, and the learning rate it is made with."""

from __future__ import annotations

from collections.abc import Sequence

from core.backprop.notation.number import format_number
from pages.components.shared.inline import Component
from pages.components.shared.picks import answered, nothing

HORIZONS = (10, 100, 1000)
RATES = ("0.1", "0.2", "0.5", "0.8", "1", "2")


_component = Component("walk", ("shared/plotting.css", "walk/walk.css"))


def walk(
    update: int, updates: int, learning_rate: float, digits: int, *, problem: str, remarks: Sequence[str], key: str
) -> None:
    """Shows that `update` of `updates` is looked at; what the learner does comes back with `mailbox.answer`.

    Its events are "walk" to the update `text`, "horizon" of `text` updates, and "edit" of the "learning_rate" to
    `text`. `problem` and `remarks` are sentences to say.
    """
    data = {
        "update": update,
        "updates": updates,
        "horizons": [[str(each), f"{each:,}"] for each in HORIZONS],
        "rate": format_number(learning_rate, digits),
        "exact": repr(learning_rate),
        "rates": RATES,
        "problem": problem,
        "remarks": list(remarks),
        "answered": answered(key),
    }
    _component(key=key, data=data, on_events_change=nothing)
