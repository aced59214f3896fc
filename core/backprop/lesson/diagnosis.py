"""What stands out in a network's numbers, said in a sentence."""

from __future__ import annotations

from typing import cast

from core.backprop.engine.expression import Expression
from core.backprop.engine.functions import Relu, Sigmoid, Tanh
from core.backprop.engine.graph import Operation
from core.backprop.engine.network import Network
from core.backprop.lesson.prose import listed
from core.backprop.notation.number import format_number

FLAT = 0.01  # a slope below this lets less than 1 % of a gradient through; the sigmoid's maximum is 0.25

# What each saturated function is called, and how its slope is written.
FUNCTIONS: dict[type[Expression], tuple[str, str]] = {Sigmoid: ("sigmoid", "a (1 − a)"), Tanh: ("tanh", "1 − a²")}


def vanishing(net: Network) -> str | None:
    """Where gradients vanish in `net` and why, or None where no sigmoid or tanh is saturated and no ReLU dead."""
    numbers = cast(dict[str, float], {**net.numbers, **net.values()})
    activations = {q.name: q for q in net.graph.quantities if q.operation is Operation.ACTIVATION}
    slopes = {name: cast(float, next(iter(q.partials.values())).evaluate(numbers)) for name, q in activations.items()}
    flat = [name for name, slope in slopes.items() if slope < FLAT]
    dead = [name for name in flat if isinstance(activations[name].formula, Relu)]
    sentences = []
    if saturated := [name for name in flat if name not in dead]:
        worst = min(saturated, key=slopes.__getitem__)
        net_input = next(iter(activations[worst].partials))
        others = f" ({', '.join(saturated)} are all saturated)" if len(saturated) > 1 else ""
        function, slope = FUNCTIONS[type(activations[worst].formula)]
        sentences.append(
            f"Gradients vanish at {worst}{others}: its net input {net_input} = {format_number(numbers[net_input])} is "
            f"so far out that the {function} is flat there. Its slope {slope} is {format_number(slopes[worst])}, and "
            f"every gradient that comes back through {worst} is multiplied by that."
        )
    if dead:
        is_dead, it = ("is dead", "its net input is") if len(dead) == 1 else ("are dead", "their net inputs are")
        sentences.append(
            f"{listed(dead)} {is_dead}: {it} not above 0, where the slope of ReLU is 0, so no gradient comes back."
        )
    return " ".join(sentences) or None


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
