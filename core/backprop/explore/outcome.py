"""Who leads a race, who crawls and who overshoots: decided by the rules below, said in words.

The rules, in this order; the first that fits is the runner's outcome:

* stopped: its numbers overflowed.
* still: its loss never changed.
* uphill: its rate is negative, so it walks along the gradient.
* thrown out: it ended with a higher loss than it started with.
* overshoots: its loss rose in at least one update, by more than rounding.
* crawls: the leader had come as far as this runner's last loss in a fifth of the updates or fewer.
* steady: none of these.

The leader is the runner with the lowest last loss, of several the one that had it first, if that is lower than the
start.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from core.backprop.explore import race_prose as prose
from core.backprop.explore.race import Race
from core.backprop.lesson.prose import listed
from core.backprop.notation.number import format_number

CRAWL = 5  # times as many updates as the leader
DUST = 1e-12  # of the loss at the start: a smaller rise is rounding


class Manner(StrEnum):
    STOPPED = "stopped"
    STILL = "still"
    UPHILL = "uphill"
    THROWN = "thrown out"
    OVERSHOOTS = "overshoots"
    CRAWLS = "crawls"
    STEADY = "steady"


@dataclass(frozen=True)
class Outcome:
    """How the runner with this index went: its manner, and a sentence with the numbers behind it."""

    runner: int
    manner: Manner
    leads: bool
    sentence: str


@lru_cache(maxsize=8)  # the summary of a race and its table both need them
def outcomes(race: Race) -> tuple[Outcome, ...]:
    """One for each rate, in the order of the race's rates."""
    first = leader(race)
    return tuple(_outcome(race, runner, first) for runner in range(len(race.rates)))


def leader(race: Race) -> int | None:
    """The runner with the lowest last loss, of several the first; None where nobody came below the start."""
    runners = range(len(race.rates))
    best = min(runners, key=lambda runner: (race.final(runner), race.reached(runner, race.final(runner))))
    return best if race.final(best) < race.losses[0, best] else None


def rises(race: Race, runner: int) -> list[int]:
    """The updates in which that runner's loss rose by more than rounding, counted from 1."""
    losses = race.losses[: race.lasted(runner) + 1, runner]
    return [int(update) + 1 for update in np.flatnonzero(np.diff(losses) > DUST * abs(losses[0]))]


def summary(race: Race) -> str:
    """The race in two or three sentences."""
    every, first = outcomes(race), leader(race)
    opening = prose.NOBODY if first is None else prose.LEADER
    words = {"updates": _count(race.updates), "start": format_number(float(race.losses[0, 0]))}
    if first is not None:
        words |= {"rate": format_number(race.rates[first]), "loss": format_number(race.final(first))}
    sentences = [opening.format(**words)]
    for manner, (one, several) in prose.GROUPS.items():
        named = [format_number(race.rates[each.runner]) for each in every if each.manner == manner]
        if named:
            sentences.append((several if len(named) > 1 else one).format(rates=listed(named)))
    if len(race.rates) > 1 and all(each.manner in (Manner.STEADY, Manner.CRAWLS) for each in every):
        largest = first is not None and race.rates[first] == max(race.rates)
        sentences.append(prose.LARGEST_LEADS if largest else prose.NOBODY_OVERSHOOTS)
    return " ".join(sentences)


def _outcome(race: Race, runner: int, first: int | None) -> Outcome:
    losses = race.losses[: race.lasted(runner) + 1, runner]
    risen, overflow = rises(race, runner), race.overflows[runner]
    words = {
        "updates": _count(race.updates),
        "lasted": _count(race.lasted(runner)),
        "final": format_number(race.final(runner)),
        "start": format_number(float(losses[0])),
        "rises": _count(len(risen)),
        "risen": str(risen[0]) if risen else "",
        "reason": str(overflow or ""),
    }
    leads = runner == first
    early = None if first is None or leads else race.reached(first, race.final(runner))
    if overflow:
        manner = Manner.STOPPED
    elif race.updates and (losses == losses[0]).all():
        manner = Manner.STILL
    elif race.rates[runner] < 0:
        manner = Manner.UPHILL
    elif losses[-1] > losses[0]:
        manner = Manner.THROWN
    elif risen:
        manner = Manner.OVERSHOOTS
    elif early is not None and first is not None and 0 < CRAWL * early <= race.updates:
        manner = Manner.CRAWLS
        words |= {"leader": format_number(race.rates[first]), "early": _count(early)}
    else:
        manner = Manner.STEADY
    at_once = manner is Manner.STOPPED and not race.lasted(runner)
    said = [(prose.STOPPED_AT_ONCE if at_once else prose.MANNERS[manner]).format(**words)]
    if leads:
        said.insert(0, prose.LEADS if len(race.rates) > 1 else prose.ALONE)
    return Outcome(runner, manner, leads, " ".join(said))


def _count(updates: int) -> str:
    return f"{updates:,} update" + "s" * (updates != 1)
