"""Where a learner is: network, numbers, learning rate, update and step; small enough for a link.

Everything on the page follows from a place, so a link restores it. Links come from anywhere: `from_link` takes what
makes sense and says what it left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache, partial
from typing import cast

from core.backprop.engine.architecture import (
    BIASES,
    CHOICES,
    MOST_NEURONS,
    Architecture,
    architecture_of,
    graph_of,
    numbers_of,
)
from core.backprop.engine.descent import descend
from core.backprop.engine.graph import Graph, NonFinite
from core.backprop.engine.network import Network
from core.backprop.lesson import presets
from core.backprop.lesson.introduction import introduction
from core.backprop.lesson.lesson import every_number, lesson
from core.typed import read_certain, read_number, read_within

MOST_UPDATES = 5000  # a page runs the whole descent anew when the learning rate changes
CLAIM = "E_total"  # the query parameter with the loss that a link claims to lead to, see claim.py
SHAPE = tuple(each.name for each in fields(Architecture))  # what a link says about the network: hidden, activation, …


@dataclass(frozen=True)
class Place:
    """`network` is the start of the descent, `update` how many updates the picture shows of the `updates` run."""

    preset: str = "worksheet"
    seed: int = 0
    network: Network = field(default_factory=Network)
    learning_rate: float = 0.5
    step: str = "start"
    update: int = 0
    updates: int = 0

    @classmethod
    def at_preset(cls, name: str, seed: int = 0, architecture: Architecture | None = None) -> Place:
        """The beginning of a preset, in another shape than its own if one is given.

        Raises ValueError for an unknown name or a seed out of range.
        """
        chosen = presets.preset(name, seed, architecture)
        return cls(name, seed, chosen.network, chosen.learning_rate)

    @property
    def architecture(self) -> Architecture:
        """Raises ValueError for a network that has none."""
        return architecture_of(self.network.graph)


def network_at(place: Place) -> Network:
    """The network that the picture shows: the start after `update` updates. Raises graph.NonFinite on overflow."""
    return descend(place.network, place.learning_rate, place.updates).at(place.update)


def edited(place: Place, name: str, text: str) -> Place:
    """The place after a learner typed `text` for the number `name`, a given number, learning_rate or update.

    A change to the network makes the numbers of the moment, changed, the start of a new descent; a change of the
    learning rate runs the descent anew from its old start. Raises ValueError for a text that is no number or an unknown
    name, and graph.NonFinite if something overflows.
    """
    if name == "update":
        return replace(place, update=int(read_within(text, 0, place.updates, whole=True).value))
    number = read_number(text).value
    if name == "learning_rate":
        return checked(replace(place, learning_rate=number))
    if name not in place.network.graph.given:
        raise ValueError(f"there is no number {name!r} to change.")
    return checked(replace(place, network=network_at(place).replaced(**{name: number}), update=0, updates=0))


def reshaped(place: Place, architecture: Architecture) -> Place:
    """The place with another network, where the numbers of the moment whose names both have are kept.

    It is the start of a new descent, at the same step if the new lesson has it. Raises graph.NonFinite if something
    overflows.
    """
    numbers = network_at(place).numbers
    new = presets.preset(place.preset, place.seed, architecture).network
    network = new.replaced(**{name: number for name, number in numbers.items() if name in new.graph.given})
    step = place.step if place.step in step_names(network.graph) else "start"
    return checked(replace(place, network=network, step=step, update=0, updates=0))


def advanced(place: Place, updates: int) -> Place:
    """The place after so many more updates, at the same step.

    Raises ValueError at the last update that a place can have, otherwise what `checked` raises.
    """
    if place.update >= MOST_UPDATES:
        raise ValueError(f"This page keeps at most {MOST_UPDATES:,} updates.")
    update = min(place.update + updates, MOST_UPDATES)
    return checked(replace(place, update=update, updates=max(update, place.updates)))


def checked(place: Place) -> Place:
    """`place` itself, with a shorter descent where a later update overflows.

    Raises graph.NonFinite, naming the first quantity that overflowed, where not even the first lesson works.
    """
    descent = descend(place.network, place.learning_rate, place.updates)
    # A lesson makes one more update, so where that overflows the update before is the last one.
    last = descent.updates - (descent.overflow is not None and descent.updates > 0)
    place = replace(place, updates=last, update=min(place.update, last))
    every_number(descent.at(place.update), place.learning_rate)
    return place


@cache
def step_names(graph: Graph) -> tuple[str, ...]:
    """The names of all steps of a network's introduction and lesson; they do not depend on its numbers."""
    net = Network(graph, **numbers_of(architecture_of(graph)))
    return tuple(step.name for step in introduction(net, 0.0) + lesson(net, 0.0))


