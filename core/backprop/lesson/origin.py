"""Whose numbers a place begins with: those of its preset, or the learner's own, and how these differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from core.backprop.lesson.place import SHAPE, Place
from core.backprop.lesson.presets import RANDOM, TITLES
from core.backprop.notation.number import format_number

OWN = "Your own numbers"
NAMES = {"hidden": "hidden neurons", "learning_rate": "learning rate"}  # where a learner reads another one
NAMED = 3  # differences that a sentence names


@dataclass(frozen=True)
class Difference:
    """A number, or something of the network's shape, in the preset and now."""

    name: str
    preset: str
    now: str

    def __str__(self) -> str:
        return f"{NAMES.get(self.name, self.name)} {self.preset} → {self.now}"


def differences(place: Place) -> tuple[Difference, ...]:
    """How network, start and learning rate differ from the preset's; nothing where they are the preset's."""
    return tuple(_differences(place))


def title(place: Place) -> str:
    """What the numbers of the start are called: after the preset only while they are the preset's."""
    seed = f", seed {place.seed}" if place.preset == RANDOM else ""
    return OWN if differences(place) else f"{TITLES[place.preset]}{seed}"


def title_now(place: Place) -> str:
    """What the numbers of the moment are called."""
    return title(place) + (f", after {updates(place.update)}" if place.update else "")


def named(found: tuple[Difference, ...]) -> str:
    """The first differences, and how many more there are."""
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    return ", ".join(map(str, found[:NAMED])) + more


def updates(count: int) -> str:
    """1 update, 2 updates, 1,000 updates."""
    return f"{count:,} update{'s' * (count != 1)}"


def _differences(place: Place) -> Iterator[Difference]:
    shape, own = place.architecture, Place.at_preset(place.preset, place.seed).architecture
    for name in SHAPE if place.preset != RANDOM else ():  # numbers are drawn for a network of any shape
        if getattr(shape, name) != getattr(own, name):
            yield Difference(name, _choice(getattr(own, name)), _choice(getattr(shape, name)))
    start = Place.at_preset(place.preset, place.seed, shape)
    before = {**start.network.numbers, "learning_rate": start.learning_rate}
    for name, now in {**place.network.numbers, "learning_rate": place.learning_rate}.items():
        if now != before[name]:
            yield Difference(name, *_apart(cast(float, before[name]), cast(float, now)))


def _choice(chosen: str | tuple[int, ...]) -> str:
    return chosen if isinstance(chosen, str) else " + ".join(map(str, chosen))


def _apart(before: float, now: float) -> tuple[str, str]:
    """Both as texts, with as many digits as tell them apart."""
    digits = next(count for count in range(4, 18) if float(f"{before:.{count}g}") != float(f"{now:.{count}g}"))
    return format_number(before, digits), format_number(now, digits)
