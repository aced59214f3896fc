"""Formulas, words and pictures of a network as plain data, for the components that draw them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from typing import Any

from core.backprop.expression import Expression, Number
from core.backprop.graph import Graph
from core.backprop.renderings.mathml import lines, mathml
from core.backprop.renderings.name import split_name
from core.backprop.renderings.number import format_number
from core.figures import picture


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


def words(text: str, graph: Graph) -> list[Any]:
    """The text with the names of quantities marked, so that pointing at one lights it everywhere."""
    known = names(graph)
    return [
        {"id": word, "name": known[word]} if word in known else word for word in re.split(r"(\b\w+\b)", text) if word
    ]


def rows(left: Expression, rights: Sequence[Expression], result: float | None, digits: int) -> list[list[Any]]:
    """Rows of MathML cells: left side, equals sign, and the operands and operators of the right side, aligned.

    What is too long for one row goes on in the next one, with an operator in the place of the equals sign. The last row
    is the result, unless that is not to be seen.
    """
    equals, nothing = ["mo", {}, ["="]], ["mrow", {}, []]
    sides = [lines(right, digits) for right in rights]
    if result is not None:
        sides.append([[mathml(Number(result), digits)]])
    written = [row for first, *others in sides for row in ([equals, *first], *others)]
    return [[mathml(left) if place == 0 else nothing, *row] for place, row in enumerate(written)]


def flow(phase: str, flow: Mapping[str, float], digits: int) -> dict[str, str]:
    """What flows along each weight in this phase, with an arrow that says which way."""
    arrow = "←" if phase == "backward" else "→"
    return {weight: f"{arrow} {format_number(value, min(digits, 6))}" for weight, value in flow.items()}