@cache
def parameters() -> tuple[str, ...]:
    """Every query parameter that the link to a place may have."""
    largest = (graph_of(Architecture((4, 4), biases=biases)) for biases in BIASES)
    names = dict.fromkeys(name for graph in largest for name in graph.given)
    return ("preset", "seed", *SHAPE, *names, "rate", "step", "update", "updates", CLAIM)


def to_link(place: Place) -> dict[str, str]:
    """The query parameters that lead to `place`: only what differs from the preset's beginning."""
    own = Place.at_preset(place.preset, place.seed).architecture
    start = Place.at_preset(place.preset, place.seed, place.architecture)
    link = {} if place.preset == "worksheet" else {"preset": place.preset}
    if place.preset == presets.RANDOM:
        link["seed"] = str(place.seed)
    link |= {name: text for name, text in _shape(place.architecture).items() if text != _shape(own)[name]}
    for name, number in place.network.numbers.items():
        if number != start.network.numbers[name]:
            link[name] = repr(cast(float, number))
    if place.learning_rate != start.learning_rate:
        link["rate"] = repr(place.learning_rate)
    for name in ("step", "update", "updates"):
        if getattr(place, name) != getattr(start, name):
            link[name] = str(getattr(place, name))
    return link


def from_link(link: Mapping[str, str], steps: Sequence[str] | None = None) -> tuple[Place, list[str]]:
    """The place a link leads to, and each part of it that made no sense and was left out, as "w1 (nan)".

    `steps` are the names of the steps it may lead to, all of the network's unless said otherwise. Unknown parameters
    are ignored: they may belong to another page.
    """
    left_out: list[str] = []

    def read(name: str, parse, otherwise):  # type: ignore[no-untyped-def]  # whatever parse returns
        if name not in link:
            return otherwise
        try:
            return parse(link[name])
        except ValueError:
            left_out.append(f"{name} ({link[name][:20] or 'empty'})")
            return otherwise

    seed = read("seed", lambda text: _whole(text, presets.LARGEST_SEED), 0)
    start = read("preset", lambda text: Place.at_preset(text, seed), Place())
    architecture = start.architecture
    for name in SHAPE:
        architecture = read(name, partial(_with, architecture, name), architecture)
    start = Place.at_preset(start.preset, start.seed, architecture)
    graph = start.network.graph
    numbers = {name: read(name, read_certain, start.network.numbers[name]) for name in graph.given}
    rate = read("rate", read_certain, start.learning_rate)
    step = read("step", lambda text: _one_of(text, steps or step_names(graph)), start.step)
    updates = read("updates", lambda text: _whole(text, MOST_UPDATES), 0)
    update = read("update", lambda text: _whole(text, MOST_UPDATES), 0)
    seed = seed if start.preset == presets.RANDOM else 0
    place = Place(start.preset, seed, Network(graph, **numbers), rate, step, update, max(update, updates))
    try:
        return checked(place), left_out
    except NonFinite as error:
        return Place(), [*left_out, f"all its numbers ({error.quantity} overflowed)"]


def _shape(architecture: Architecture) -> dict[str, str]:
    """An architecture as a link says it: hidden=4-2, biases=per-neuron."""
    texts = {name: str(getattr(architecture, name)).replace(" ", "-") for name in SHAPE}
    return texts | {"hidden": "-".join(map(str, architecture.hidden))}


def _with(architecture: Architecture, name: str, text: str) -> Architecture:
    """The architecture changed in what `text` says about `name`. Raises ValueError if that is nothing it can be."""
    if name == "hidden":
        return replace(architecture, hidden=tuple(_whole(neurons, MOST_NEURONS) for neurons in text.split("-", 2)))
    choices = {choice.replace(" ", "-"): choice for choice in CHOICES[name]}
    if text not in choices:
        raise ValueError("there is no such choice.")
    return replace(architecture, **{name: choices[text]})  # type: ignore[arg-type]  # all but `hidden` are texts


def _whole(text: str, largest: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) <= largest):
        raise ValueError(f"it must be a whole number from 0 to {largest}.")
    return int(text)


def _one_of(text: str, names: Sequence[str]) -> str:
    if text not in names:
        raise ValueError("there is no such step.")
    return text
