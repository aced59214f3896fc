"""What a neuron does to its net input, as a small drawing: the curve, where it is on it now, and the slope there.

The drawing is an SVG as plain nested lists, [tag, attributes, children], from which a page makes elements and a
document text. Its shapes have the classes axis, function, tangent, drop and point, its texts value, slope and tick.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import numpy as np

from core.backprop.engine.expression import Expression, Symbol
from core.backprop.engine.functions import Function, Softmax
from core.backprop.engine.graph import Graph, Operation, Quantity
from core.backprop.engine.network import Network
from core.backprop.lesson.lesson import Step
from core.backprop.notation.name import split_name
from core.backprop.notation.number import format_number
from core.backprop.notation.unicode import unicode

Drawing = list[Any]  # [tag, attributes, children]

WIDTH, HEIGHT = 200.0, 156.0
LEFT, RIGHT, TOP, BOTTOM = 22.0, 194.0, 46.0, 136.0  # of the plane
LEAST_REACH, MOST_REACH = 6.0, 8e307  # of the axis of the net input, to either side of 0
POINTS = 41
CURVES = 256  # kept, as the same function over the same net inputs is the same curve for everybody
ACTIVATIONS = (Operation.ACTIVATION, Operation.SOFTMAX)


@dataclass(frozen=True)
class Plane:
    """The net input from -`reach` to `reach`, the activation from `low` to `high`."""

    reach: float
    low: float
    high: float

    def place(self, at: float, height: float) -> tuple[float, float]:
        """Where in the drawing a net input and an activation are."""
        across = (at / self.reach + 1) / 2
        return LEFT + across * (RIGHT - LEFT), BOTTOM - (height - self.low) / (self.high - self.low) * (BOTTOM - TOP)


def activation_curves(net: Network, digits: int = 4) -> dict[str, Drawing]:
    """The drawing of each activation of `net`, whose numbers must be plain floats, by its name."""
    numbers = cast(Mapping[str, float], {**net.numbers, **net.values()})
    return {q.name: _drawing(q, numbers, digits) for q in net.graph.quantities if q.operation in ACTIVATIONS}


def activation_in(step: Step, graph: Graph) -> dict[str, str] | None:
    """The activation that a step computes or goes back through, and its net input; None for other steps."""
    for q in graph.quantities:
        if q.operation in ACTIVATIONS:
            net = _net_input(q)  # softmax has others, too
            several = len(graph.consumers[net]) > 1
            if step.name in (q.name, f"d-{net}-{q.name}" if several else f"d-{net}"):
                return {"name": q.name, "net": net}
    return None


def _net_input(q: Quantity) -> str:
    return cast(Symbol, cast(Function | Softmax, q.formula).argument).name


def _drawing(q: Quantity, numbers: Mapping[str, float], digits: int) -> Drawing:
    name = _net_input(q)
    x, y, slope = numbers[name], numbers[q.name], float(cast(float, q.partials[name].evaluate(numbers)))
    reach = min(max(LEAST_REACH, 1.25 * abs(x)), MOST_REACH)
    sources = [cast(Symbol, part).name for part in q.formula.parts()]
    others = tuple((each, numbers[each]) for each in sources if each != name)  # that softmax has
    plane, curve = _curve(q.formula, name, others, reach)
    place = plane.place
    point, zero = place(x, y), place(0.0, 0.0)
    ends = [place(at, y + slope * (at - x)) for at in _within(x, y, slope, plane)]
    own = unicode(q.partials[name]).replace(q.name, "a").replace(name, "x")
    label = f"{q.name} = {format_number(y, digits)} at {name} = {format_number(x, digits)}"
    view = {"viewBox": f"0 0 {WIDTH:g} {HEIGHT:g}", "role": "img", "class": "activation"}
    return [
        "svg",
        {**view, "aria-label": f"{label}, slope {format_number(slope, digits)}"},
        [
            ["path", {"class": "axis", "d": _path([(LEFT, zero[1]), (RIGHT, zero[1])])}, []],
            ["path", {"class": "axis", "d": _path([(zero[0], TOP), (zero[0], BOTTOM)])}, []],
            _text(LEFT - 4, place(0, plane.high)[1] + 4, "tick", "end", format_number(plane.high, 2)),
            _text(LEFT - 4, place(0, plane.low)[1] + 4, "tick", "end", format_number(plane.low, 2)),
            ["path", {"class": "drop", "d": _path([(point[0], zero[1]), point, (LEFT, point[1])])}, []],
            ["path", {"class": "function", "d": curve}, []],
            ["path", {"class": "tangent", "d": _path(ends)}, []],
            ["circle", {"class": "point", "cx": f"{point[0]:.1f}", "cy": f"{point[1]:.1f}", "r": "4.5"}, []],
            _text(4, 14, "value", "start", *_name(q.name), f" = {format_number(y, digits)}"),
            _text(4, 32, "slope", "start", f"slope {own} = {format_number(slope, digits)}"),
            _text(min(max(point[0], 50), WIDTH - 50), HEIGHT - 6, "tick", "middle", *_name(name), _at(x, digits)),
        ],
    ]


@lru_cache(maxsize=CURVES)
def _curve(formula: Expression, name: str, others: tuple[tuple[str, float], ...], reach: float) -> tuple[Plane, str]:
    """The plane of the drawing, and in it the path of the formula's values along the net input `name`."""
    along = np.linspace(-reach, reach, POINTS)
    curve = np.broadcast_to(formula.evaluate({**dict(others), name: along}), POINTS)
    plane = Plane(reach, -1.0 if curve.min() < 0 else 0.0, max(1.0, float(curve.max())))
    return plane, _path(plane.place(*each) for each in zip(along.tolist(), curve.tolist(), strict=True))


def _at(x: float, digits: int) -> str:
    return f" = {format_number(x, digits)}"


def _within(x: float, y: float, slope: float, plane: Plane) -> tuple[float, float]:
    """From where to where the tangent is in the picture."""
    if slope == 0:
        return -plane.reach, plane.reach
    first, last = sorted(x + (end - y) / slope for end in (plane.low, plane.high))
    return max(-plane.reach, first), min(plane.reach, last)


def _path(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _text(x: float, y: float, kind: str, anchor: str, *parts: str | Drawing) -> Drawing:
    attributes = {"class": kind, "x": f"{x:.1f}", "y": f"{y:.1f}", "style": f"text-anchor: {anchor}"}
    return ["text", attributes, list(parts)]


def _name(name: str) -> list[Drawing]:
    """Letter and lowered subscript; what follows is raised again by a tspan without a letter of its own."""
    letter, subscript = split_name(name)
    return [
        ["tspan", {"font-style": "italic"}, [letter]],
        ["tspan", {"dy": "3", "font-size": "75%"}, [subscript]],
        ["tspan", {"dy": "-3"}, ["\u200b"]],
    ]
