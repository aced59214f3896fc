"""What stands out in a network's numbers, said in a sentence."""

from __future__ import annotations

from typing import cast

from core.backprop.graph import Operation
from core.backprop.network import Network
from core.backprop.renderings.number import format_number

FLAT = 0.01  # a slope of the sigmoid below this lets less than 1 % of a gradient through; its maximum is 0.25


def vanishing(net: Network) -> str | None:
    """Where gradients vanish in `net` and why, or None where no sigmoid is saturated."""
    numbers = cast(dict[str, float], {**net.numbers, **net.values()})
    slopes = {
        q.name: cast(float, next(iter(q.partials.values())).evaluate(numbers))
        for q in net.graph.quantities
        if q.operation is Operation.ACTIVATION
    }
    flat = [name for name, slope in slopes.items() if slope < FLAT]
    if not flat:
        return None
    worst = min(flat, key=slopes.__getitem__)
    net_input = next(iter(next(q for q in net.graph.quantities if q.name == worst).partials))
    others = f" ({', '.join(flat)} are all saturated)" if len(flat) > 1 else ""
    return (
        f"Gradients vanish at {worst}{others}: its net input {net_input} = {format_number(numbers[net_input])} is so "
        f"far out that the sigmoid is flat there. Its slope a (1 − a) is {format_number(slopes[worst])}, and every "
        f"gradient that comes back through {worst} is multiplied by that."
    )


def overshooting(net: Network, learning_rate: float) -> str | None:
    """A sentence if one update with this positive learning rate makes the loss rise, otherwise None."""
    loss = net.graph.loss
    before = cast(float, net.values()[loss])
    after = cast(float, net.updated(learning_rate).values()[loss])
    if learning_rate <= 0 or after <= before:
        return None
    return (
        f"This update overshoots: with a learning rate of {format_number(learning_rate)} the loss rises from "
        f"{format_number(before)} to {format_number(after)}. Try a smaller one."
    )
