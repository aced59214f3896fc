"""Several learning rates from the same start: who gets down fastest, who crawls, who is thrown out.

All runners are one network whose weights are arrays with one entry a rate, so an update of everybody is one update.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from core.backprop.graph import NonFinite
from core.backprop.network import Network, finite
from core.backprop.renderings.number import parse_number

RATES = (0.1, 0.2, 0.5, 0.8, 1.0, 2.0)  # those that the exercise asks to compare
MOST_RATES = 8

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Race:
    """`losses` is E_total, shape (updates + 1, rates), NaN where a runner had stopped, read-only.

    `overflows` says for each rate why it stopped, None where it did not.
    """

    rates: tuple[float, ...]
    losses: Floats
    overflows: tuple[NonFinite | None, ...]

    @property
    def updates(self) -> int:
        return len(self.losses) - 1

    def lasted(self, runner: int) -> int:
        """The last update of the runner with that index: `updates`, or the one before its numbers overflowed."""
        return int(np.isfinite(self.losses[:, runner]).sum()) - 1

    def final(self, runner: int) -> float:
        """E_total of that runner after its last update."""
        return float(self.losses[self.lasted(runner), runner])

    def reached(self, runner: int, target: float) -> int | None:
        """The first update after which that runner's loss was at most `target`; None if it never was."""
        there = np.flatnonzero(self.losses[:, runner] <= target)
        return int(there[0]) if len(there) else None


@lru_cache(maxsize=8)  # a page asks for the same race again each time it is drawn
def race(net: Network, rates: tuple[float, ...], updates: int) -> Race:
    """`updates` updates of `net`, whose numbers must be plain floats, with each of 1 to MOST_RATES rates.

    A runner whose numbers overflow stops alone; the others run on.

    Raises graph.NonFinite if already `net` itself overflows, ValueError for no rates, too many, one that is not
    finite, or a negative number of updates.
    """
    if not 1 <= len(rates) <= MOST_RATES:
        raise ValueError(f"a race has 1 to {MOST_RATES} learning rates, not {len(rates)}")
    if updates < 0:
        raise ValueError(f"updates must be 0 or more, not {updates}")
    for rate in rates:
        finite("learning rate", rate)
    net.gradients()  # a start that overflows is an error, not a short race
    field, running = _line_up(net, len(rates)), np.arange(len(rates))
    losses = np.full((updates + 1, len(rates)), np.nan)
    losses[0] = field.values()[net.graph.loss]
    overflows: list[NonFinite | None] = [None] * len(rates)
    for update in range(1, updates + 1):
        speeds = np.array(rates)[running]
        try:
            field = _onward(field, speeds)
        except NonFinite:
            reasons = [_stops(field, runner, speed) for runner, speed in enumerate(speeds)]
            for runner, reason in zip(running, reasons, strict=True):
                overflows[runner] = reason
            going = np.array([reason is None for reason in reasons])
            running, field = running[going], _only(field, going)
            if not len(running):
                break
            field = _onward(field, speeds[going])
        losses[update, running] = field.values()[net.graph.loss]
    losses.setflags(write=False)
    return Race(rates, losses, tuple(overflows))


def rates_from(texts: Sequence[str]) -> tuple[tuple[float, ...], list[str]]:
    """The learning rates that a learner typed, each once and from small to large, and a sentence for each left out."""
    rates: list[float] = []
    left_out: list[str] = []
    for text in texts:
        try:
            rate = parse_number(text)
        except ValueError as error:
            left_out.append(str(error))
            continue
        if rate in rates:
            left_out.append(f"{text} is there already.")
        elif len(rates) == MOST_RATES:
            left_out.append(f"At most {MOST_RATES} rates can race; {text} has to wait.")
        else:
            rates.append(rate)
    return tuple(sorted(rates)), left_out


def _line_up(net: Network, runners: int) -> Network:
    return net.replaced(**{name: np.full(runners, net.numbers[name]) for name in net.graph.weights})


def _only(field: Network, which: NDArray[np.bool_]) -> Network:
    """The runners for which `which`, shape (runners,), is true."""
    weights = {name: np.asarray(field.numbers[name])[which] for name in field.graph.weights}
    return field.replaced(**weights)


def _onward(field: Network, rates: Floats) -> Network:
    """Everybody's next update, which counts only if the one after it can be computed, as in `descend`."""
    new = field.updated(rates)
    new.gradients()
    return new


def _stops(field: Network, runner: int, rate: float) -> NonFinite | None:
    """Why this runner cannot take its next update; None if it can."""
    weights = {name: float(cast(Floats, field.numbers[name])[runner]) for name in field.graph.weights}
    try:
        _onward(field.replaced(**weights), np.array([rate]))
    except NonFinite as error:
        return error
    return None
