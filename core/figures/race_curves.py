"""A race of learning rates as plain data for a chart that is played in the browser."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from sys import float_info
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.backprop.explore.race import MOST_RATES, Race
from core.backprop.lesson.presets import RATES
from core.backprop.notation.number import format_number
from core.figures.axis import Window, log_ticks, log_window, ticks

EACH = 120  # so many first updates are all sent
PAIRS = 90  # of later updates two neighbours at a time, so that a loss that swings up and down is seen to swing
DIGITS = 4
TALL = 3.0  # a linear axis reaches no higher than so many times the loss at the start


def race_curves(race: Race, target: float | None = None) -> dict[str, Any]:
    """The losses of all runners at some updates, both kinds of axes, and where the finish is.

    `updates` are the updates sent; `runners` have a name, a hue, their `losses` there (None after they stopped), and
    the update they `lasted` to. `axes` says for "linear" and "log" from where to where it goes and what is written
    along it; "log" is left out where a loss is 0 everywhere. `finish` is the target and `aim` its text, None and empty
    without one.
    """
    shown = some_updates(race.updates)
    runners = [
        {
            "name": format_number(rate),
            "hue": hue,
            "losses": [_short(loss) for loss in race.losses[shown, runner].tolist()],
            "lasted": race.lasted(runner),
            "stopped": race.overflows[runner] is not None,
            "reached": None if target is None else race.reached(runner, target),
        }
        for runner, (rate, hue) in enumerate(zip(race.rates, hues(race.rates), strict=True))
    ]
    losses = race.losses[np.isfinite(race.losses)]
    start = float(race.losses[0, 0])
    aim = [] if target is None else [target]
    ceiling = min(max(start, min(float(losses.max()), TALL * abs(start)), *aim) * 1.05, float_info.max) or 1.0
    axes = {"linear": _axis((min(0.0, float(losses.min())), ceiling))}
    if logarithmic := log_window([*losses.tolist(), *aim]):
        axes["log"] = {"window": logarithmic, "ticks": log_ticks(logarithmic)}
    return {
        "updates": shown.tolist(),
        "runners": runners,
        "axes": axes,
        "across": {"linear": ticks((0.0, float(max(1, race.updates)))), "log": _log_updates(race.updates)},
        "finish": target,
        "aim": "" if target is None else format_number(target),
        "start": start,
    }


def hues(rates: Sequence[float]) -> list[int]:
    """A number from 0 to 7 for each rate, all different; those of the exercise always have the same."""
    taken = [RATES.index(rate) for rate in rates if rate in RATES]
    free = [hue for hue in (*range(len(RATES), MOST_RATES), *range(len(RATES))) if hue not in taken]
    return [RATES.index(rate) if rate in RATES else free.pop(0) for rate in rates]


def some_updates(updates: int) -> NDArray[np.intp]:
    """The updates from 0 to `updates` that a chart shows: all of the first, then pairs farther and farther apart."""
    first = np.arange(min(EACH, updates) + 1)
    later = np.unique(np.geomspace(EACH, updates - 1, PAIRS).astype(int)) if updates > EACH else first[:0]
    return np.unique(np.concatenate([first, later, later + 1]))


def _axis(window: Window) -> dict[str, Any]:
    return {"window": window, "ticks": ticks(window)}


def _log_updates(updates: int) -> list[tuple[float, str]]:
    """0, 1, 3, 10, 30 and so on: on this axis update k is at log(k + 1)."""
    marks = [0, *(factor * 10**power for power in range(5) for factor in (1, 3))]
    return [(float(mark), f"{mark:,}") for mark in marks if mark <= updates]


def _short(loss: float) -> float | None:
    """Rounded; None for none, and for what four digits would round to more than a number can hold."""
    rounded = float(f"{loss:.{DIGITS}g}")
    return rounded if isfinite(rounded) else None
