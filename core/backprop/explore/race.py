"""Several learning rates from the same start: who gets down fastest, who crawls, who is thrown out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from core.backprop.engine.descent import descend
from core.backprop.engine.graph import NonFinite
from core.backprop.engine.network import Network
from core.typed import read_number

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
        return self._lasted[runner]

    @cached_property
    def _lasted(self) -> list[int]:
        found: list[int] = (np.isfinite(self.losses).sum(axis=0) - 1).tolist()
        return found

    def final(self, runner: int) -> float:
        """E_total of that runner after its last update."""
        return float(self.losses[self.lasted(runner), runner])

    def reached(self, runner: int, target: float) -> int | None:
        """The first update after which that runner's loss was at most `target`; None if it never was."""
        there = np.flatnonzero(self.losses[:, runner] <= target)
        return int(there[0]) if len(there) else None


@lru_cache(maxsize=8)  # a page needs the same race each time it is drawn
def race(net: Network, rates: tuple[float, ...], updates: int) -> Race:
    """`updates` updates of `net`, whose numbers must be plain floats, with each of 1 to MOST_RATES rates.

    A runner whose numbers overflow stops alone; the others run on.

    Raises graph.NonFinite if already `net` itself overflows, ValueError for no rates, too many, one that is not
    finite, or a negative number of updates.
    """
    if not 1 <= len(rates) <= MOST_RATES:
        raise ValueError(f"a race has 1 to {MOST_RATES} learning rates, not {len(rates)}")
    runs = [descend(net, rate, updates) for rate in rates]
    losses = np.full((updates + 1, len(rates)), np.nan)
    for runner, run in enumerate(runs):
        losses[: run.updates + 1, runner] = run.losses
    losses.setflags(write=False)
    return Race(rates, losses, tuple(run.overflow for run in runs))


def rates_from(texts: Sequence[str]) -> tuple[tuple[float, ...], list[str]]:
    """The learning rates that a learner typed, each once and from small to large.

    And a sentence for each that was left out, or that others may read otherwise.
    """
    rates: list[float] = []
    left_out: list[str] = []
    for text in texts:
        try:
            found = read_number(text)
        except ValueError as error:
            left_out.append(str(error))
            continue
        rate = found.value
        if rate in rates:
            left_out.append(f"{text} is there already.")
        elif len(rates) == MOST_RATES:
            left_out.append(f"At most {MOST_RATES} rates can race; {text} has to wait.")
        else:
            rates.append(rate)
            left_out += [found.note] * bool(found.note)
    return tuple(sorted(rates)), left_out
