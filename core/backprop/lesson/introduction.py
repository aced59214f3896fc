"""What a derivative is and why it is wanted, for someone who has never seen one, with the network's own numbers.

These ideas are steps like those of the lesson, so the same picture shows them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from core.backprop.engine.expression import (
    Derivative,
    Difference,
    Expression,
    Number,
    Plugged,
    Product,
    Quotient,
    Relu,
    Sigmoid,
    Sum,
    Symbol,
    Tanh,
    plug_in,
    written_out,
)
from core.backprop.engine.graph import Graph, Operation
from core.backprop.engine.network import Network
from core.backprop.lesson.lesson import ERRORS, Equation, Step, every_number
from core.backprop.lesson.prose import listed
from core.backprop.lesson.slope import first_weight, loss_in_full
from core.backprop.notation.number import format_number

PHASE = "idea"
NUDGES = (0.1, 0.01, 0.001)

IDEAS = (
    (
        "A network is a handful of numbers",
        "Inputs, neurons in between, outputs, {biases}a weight on every line that joins two layers. There is nothing "
        "else in it: learning means finding better weights.",
    ),
    (
        "A neuron adds up, then {answers}",
        "{net} adds up what arrives, each input times its weight. {activation} {squeezes} and passes it on. "
        "{others} just this.",
    ),
    (
        "The network answers",
        "Layer after layer, the numbers reach the outputs: {outputs}. We wanted {targets}. The "
        "gap between the two is what training has to close.",
    ),
    (
        "One number says how wrong",
        "E_total measures how far the outputs are from the targets. {perfect} here it is {loss}. Which way "
        "should each weight move to make it smaller?",
    ),
    (
        "Try it: nudge one weight",
        "Raise {weight} by {nudge} and do all the arithmetic again: the loss goes from {loss} to {nudged}. Change of "
        "the loss, divided by the nudge: that is how strongly {weight} matters.",
    ),
    (
        "Smaller nudges settle on one value",
        "A nudge of {nudges} gives {ratios}. The value they settle on is the derivative, written ∂E_total/∂{weight}, "
        "or gradient for short: the slope of the loss when only {weight} moves.",
    ),
    (
        "Backpropagation finds all slopes at once",
        "Nudging needs a whole forward pass for each weight; today's networks have billions. Instead, walk backwards "
        "from the loss and multiply the rate of each edge, like those of gears that turn each other: the chain rule.",
    ),
    (
        "Then take a step downhill",
        "Move every weight against its slope, by the slope times a learning rate. Here the loss goes from {loss} to "
        "{after}. Do it again and again: that is gradient descent. The lesson now does one update line by line.",
    ),
)


# How a neuron answers: in a title, and in a sentence.
ANSWERS: dict[type[Expression], tuple[str, str]] = {
    Sigmoid: ("squeezes", "squeezes that sum into the range from 0 to 1"),
    Tanh: ("squeezes", "squeezes that sum into the range from −1 to 1"),
    Relu: ("cuts off", "keeps that sum if it is positive, otherwise makes it 0,"),
}
ALIKE, HIDDEN_ALIKE = "Every neuron does", "The hidden neurons all do"
PERFECT = {
    Operation.HALF_SQUARED_ERROR: "0 would be perfect;",
    Operation.CROSS_ENTROPY: "The smaller, the better;",
}


def introduction(net: Network, learning_rate: float) -> tuple[Step, ...]:
    """The ideas in order, named idea-1, idea-2, …; the numbers in their text have 4 digits.

    Raises graph.NonFinite on overflow like `lesson`.
    """
    graph, numbers = net.graph, every_number(net, learning_rate)
    computed = [q.name for q in graph.quantities]
    errors = [q for q in graph.quantities if q.operation in ERRORS]
    outputs, loss = [next(iter(q.partials)) for q in errors], graph.loss
    forward = computed[: computed.index(outputs[-1]) + 1]
    activations = {
        type(q.formula) for q in graph.quantities if q.operation in (Operation.ACTIVATION, Operation.SOFTMAX)
    }
    weight = first_weight(graph)  # in the worksheet this is w5
    slope, paths = graph.gradient(weight), _paths(graph, weight)
    gradients = [graph.gradient(name).id for name in graph.backward_order() if name in (*graph.weights, *computed[:-1])]
    updated = [Symbol(name, updated=True).id for name in graph.weights]
    nudged = {nudge: _nudged_loss(net, weight, nudge) for nudge in NUDGES}
    ratios = {nudge: (after - numbers[loss]) / nudge for nudge, after in nudged.items()}

    words = {
        "net": computed[0],
        "activation": computed[1],
        "biases": "a bias in every neuron, and " if graph.quantities[0].bias else "and ",
        "answers": ANSWERS[type(graph.quantities[1].formula)][0],
        "squeezes": ANSWERS[type(graph.quantities[1].formula)][1],
        "others": ALIKE if len(activations) == 1 else HIDDEN_ALIKE,
        "perfect": PERFECT[errors[0].operation],
        "outputs": listed(f"{name} = {format_number(numbers[name])}" for name in outputs),
        "targets": listed(format_number(numbers[name]) for name in graph.targets),
        "loss": format_number(numbers[loss]),
        "after": format_number(numbers[Symbol(loss, updated=True).id]),
        "weight": weight,
        "nudge": format_number(NUDGES[0]),
        "nudged": format_number(nudged[NUDGES[0]]),
        "nudges": listed(map(format_number, NUDGES)),
        "ratios": listed(map(format_number, ratios.values())),
    }
    nudge = Quotient(Difference(Number(nudged[NUDGES[0]]), Plugged(loss, numbers[loss])), Number(NUDGES[0]))
    ratio = Equation(Quotient(Symbol("ΔE_total"), Symbol("Δ" + weight)), (nudge,), ratios[NUDGES[0]])
    product = Product(paths[0]) if len(paths) == 1 else Sum(tuple(map(Product, paths)))
    chain = Equation(slope, (product, plug_in(product, numbers)), numbers[slope.id])
    function = written_out(graph.quantities[1].formula)
    answer = Equation(Symbol(computed[1]), (function, plug_in(function, numbers)), numbers[computed[1]])
    neuron = {*computed[:2], *graph.quantities[0].partials, Derivative(computed[1], computed[0]).id}

    errors_and_edges = [q.name for q in errors] + [graph.gradient(q.name).id for q in errors]

    # For each idea: what lights up, what becomes known, the equation.
    shown: tuple[tuple[Iterable[str], Iterable[str], Equation | None], ...] = (
        (graph.given, (*graph.given, "learning_rate"), None),
        (neuron, computed[:2], answer),
        ({*outputs, *graph.targets}, forward[2:], None),
        ({loss, *errors_and_edges}, computed[len(forward) :], loss_in_full(net)),
        ({weight, loss}, (), ratio),
        ({weight, loss, slope.id}, (slope.id,), None),
        ({weight, loss, slope.id, *(factor.id for path in paths for factor in path)}, gradients, chain),
        (updated, updated, None),
    )
    steps, known = [], dict[str, float]()
    for number, ((title, text), (lit, new, equation)) in enumerate(zip(IDEAS, shown, strict=True), start=1):
        before, known = known, known | {key: numbers[key] for key in new}
        name, sentence = f"idea-{number}", text.format(**words)
        titled = title.format(**words)
        steps.append(Step(name, PHASE, titled, sentence, equation, frozenset(lit), {}, before, known))
    return tuple(steps)


def _nudged_loss(net: Network, weight: str, nudge: float) -> float:
    moved = net.replaced(**{weight: net.numbers[weight] + nudge})
    return cast(float, moved.values()[net.graph.loss])


def _paths(graph: Graph, name: str) -> tuple[tuple[Derivative, ...], ...]:
    """The local derivatives on each way from the loss back to `name`."""
    if name == graph.loss:
        return ((),)
    return tuple((*path, Derivative(q.name, name)) for q in graph.consumers[name] for path in _paths(graph, q.name))
