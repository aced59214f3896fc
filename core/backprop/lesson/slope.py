"""What a derivative is, to be tried: the loss along one weight, what smaller and smaller nudges give, and the chain.

All numbers come from the graph: a row of networks in which only that weight moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from core.backprop.engine.expression import Derivative, Expression, Product, Sum, Symbol
from core.backprop.engine.graph import Graph
from core.backprop.engine.network import Network
from core.backprop.engine.substitution import plug_in
from core.backprop.lesson.lesson import ERRORS, Equation, every_number

Floats = NDArray[np.float64]

NUDGES = (4.0, 1.0, 0.1, 0.01, 0.001)
REACH, PLACES = 5.0, 101  # how far the weight moves to either side, and at how many places
TURN, TURNS, TURN_PLACES = 0.001, 3.0, 61  # of a gear: so much of the quantity, so many either way, at so many places


@dataclass(frozen=True, eq=False)
class Slope:
    """The loss at each place of one weight, while all other numbers stay; the middle place is where it is now.

    `values` has, for each id, the forward pass at each place: shape (places,). `slopes` is ∂loss/∂weight there.
    `ratios` has, for each nudge, the change of the loss that it brings, divided by the nudge.
    """

    weight: str
    along: Floats
    values: Mapping[str, Floats]
    slopes: Floats
    ratios: Mapping[float, Floats]


@dataclass(frozen=True, eq=False)
class Gear:
    """A quantity of the chain from the weight to the loss, as a wheel that turns with the one before it.

    `turned` is how far, at each place of the weight, in turns of TURN each. `factor` is the derivative with respect to
    the one before, with its number `rate`; the first gear, the weight itself, has none.
    """

    name: str
    turned: Floats
    factor: Derivative | None = None
    rate: float = 1.0


def slope(net: Network) -> Slope:
    """The loss of `net`, whose numbers must be plain floats, along its first weight that leads to an output.

    Raises graph.NonFinite where something overflows.
    """
    graph = net.graph
    weight = first_weight(graph)
    along = cast(float, net.numbers[weight]) + np.linspace(-REACH, REACH, PLACES)
    row = net.replaced(**{weight: along})
    values, loss = _spread(row.values(), PLACES), graph.loss
    nudged = {nudge: net.replaced(**{weight: along + nudge}).values()[loss] for nudge in NUDGES}
    ratios = {nudge: np.asarray((after - values[loss]) / nudge) for nudge, after in nudged.items()}
    return Slope(weight, along, values, np.asarray(row.gradients()[weight]), ratios)


def gears(net: Network) -> tuple[Gear, ...]:
    """The chain from that weight to the loss: each quantity turns as many times as far as its `rate` says.

    Where paths branch, as they do through softmax, the last rate holds for all of them together. Raises
    graph.NonFinite where something overflows.
    """
    graph, numbers = net.graph, every_number(net, 0.0)
    weight = first_weight(graph)
    names = [weight]
    while len(consumers := graph.consumers[names[-1]]) == 1 and consumers[0].operation not in ERRORS:
        names.append(consumers[0].name)
    moved = numbers[weight] + TURN * np.linspace(-TURNS, TURNS, TURN_PLACES)
    values = _spread({weight: moved, **net.replaced(**{weight: moved}).values()}, TURN_PLACES)
    factors = [*map(Derivative, names[1:], names), graph.gradient(names[-1])]
    chain = [
        Gear(name, _turned(values[name]), factor, numbers[factor.id])
        for name, factor in zip((*names[1:], graph.loss), factors, strict=True)
    ]
    return (Gear(weight, _turned(moved)), *chain)


def chain_rule(net: Network) -> Equation:
    """∂loss/∂weight as the product of the gears' rates."""
    graph, numbers = net.graph, every_number(net, 0.0)
    left = graph.gradient(first_weight(graph))
    product = Product(tuple(gear.factor for gear in gears(net) if gear.factor))
    return Equation(left, (product, plug_in(product, numbers)), numbers[left.id])


def loss_in_full(net: Network) -> Equation:
    """The loss as the sum of the errors' own formulas."""
    graph, numbers = net.graph, every_number(net, 0.0)
    errors: list[Expression] = [q.formula for q in graph.quantities if q.operation in ERRORS]
    total = Sum(tuple(errors))
    return Equation(Symbol(graph.loss), (total, plug_in(total, numbers)), numbers[graph.loss])


def first_weight(graph: Graph) -> str:
    """The first weight on the way to the first output: in the worksheet this is w5."""
    error = next(q for q in graph.quantities if q.operation in ERRORS)
    quantities = {q.name: q for q in graph.quantities}
    activation = quantities[next(iter(error.partials))]
    return quantities[next(iter(activation.partials))].terms[0][0]


def _turned(values: Floats) -> Floats:
    turned: Floats = (values - values[len(values) // 2]) / TURN
    return turned


def _spread(values: Mapping[str, object], places: int) -> dict[str, Floats]:
    """All of them with as many places, also those that do not move."""
    return {name: np.broadcast_to(np.asarray(value, dtype=np.float64), places) for name, value in values.items()}
