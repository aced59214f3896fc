"""Formulas and pictures of a network as plain data, for the components that draw them.

`layouts`, `names` and `outline` hold for all networks with one graph, `numbers` and `flow` for one network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache, lru_cache
from typing import Any

from core.backprop.engine.architecture import architecture_of
from core.backprop.engine.expression import Expression
from core.backprop.engine.graph import Graph
from core.backprop.engine.network import Network
from core.backprop.lesson.introduction import introduction
from core.backprop.lesson.lesson import Step, lesson
from core.backprop.lesson.place import Place
from core.backprop.notation import slots
from core.backprop.notation.mathml import lines, mathml
from core.backprop.notation.name import split_name
from core.backprop.notation.number import format_number
from core.backprop.notation.slots import emptied
from core.figures import picture

SHAPES = 32  # of networks whose outlines are kept, some 300 kB each; there are 480, and anybody can look at them all
RATE = Place().learning_rate  # of the worksheet


@cache
def layouts(graph: Graph, precise: bool) -> dict[str, Any]:
    """The network's picture for a screen and for a phone; `precise` leaves room for 12 digits."""
    both = {"wide": asdict(picture.wide(graph, precise)), "tall": asdict(picture.tall(graph, precise))}
    for layout in both.values():
        layout["loss"] = graph.loss
        for node in layout["nodes"]:
            node["given"] = node["name"] in graph.given
    return both


@cache
def names(graph: Graph) -> dict[str, tuple[str, str]]:
    """Every name as letter and subscript."""
    every = (*graph.given, *(q.name for q in graph.quantities), "learning_rate")
    return {name: split_name(name) for name in every}


def rows(left: Expression, sides: Sequence[Expression], digits: int = 4) -> list[list[Any]]:
    """Rows of MathML cells: left side, equals sign, and the operands and operators of each right side, aligned.

    What is too long for one row goes on in the next one, with an operator in the place of the equals sign.
    """
    equals, nothing = ["mo", {}, ["="]], ["mrow", {}, []]
    written = [row for first, *others in (lines(side, digits) for side in sides) for row in ([equals, *first], *others)]
    return [[mathml(left) if place == 0 else nothing, *row] for place, row in enumerate(written)]


@lru_cache(maxsize=SHAPES)
def usual(graph: Graph) -> Network:
    """A network of that shape, for what of it is the same with all numbers."""
    return Place.at_preset("worksheet", architecture=architecture_of(graph)).network


@lru_cache(maxsize=SHAPES)
def reference(graph: Graph) -> tuple[Step, ...]:
    """Introduction and lesson of that network."""
    return _made(usual(graph), RATE)


def introduced(net: Network, learning_rate: float) -> tuple[Step, ...]:
    """Introduction and lesson; a class begins with the numbers whose steps are kept."""
    if learning_rate == RATE and net == usual(net.graph):
        return reference(net.graph)
    return _made(net, learning_rate)


def _made(net: Network, learning_rate: float) -> tuple[Step, ...]:
    return introduction(net, learning_rate) + lesson(net, learning_rate)


def outline(step: Step) -> dict[str, Any]:
    """What of a step is the same whatever its numbers: its formulas have slots for them."""
    equation = step.equation
    return {
        "name": step.name,
        "phase": step.phase,
        "title": step.title,
        "lit": sorted(step.lit),
        "rows": rows(equation.left, emptied(equation.sides)) if equation else [],
    }


def numbers(step: Step, digits: int) -> dict[str, Any]:
    """What goes into the slots of a step's outline, and what flows along the weights."""
    sides = step.equation.sides if step.equation else ()
    return {
        "numbers": [format_number(value, digits) for value in slots.numbers(sides)],
        "flow": flow(step.phase, step.flow, digits),
    }


def flow(phase: str, flow: Mapping[str, float], digits: int) -> dict[str, str]:
    """What flows along each weight in this phase, with an arrow that says which way."""
    arrow = "←" if phase == "backward" else "→"
    return {weight: f"{arrow} {format_number(value, min(digits, 6))}" for weight, value in flow.items()}
