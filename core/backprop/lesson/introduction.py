"""What a network is and what training does to it, in four ideas; what a slope is, `slope.py` lets one try.

These ideas are steps like those of the lesson, so the same picture shows them.
"""

from __future__ import annotations

from collections.abc import Iterable

from core.backprop.engine.expression import Derivative, Expression, Symbol
from core.backprop.engine.functions import Relu, Sigmoid, Tanh, written_out
from core.backprop.engine.graph import Operation
from core.backprop.engine.network import Network
from core.backprop.engine.substitution import plug_in
from core.backprop.lesson.lesson import ERRORS, Equation, Step, every_number
from core.backprop.lesson.prose import listed
from core.backprop.notation.number import format_number

PHASE = "idea"

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
        "Then take a step downhill",
        "E_total, here {loss}, says how wrong the answers are. Backpropagation finds its slope for every weight; move "
        "each against its slope, by the slope times a learning rate, and it falls to {after}. Do it again and again: "
        "that is gradient descent. The lesson now does one update line by line.",
    ),
)


# How a neuron answers: in a title, and in a sentence.
ANSWERS: dict[type[Expression], tuple[str, str]] = {
    Sigmoid: ("squeezes", "squeezes that sum into the range from 0 to 1"),
    Tanh: ("squeezes", "squeezes that sum into the range from −1 to 1"),
    Relu: ("cuts off", "keeps that sum if it is positive, otherwise makes it 0,"),
}
ALIKE, HIDDEN_ALIKE = "Every neuron does", "The hidden neurons all do"


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
    gradients = [graph.gradient(name).id for name in graph.backward_order() if name in (*graph.weights, *computed[:-1])]
    updated = [Symbol(name, updated=True).id for name in graph.weights]

    words = {
        "net": computed[0],
        "activation": computed[1],
        "biases": "a bias in every neuron, and " if graph.quantities[0].bias else "and ",
        "answers": ANSWERS[type(graph.quantities[1].formula)][0],
        "squeezes": ANSWERS[type(graph.quantities[1].formula)][1],
        "others": ALIKE if len(activations) == 1 else HIDDEN_ALIKE,
        "outputs": listed(f"{name} = {format_number(numbers[name])}" for name in outputs),
        "targets": listed(format_number(numbers[name]) for name in graph.targets),
        "loss": format_number(numbers[loss]),
        "after": format_number(numbers[Symbol(loss, updated=True).id]),
    }
    function = written_out(graph.quantities[1].formula)
    answer = Equation(Symbol(computed[1]), (function, plug_in(function, numbers)), numbers[computed[1]])
    neuron = {*computed[:2], *graph.quantities[0].partials, Derivative(computed[1], computed[0]).id}

    # For each idea: what lights up, what becomes known, the equation.
    shown: tuple[tuple[Iterable[str], Iterable[str], Equation | None], ...] = (
        (graph.given, (*graph.given, "learning_rate"), None),
        (neuron, computed[:2], answer),
        ({*outputs, *graph.targets}, forward[2:], None),
        ({loss, *updated}, (*computed[len(forward) :], *gradients, *updated), None),
    )
    steps, known = [], dict[str, float]()
    for number, ((title, text), (lit, new, equation)) in enumerate(zip(IDEAS, shown, strict=True), start=1):
        before, known = known, known | {key: numbers[key] for key in new}
        name, sentence = f"idea-{number}", text.format(**words)
        titled = title.format(**words)
        steps.append(Step(name, PHASE, titled, sentence, equation, frozenset(lit), {}, before, known))
    return tuple(steps)
