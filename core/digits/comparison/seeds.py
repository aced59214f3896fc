"""What several seeds can show: how trainings spread that differ in nothing else, and how two such groups differ.

A seed counts once: two trainings with the same settings and seed are the same training.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import mean, stdev

from core.digits.interval import student, welch

Seeds = Mapping[int, float]  # a number for each seed


@dataclass(frozen=True)
class Spread:
    """How `n` seeds did: mean, and, for two or more, standard deviation and the 95 % interval of the mean."""

    n: int
    mean: float
    sd: float | None = None
    interval: tuple[float, float] | None = None


@dataclass(frozen=True)
class Difference:
    """How much more one group has than another on average, with its 95 % interval; over `n` seeds if `paired`."""

    mean: float
    interval: tuple[float, float]
    paired: bool
    n: int

    @property
    def shown(self) -> bool:
        """Whether these seeds show a difference: 0 is outside of the interval."""
        low, high = self.interval
        return low > 0 or high < 0


def spread(seeds: Seeds) -> Spread | None:
    """None of no seed."""
    values = list(seeds.values())
    if len(values) < 2:
        return Spread(1, values[0]) if values else None
    return Spread(len(values), mean(values), stdev(values), student(values))


def difference(first: Seeds, second: Seeds) -> Difference | None:
    """`second` minus `first`: of pairs where two or more seeds are shared, else of two groups; None of too few seeds.

    Pairs share what the seed is worth (the first weights, the order of the images), so fewer of them show as much.
    """
    shared = [seed for seed in first if seed in second]
    if len(shared) > 1:
        pairs = [second[seed] - first[seed] for seed in shared]
        return Difference(mean(pairs), student(pairs), True, len(pairs))
    if len(first) < 2 or len(second) < 2:
        return None
    ones, others = list(first.values()), list(second.values())
    return Difference(mean(others) - mean(ones), welch(ones, others), False, len(ones) + len(others))


def said(found: Difference | None, unit: str = "points") -> str:
    """What the seeds show, in a sentence. Numbers have two places."""
    if found is None:
        return "One seed shows nothing: two or more of each are needed."
    low, high = found.interval
    interval = f"95 % interval {low:+.2f} to {high:+.2f}".replace("-", "−")
    how = f"{found.n} seeds in pairs" if found.paired else f"{found.n} seeds, not in pairs"
    if not found.shown:
        return f"No difference that these seeds can show ({interval}, {how})."
    more = "more" if found.mean > 0 else "fewer" if unit == "images" else "less"
    return f"{abs(found.mean):.2f} {unit} {more} ({interval}, {how})."
