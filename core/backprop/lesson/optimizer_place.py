"""Where a learner is in the lesson on batches, momentum and Adam: what it adds to a place.

Example a, the weights and the network's shape are those of the place itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import cast

from core.backprop.engine.architecture import INPUTS, TARGETS, architecture_of
from core.backprop.engine.batch import LETTERS, MARKS, MOST_EXAMPLES, batch_numbers, batch_of, example_of, marked
from core.backprop.engine.graph import Graph, NonFinite
from core.backprop.engine.network import Network, network_of
from core.backprop.engine.optimizer import RATE, SETTINGS, Optimizer, State, beginning, optimize
from core.backprop.lesson.lesson import Step
from core.backprop.lesson.optimizer_lesson import every_number, optimizer_lesson
from core.backprop.lesson.place import Place, network_at
from core.typed import read_certain, read_number, read_within

MOST_UPDATES = 500  # a page runs all of them anew when a setting changes
# Inputs and targets of the examples after the first.
OTHERS = ((0.9, 0.4, 0.99, 0.01), (0.5, 0.8, 0.3, 0.7), (0.2, 0.6, 0.6, 0.4))
USUAL: Mapping[str, float] = MappingProxyType(
    {
        marked(name, example): number
        for example, numbers in enumerate(OTHERS, start=1)
        for name, number in zip(INPUTS + TARGETS, numbers, strict=True)
    }
)


@dataclass(frozen=True)
class OptimizerPlace:
    """`others` are the inputs and targets of examples b to d; `update` is what is shown of the `updates` run."""

    examples: int = 2
    optimizer: Optimizer = field(default_factory=lambda: Optimizer.usual("Adam"))
    others: Mapping[str, float] = field(default_factory=lambda: USUAL)
    step: str = "start"
    update: int = 0
    updates: int = 0


def network_of_batch(here: OptimizerPlace, place: Place) -> Network:
    """The start: the network at `place` with all examples. Raises graph.NonFinite like `network_at`."""
    net = network_at(place)
    graph = batch_of(net.graph, here.examples)
    if here.examples == 1:
        return net
    numbers = batch_numbers(cast(Mapping[str, float], net.numbers), net.graph, here.others)
    return Network(graph, **{name: numbers[name] for name in graph.given})


def states(here: OptimizerPlace, place: Place) -> tuple[State, ...]:
    """The states from the start on. Raises graph.NonFinite if already the start overflows."""
    return optimize(network_of_batch(here, place), here.optimizer, here.updates)


def state_at(here: OptimizerPlace, place: Place) -> State:
    """The state before the update that is shown. Raises graph.NonFinite if already the start overflows."""
    return states(here, place)[here.update]


def checked(here: OptimizerPlace, place: Place) -> OptimizerPlace:
    """`here` itself, with fewer updates where a later one overflows.

    Raises graph.NonFinite, naming the first quantity that overflowed, where not even the first lesson works.
    """
    last = len(found := states(here, place)) - 1
    while last:  # a lesson makes one more update
        try:
            every_number(found[last], here.optimizer)
            break
        except NonFinite:
            last -= 1
    here = replace(here, updates=min(here.updates, last), update=min(here.update, last))
    every_number(found[here.update], here.optimizer)
    return here


def edited(here: OptimizerPlace, place: Place, name: str, text: str) -> tuple[OptimizerPlace, Place]:
    """Both after a learner typed `text` for a number of the lesson, or for `update`.

    A setting runs the updates anew from their start; any other number begins anew with the weights of the moment.
    Raises ValueError for a text that makes no sense or an unknown name, graph.NonFinite if something overflows.
    """
    if name == "update":
        return replace(here, update=int(read_within(text, 0, here.updates, whole=True).value)), place
    number = read_number(text).value
    if name in here.optimizer.settings:
        return checked(replace(here, optimizer=here.optimizer.changed(name, number)), place), place
    net = state_at(here, place).network
    if name not in net.graph.given:
        raise ValueError(f"there is no number {name!r} to change.")
    here = replace(here, update=0, updates=0)
    if example_of(name):
        here = replace(here, others={**here.others, name: number})
    else:
        single = name.removesuffix(MARKS[0])
        own = {weight: net.numbers[weight] for weight in net.graph.weights}
        place = replace(
            place, network=network_at(place).replaced(**{**own, single: number}), update=0, updates=0, step="start"
        )
    return checked(here, place), place


def advanced(here: OptimizerPlace, place: Place, updates: int) -> OptimizerPlace:
    """After so many more updates. Raises ValueError at the last one there can be, else what `checked` raises."""
    if here.update >= MOST_UPDATES:
        raise ValueError(f"This lesson keeps at most {MOST_UPDATES} updates.")
    update = min(here.update + updates, MOST_UPDATES)
    return checked(replace(here, update=update, updates=max(update, here.updates)), place)


def chosen(here: OptimizerPlace, examples: int, optimizer: str) -> OptimizerPlace:
    """With so many examples and another optimizer, from the start; one that there is keeps its settings."""
    kept = here.optimizer.name == optimizer
    now = here.optimizer if kept else Optimizer.usual(optimizer)
    return replace(here, examples=examples, optimizer=now, step="start", update=0, updates=0)


@cache
def reference(graph: Graph, examples: int, optimizer: str) -> tuple[Step, ...]:
    """The lesson of a network of that shape: what of it is the same whatever its numbers."""
    net = network_of(architecture_of(graph))
    here = OptimizerPlace(examples, Optimizer.usual(optimizer))
    state = beginning(network_of_batch(here, Place(network=net)), here.optimizer)
    return optimizer_lesson(state, here.optimizer)


def to_link(here: OptimizerPlace) -> dict[str, str]:
    """The query parameters that lead back: only what differs from the beginning; i1b is i1 of example b."""
    usual = OptimizerPlace()
    link = {} if here.examples == usual.examples else {"examples": str(here.examples)}
    if here.optimizer.name != usual.optimizer.name:
        link["optimizer"] = here.optimizer.name.lower()
    settings = SETTINGS[here.optimizer.name]
    link |= {_linked(name): repr(n) for name, n in here.optimizer.settings.items() if n != settings[name]}
    shown = {name: n for name, n in here.others.items() if name[-1] in MARKS[: here.examples]}
    link |= {_linked(name): repr(n) for name, n in shown.items() if n != USUAL[name]}
    for name in ("update", "updates"):
        if number := getattr(here, name):
            link[f"batch-{name}"] = str(number)
    return link


def from_link(link: Mapping[str, str], place: Place) -> OptimizerPlace:
    """The place that a link leads to; what makes no sense in it is left out."""

    def number(text: str | None) -> float | None:
        try:
            return read_certain(text or "")
        except ValueError:
            return None

    def whole(name: str, least: int, most: int, otherwise: int) -> int:
        text = link.get(name, "")
        makes_sense = text.isascii() and text.isdigit() and len(text) < 6 and least <= int(text) <= most
        return int(text) if makes_sense else otherwise

    names = {name.lower(): name for name in SETTINGS}
    here = OptimizerPlace(whole("examples", 1, MOST_EXAMPLES, 2))
    optimizer = Optimizer.usual(names.get(link.get("optimizer", ""), here.optimizer.name))
    for name in optimizer.settings:
        try:
            found = number(link.get(_linked(name)))
            optimizer = optimizer if found is None else optimizer.changed(name, found)
        except ValueError:
            pass
    read = {name: number(link.get(_linked(name))) for name in USUAL}
    others = {name: USUAL[name] if found is None else found for name, found in read.items()}
    updates, update = (whole(f"batch-{name}", 0, MOST_UPDATES, 0) for name in ("updates", "update"))
    here = replace(here, optimizer=optimizer, others=others, update=update, updates=max(update, updates))
    try:
        return checked(here, place)
    except NonFinite:
        return OptimizerPlace()


@cache
def parameters() -> tuple[str, ...]:
    """Every query parameter of its own."""
    settings = dict.fromkeys(name for each in SETTINGS.values() for name in each)
    return ("examples", "optimizer", *map(_linked, settings), *map(_linked, USUAL), "batch-update", "batch-updates")


def _linked(name: str) -> str:
    """Its name in a link, in plain letters, and never one of the place itself."""
    if name == RATE:
        return "batch-rate"
    example = example_of(name)
    return name if example is None else name[:-1] + LETTERS[example]
