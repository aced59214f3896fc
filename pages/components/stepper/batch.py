"""The stepper with a batch of examples and an optimizer: a picture for each example, and fields for what is new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from core.backprop.engine.batch import LETTERS, batch_of, copy_of, example_of
from core.backprop.engine.expression import Derivative, Symbol
from core.backprop.engine.graph import Graph
from core.backprop.engine.network import Network
from core.backprop.engine.optimizer import RATE, UPDATE, Optimizer
from core.backprop.lesson.lesson import Step
from core.backprop.lesson.optimizer_place import OptimizerPlace, reference
from core.backprop.notation.name import split_name
from pages.components.shared.inline import Static
from pages.components.shared.written import layouts
from pages.components.shared.written import names as names_of
from pages.components.stepper.component import field, filled, given_fields, outlines, show, update_field

SHAPES = 8  # that are kept; a batch of four has an outline of some megabytes
RATES = {"SGD": ("0.1", "0.5", "1"), "momentum": ("0.01", "0.1", "0.5"), "Adam": ("0.001", "0.01", "0.1")}
KINDS = {"momentum": "momentum", "beta1": "decay", "beta2": "decay", "epsilon": "epsilon"}


def batch_stepper(
    steps: Sequence[Step],
    here: OptimizerPlace,
    graph: Graph,
    net: Network,
    digits: int,
    *,
    key: str,
    session: str,
    jump: int,
    answered: int,
    problem: str,
) -> None:
    """Shows `steps` of `net`, a batch of networks with this `graph`. All else is that of `stepper`."""
    show(
        filled(steps, reference(graph, here.examples, here.optimizer.name), net, digits),
        key=key,
        static=_static(graph, here.examples, here.optimizer.name, digits > 4),
        fields=[*_given(net, digits), *_settings(here.optimizer, digits), update_field(here.update, here.updates)],
        step=here.step,
        session=session,
        jump=jump,
        answered=answered,
        problem=problem,
        remarks="",
        link={},
    )


@lru_cache(maxsize=SHAPES)
def _static(graph: Graph, examples: int, optimizer: str, precise: bool) -> Static:
    batch, usual = batch_of(graph, examples), reference(graph, examples, optimizer)
    shown = _examples(usual) if examples > 1 else (None for _ in usual)
    outline = [
        each if example is None else {**each, "example": example}
        for each, example in zip(outlines(usual, batch), shown, strict=True)
    ]
    return Static.of(
        {
            "layouts": _layouts(graph, examples, precise, batch.loss),
            "names": names_of(batch) | _names(batch, Optimizer.usual(optimizer)),
            "label": "The network with all its numbers",
            "outline": outline,
            "precise": precise,
            "home": "start",
            "linkNames": [],
            "examples": examples,
        }
    )


def _layouts(graph: Graph, examples: int, precise: bool, loss: str) -> dict[str, Any]:
    """A picture of each example for a screen and for a phone, in which gradients are those of the mean loss."""
    if examples == 1:
        return layouts(graph, precise)
    found = {}
    for example in range(examples):
        copy = copy_of(graph, example)
        for kind, layout in layouts(copy, precise).items():
            edges = [{**edge, "ids": _of_mean(edge["ids"], copy.loss, loss)} for edge in layout["edges"]]
            tags = [{**tag, "ids": _of_mean(tag["ids"], copy.loss, loss)} for tag in layout["tags"]]
            new = {"loss": loss, "edges": edges, "tags": tags, "example": example}
            found[f"{kind} {LETTERS[example]}"] = {**layout, **new}
    return found


def _of_mean(ids: Sequence[str], loss: str, mean: str) -> list[str]:
    return [id.replace(f"∂{loss}/", f"∂{mean}/") for id in ids]


def _examples(steps: Sequence[Step]) -> Iterator[int]:
    """Which example's picture each step shows: its own, and that of the step before where it is about all."""
    now = 0
    for step in steps:
        left = step.equation.left if step.equation else None
        about = (left.via or left.by) if isinstance(left, Derivative) else left.name if isinstance(left, Symbol) else ""
        found = example_of(about)
        now = now if found is None else found
        yield now


def _names(graph: Graph, optimizer: Optimizer) -> dict[str, tuple[str, str]]:
    """What the optimizer adds to the names of the graph."""
    own = (*optimizer.settings, *(name for weight in graph.weights for name in optimizer.moments(weight)), UPDATE)
    return {name: split_name(name) for name in own}


def _given(net: Network, digits: int) -> list[dict[str, Any]]:
    """Inputs and targets example by example, then all else."""
    fields = given_fields(net, digits)
    return sorted(fields, key=lambda each: (example_of(each["id"]) is None, example_of(each["id"]) or 0))


def _settings(optimizer: Optimizer, digits: int) -> Iterator[dict[str, Any]]:
    for name, number in optimizer.settings.items():
        if name == RATE:
            rate = field(name, "learning rate", number, digits)
            yield rate | {"label": "learning rate", "choices": RATES[optimizer.name]}
        else:
            yield field(name, KINDS[name], number, digits)
