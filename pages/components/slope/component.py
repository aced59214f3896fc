"""The introduction for who has never seen a derivative: the loss along one weight, and the chain of gears.

The browser decides whether it is open: on a first visit, or when the visitor asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import numpy as np

from core.backprop.engine.expression import Plugged
from core.backprop.engine.network import Network
from core.backprop.lesson.slope import NUDGES, TURN, Gear, chain_rule, gears, loss_in_full, slope
from core.backprop.lesson.slope_prose import ideas
from core.backprop.notation.mathml import mathml
from core.backprop.notation.number import format_number
from core.backprop.notation.slots import emptied
from core.figures import picture
from core.figures.axis import around, ticks
from core.figures.picture_parts import NetworkLayout
from pages.components.shared.inline import Component, Static
from pages.components.shared.written import names, rows

_component = Component("slope", ("shared/plotting.css", "slope/slope.css"))


def slope_introduction(net: Network, first: bool, opened: str, *, key: str) -> None:
    """Shows the introduction with the numbers of `net` when `opened` is a new text, or on a `first` visit.

    Raises graph.NonFinite where something overflows.
    """
    static = _static(net)
    _component(key=key, data={"first": first, "opened": opened, "course": static.id}, static=static)


@lru_cache(maxsize=4)
def _static(net: Network) -> Static:
    course, loss, chain = slope(net), net.graph.loss, chain_rule(net)
    formula, losses = loss_in_full(net), course.values[loss]
    low, high = float(losses.min()), float(losses.max())
    height = around([0.0 if 0 <= low < high / 2 else low, high], 0.0, margin=0.04)  # from 0, if not all is far above
    moves = [name for name, values in course.values.items() if np.ptp(values)]
    fixed = {**net.numbers, **{name: values[0] for name, values in course.values.items()}}
    values: dict[str, Any] = {name: format_number(float(number)) for name, number in fixed.items()}
    return Static.of(
        {
            "ideas": ideas(net),
            "names": names(net.graph),
            "weight": course.weight,
            "loss": loss,
            "along": _numbers(course.along),
            "texts": [format_number(round(float(weight), 9)) for weight in course.along],
            "moves": moves,
            "values": values | {name: _numbers(course.values[name]) for name in moves},
            "slopes": _numbers(course.slopes),
            "nudges": [
                {"nudge": each, "text": format_number(each), "ratios": _numbers(course.ratios[each])} for each in NUDGES
            ],
            "across": ticks((float(course.along[0]), float(course.along[-1])), 6),
            "up": ticks(height, 4),
            "height": height,
            "formula": {"rows": rows(formula.left, emptied(formula.sides)), "ids": [*_symbols(formula.rows), loss]},
            "chain": rows(chain.left, chain.sides),
            "gears": [_gear(gear, net) for gear in gears(net)],
            "layout": _layout(picture.wide(net.graph, False)),
            "turnAt": f"Turn {course.weight}: one turn is {format_number(TURN)}",
        }
    )


def _symbols(formulas: Iterable[Any]) -> list[str]:
    """The ids of the plugged numbers, in the order of their slots."""
    found: list[str] = []
    for each in formulas:
        found += [each.id] if isinstance(each, Plugged) else _symbols(each.parts())
    return found


def _layout(layout: NetworkLayout) -> dict[str, Any]:
    edges = [{"weight": edge.weight, "line": edge.line, "label": edge.label} for edge in layout.edges]
    return {"width": layout.width, "height": layout.height, "nodes": list(map(asdict, layout.nodes)), "edges": edges}


def _gear(gear: Gear, net: Network) -> dict[str, Any]:
    """A link has no rate where nothing turns it."""
    link = {"rate": format_number(gear.rate), "factor": [[mathml(gear.factor)]]} if gear.factor else {"rate": ""}
    return {"name": names(net.graph)[gear.name], "turned": _numbers(gear.turned), **link}


def _numbers(numbers: Iterable[float]) -> list[float]:
    """In 9 digits, which is more than anybody reads and half of what there are."""
    return [float(f"{number:.9g}") for number in numbers]
